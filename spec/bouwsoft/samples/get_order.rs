//! Gets an order.

use bouwsoft::{Client, Error};

pub async fn get_order(client: &Client) -> Result<(), Error> {
    let order = client.get_order(17617).await?;
    assert_eq!(order.type_.as_deref(), Some("FAKTUUR"));
    assert_eq!(order.signed, Some(true));
    Ok(())
}
