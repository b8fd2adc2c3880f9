//! Moves two lines of an order down by one place, and prints the lines as they stand then.
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

/// The example: a client of the real service if there is one, the arguments of the program, and where to print.
pub async fn run(client: Option<Client>, arguments: &[String], out: &mut dyn Write) -> Outcome {
    let order = support::number(arguments, 0, 17617)?;
    let lines = [
        support::number(arguments, 1, 1)?,
        support::number(arguments, 2, 2)?,
    ];

    let [first, second] = lines;
    let change = format!("move the lines {first} and {second} of the order {order} down");
    let Some(session) = support::start(client, arguments, out, Some(&change), |server| {
        answer(server, order, lines)
    })?
    else {
        return Ok(());
    };

    // Lines are named by their place or, with `lines_with_ids`, by their key; one call takes one kind of name.
    let page = session
        .client
        .move_order_lines(order)
        .lines_with_nrs(lines)
        .down(1)
        .await?;
    writeln!(out, "The order {order} has these lines now:")?;
    for line in page.records.into_iter().flatten() {
        let nr = line.linenr.unwrap_or_default();
        writeln!(out, "{nr:>3}  {}", line.description.unwrap_or_default())?;
    }
    Ok(())
}

/// The mock has three lines, and answers them as they stand after the move.
fn answer(server: &MockServer, order: i64, lines: [i64; 2]) {
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
