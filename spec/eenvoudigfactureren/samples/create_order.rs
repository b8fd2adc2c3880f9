//! Creates an order with one line.

use eenvoudigfactureren::{
    Client, Error,
    types::{OrderCreate, OrderItemCreate},
};
use rust_decimal::Decimal;

pub async fn create_order(client: &Client) -> Result<(), Error> {
    let survey = OrderItemCreate::new()
        .description("Survey of the site")
        .amount(Decimal::new(10_000, 2))
        .tax_rate(21);
    let order = OrderCreate::new(1001)
        .reference("Q-2026-17")
        .items([survey]);
    let created = client.create_order().body(order).send().await?;
    println!("order {:?}", created.into_inner().order_id);
    Ok(())
}
