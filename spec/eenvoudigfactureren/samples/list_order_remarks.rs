//! Lists the remarks of an order.

use eenvoudigfactureren::{Client, Error};

pub async fn list_order_remarks(client: &Client) -> Result<(), Error> {
    let remarks = client.list_order_remarks().order_id(5005).send().await?;
    for remark in remarks.into_inner() {
        println!("{:?}: {:?}", remark.date, remark.description);
    }
    Ok(())
}
