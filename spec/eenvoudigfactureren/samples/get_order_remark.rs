//! Gets a remark of an order.

use eenvoudigfactureren::{Client, Error};

pub async fn get_order_remark(client: &Client) -> Result<(), Error> {
    let remark = client.get_order_remark(5005, 5020).await?;
    println!("{:?}: {:?}", remark.date, remark.description);
    Ok(())
}
