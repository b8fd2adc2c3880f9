//! Creates an order with one line.

use eenvoudigfactureren::{
    Client, Error,
    types::{OrderCreate, OrderItemCreate},
};

pub async fn create_order(client: &Client) -> Result<(), Error> {
    let survey = OrderItemCreate::new()
        .description("Survey of the site")
        .amount(100)
        .tax_rate(21);
    let order = OrderCreate::new(1001)
        .reference("Q-2026-17")
        .items([survey]);
    let created = client.create_order(order).await?;
    println!("order {:?}", created.order_id);
    Ok(())
}
