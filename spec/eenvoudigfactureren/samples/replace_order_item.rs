//! Replaces an item: fields that are omitted are cleared.

use eenvoudigfactureren::{Client, Error, types::OrderItemReplace};
use rust_decimal::Decimal;

pub async fn replace_order_item(client: &Client) -> Result<(), Error> {
    let request = client.replace_order_item().order_id(5005).item_id(4004);
    let item = OrderItemReplace::new()
        .description("Survey of the site")
        .amount(Decimal::new(10_000, 2))
        .quantity(2)
        .tax_rate(21);
    request.body(item).send().await?;
    Ok(())
}
