//! Updates the prices of all lines of an order.

use bouwsoft::{Client, Error};

pub async fn actualize_order_prices(client: &Client) -> Result<(), Error> {
    let page = client.actualize_order_prices(17617).await?;
    let lines = page.records.unwrap_or_default();
    assert_eq!(lines[0].id, Some(142294));
    assert_eq!(lines[1].linenr, Some(2));
    Ok(())
}
