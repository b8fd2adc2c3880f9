//! Makes an order of two lines, and asks for the number that it got: the answer to the first call does not have it.
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

/// The example: a client of the real service if there is one, the arguments of the program, and where to print.
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

    let change = format!("make an order of 402.50 without tax for the client {customer}");
    let Some(session) = support::start(client, arguments, out, Some(&change), |server| {
        answer(server, &order)
    })?
    else {
        return Ok(());
    };
    let client = session.client;

    let created = client.create_order(order).await?;
    let id = created.order_id.context("the order has no key")?;
    let order = client.get_order(id).await?;
    let number = order.number.unwrap_or_default();
    let total = order.total_with_tax.unwrap_or_default();
    writeln!(out, "The order {number} comes to {total:.2} with tax.")?;
    Ok(())
}

/// The mock takes this order alone.
fn answer(server: &MockServer, order: &OrderCreate) {
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
