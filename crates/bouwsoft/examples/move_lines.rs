//! Moves two lines of an order down by one place, and prints the lines in their new sequence.
//!
//! ```sh
//! cargo run -p bouwsoft --example move_lines -- ORDER FIRST SECOND
//! ```

mod support;

use std::io::{Write, stdout};

use bouwsoft::{
    Client,
    types::{OrderLine, OrderLinePage},
};
use bouwsoft_httpmock::{MockServer, MockServerExt};

use support::Outcome;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    run(support::from_env()?, &arguments, &mut stdout()).await
}

/// Runs the example with `client`, or with a mock server if it is `None`, and prints to `out`.
pub async fn run(client: Option<Client>, arguments: &[String], out: &mut dyn Write) -> Outcome {
    let order = support::number(arguments, 0, 17617)?;
    let lines = [
        support::number(arguments, 1, 1)?,
        support::number(arguments, 2, 2)?,
    ];

    let [first, second] = lines;
    let change = format!("move the lines {first} and {second} of the order {order} down");
    let Some(session) = support::start(client, arguments, out, Some(&change), |server| {
        mock(server, order, lines)
    })?
    else {
        return Ok(());
    };

    // Lines are identified by their numbers or, with `lines_with_ids`, by their IDs. A call accepts only one of the
    // two.
    let page = session
        .client
        .move_order_lines(order)
        .lines_with_nrs(lines)
        .down(1)
        .await?;
    writeln!(out, "Order {order} now has these lines:")?;
    for line in page.records.into_iter().flatten() {
        let nr = line.linenr.unwrap_or_default();
        writeln!(out, "{nr:>3}  {}", line.description.unwrap_or_default())?;
    }
    Ok(())
}

/// The mock server returns three lines in the sequence that they have after the move.
fn mock(server: &MockServer, order: i64, lines: [i64; 2]) {
    let texts = ["Transport", "Paving stones", "Laying them"];
    let records = texts.iter().zip(1..).map(|(text, nr)| {
        let line = OrderLine::default().linenr(nr);
        line.description(*text)
    });
    let page = OrderLinePage::default().records(records.collect::<Vec<_>>());
    server.move_order_lines(|when, then| {
        when.id(order).lines_with_nrs(lines).down(1);
        then.ok(&page);
    });
}
