//! Updates the price of an order line.

use bouwsoft::{Client, Error};

pub async fn actualize_order_line_price(client: &Client) -> Result<(), Error> {
    let line = client.actualize_order_line_price(142294).await?;
    assert_eq!(line.id, Some(142294));
    assert_eq!(line.linenr, Some(1));
    Ok(())
}
