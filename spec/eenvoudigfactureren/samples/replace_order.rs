//! Replaces an order: most omitted fields are cleared or reset.

use eenvoudigfactureren::{
    Client, Error,
    types::{OrderItemUpdate, OrderReplace},
};

pub async fn replace_order(client: &Client) -> Result<(), Error> {
    let item = OrderItemUpdate::new()
        .description("Survey of the site")
        .amount(100)
        .tax_rate(21);
    let order = OrderReplace::new(1001).reference("Q-2026-17").items([item]);
    client.replace_order(5005, order).await?;
    Ok(())
}
