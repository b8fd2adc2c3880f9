//! Lists open orders, the newest first, ten at a time.

use eenvoudigfactureren::{Client, Error};

pub async fn list_orders(client: &Client) -> Result<(), Error> {
    let request = client.list_orders().filter("status=open,date>=2018-02-01");
    let request = request.sort("status+-date").skip(30).take(10);
    for order in request.send().await?.into_inner() {
        println!("{:?}: {:?} with tax", order.number, order.total_with_tax);
    }
    Ok(())
}
