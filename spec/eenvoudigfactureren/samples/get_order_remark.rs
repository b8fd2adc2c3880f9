//! Gets a remark of an order.

use eenvoudigfactureren::{Client, Error};

pub async fn get_order_remark(client: &Client) -> Result<(), Error> {
    let request = client.get_order_remark().order_id(5005).remark_id(5020);
    let remark = request.send().await?.into_inner();
    println!("{:?}: {:?}", remark.date, remark.description);
    Ok(())
}
