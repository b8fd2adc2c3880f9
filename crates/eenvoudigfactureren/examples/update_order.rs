//! Changes part of an order: sets one field, clears another, changes one item and adds one. Everything else is
//! unchanged.
//!
//! ```sh
//! cargo run -p eenvoudigfactureren --example update_order -- ORDER ITEM
//! ```

mod support;

use std::io::{Write, stdout};

use eenvoudigfactureren::{
    Client,
    types::{OrderItemUpdate, OrderUpdate, WriteResult},
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
    let order = support::number(arguments, 0, 5005)?;
    let item = support::number(arguments, 1, 4004)?;
    // An entry with an ID changes that item, and an entry without an ID adds an item. Other items are unchanged.
    let changed = OrderItemUpdate::new()
        .item_id(item)
        .quantity(Decimal::new(145, 1));
    let added = OrderItemUpdate::new()
        .description("Transport")
        .amount(45)
        .tax_rate(21);
    // `clear_note` sends null, which clears the field. A field whose setter is not called is not sent.
    let update = OrderUpdate::new()
        .reference("Q-2026-18")
        .clear_note()
        .items([changed, added]);

    let change = format!("change the order {order}, and its item {item}");
    let Some(session) = support::start(client, arguments, out, Some(&change), |server| {
        mock(server, order, &update)
    })?
    else {
        return Ok(());
    };

    let result = session.client.update_order(order, update).await?;
    writeln!(
        out,
        "The service returned: {}.",
        result.success.unwrap_or_default()
    )?;
    Ok(())
}

/// The mock server expects exactly this change.
fn mock(server: &MockServer, order: i64, update: &OrderUpdate) {
    server.update_order(|when, then| {
        when.order_id(order).body(update);
        then.ok(&WriteResult::default().success("order updated"));
    });
}
