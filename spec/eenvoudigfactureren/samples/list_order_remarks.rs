//! Lists the remarks of an order.

use eenvoudigfactureren::{Client, Error};

pub async fn list_order_remarks(client: &Client) -> Result<(), Error> {
    for remark in client.list_order_remarks(5005).await? {
        println!("{:?}: {:?}", remark.date, remark.description);
    }
    Ok(())
}
