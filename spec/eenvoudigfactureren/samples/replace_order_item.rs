//! Replaces an item: omitted fields are cleared or reset.

use eenvoudigfactureren::{Client, Error, types::OrderItemReplace};

pub async fn replace_order_item(client: &Client) -> Result<(), Error> {
    let item = OrderItemReplace::new()
        .description("Survey of the site")
        .amount(100)
        .quantity(2)
        .tax_rate(21);
    client.replace_order_item(5005, 4004, item).await?;
    Ok(())
}
