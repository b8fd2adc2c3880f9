//! Gets an order line.

use bouwsoft::{Client, Error};

pub async fn get_order_line(client: &Client) -> Result<(), Error> {
    let line = client.get_order_line(142294).await?;
    assert_eq!(line.orderid, Some(17617));
    assert_eq!(line.vatcode.as_deref(), Some("21"));
    Ok(())
}
