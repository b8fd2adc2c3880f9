//! Changes part of an order: sets one field, clears another, changes one line, adds one, and leaves the rest alone.
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

/// The example: a client of the real service if there is one, the arguments of the program, and where to print.
pub async fn run(client: Option<Client>, arguments: &[String], out: &mut dyn Write) -> Outcome {
    let order = support::number(arguments, 0, 5005)?;
    let item = support::number(arguments, 1, 4004)?;
    // An entry with a key changes that item, one without becomes a new item, and what is not named stays.
    let changed = OrderItemUpdate::new()
        .item_id(item)
        .quantity(Decimal::new(145, 1));
    let added = OrderItemUpdate::new()
        .description("Transport")
        .amount(45)
        .tax_rate(21);
    // `clear_note` sends null, which empties the field; a setter that is not called sends nothing.
    let update = OrderUpdate::new()
        .reference("Q-2026-18")
        .clear_note()
        .items([changed, added]);

    let change = format!("change the order {order}, and its item {item}");
    let Some(session) = support::start(client, arguments, out, Some(&change), |server| {
        answer(server, order, &update)
    })?
    else {
        return Ok(());
    };

    let result = session.client.update_order(order, update).await?;
    writeln!(
        out,
        "The service says: {}.",
        result.success.unwrap_or_default()
    )?;
    Ok(())
}

/// The mock takes this change alone.
fn answer(server: &MockServer, order: i64, update: &OrderUpdate) {
    server.update_order(|when, then| {
        when.order_id(order).body(update);
        then.ok(&WriteResult::default().success("order updated"));
    });
}
