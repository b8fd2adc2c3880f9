//! Creates an order with two items, and gets it to print its number, which the first response does not contain.
//!
//! ```sh
//! cargo run -p eenvoudigfactureren --example create_order -- CLIENT
//! ```

mod support;

use std::io::{Write, stdout};

use anyhow::Context;
use eenvoudigfactureren::{
    Client,
    types::{Order, OrderCreate, OrderItemCreate, WriteResult},
};
use eenvoudigfactureren_httpmock::{MockServer, MockServerExt};
use rust_decimal::Decimal;

use support::Outcome;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    run(support::from_env()?, &arguments, &mut stdout()).await
}

/// Runs the example with `client`, or with a mock server if it is `None`, and prints to `out`.
pub async fn run(client: Option<Client>, arguments: &[String], out: &mut dyn Write) -> Outcome {
    let customer = support::number(arguments, 0, 1001)?;
    let survey = OrderItemCreate::new()
        .description("Survey of the site")
        .amount(100)
        .tax_rate(21);
    let stones = OrderItemCreate::new()
        .description("Paving stones")
        .amount(Decimal::new(2_420, 2))
        .quantity(Decimal::new(125, 1))
        .tax_rate(21);
    let order = OrderCreate::new(customer)
        .reference("Q-2026-17")
        .items([survey, stones]);

    let change = format!("create an order of 402.50 excluding tax for the customer {customer}");
    let Some(session) = support::start(client, arguments, out, Some(&change), |server| {
        mock(server, &order)
    })?
    else {
        return Ok(());
    };
    let client = session.client;

    let created = client.create_order(order).await?;
    let id = created.order_id.context("the order has no ID")?;
    let order = client.get_order(id).await?;
    let number = order.number.unwrap_or_default();
    let total = order.total_with_tax.unwrap_or_default();
    writeln!(
        out,
        "The total of order {number} is {total:.2} including tax."
    )?;
    Ok(())
}

/// The mock server expects exactly this order.
fn mock(server: &MockServer, order: &OrderCreate) {
    server.create_order(|when, then| {
        when.body(order);
        then.created(
            &WriteResult::default()
                .success("order created")
                .order_id(5005),
        );
    });
    let stored = Order::default().order_id(5005).number("00000017");
    let stored = stored.total_with_tax(Decimal::new(48_703, 2));
    server.get_order(|when, then| {
        when.order_id(5005);
        then.ok(&stored);
    });
}
