//! Reads all orders of a year, with one page in memory at a time, and prints the total of each month.
//!
//! ```sh
//! cargo run -p eenvoudigfactureren --example page_through_year -- YEAR
//! ```

mod support;

use std::{
    collections::BTreeMap,
    io::{Write, stdout},
};

use anyhow::{Context, ensure};
use chrono::{Datelike, NaiveDate};
use eenvoudigfactureren::{
    Client, Fields, Filter,
    order_fields::{DATE, ORDER_ID, TOTAL_WITH_TAX},
    types::Order,
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
    let year = support::number(arguments, 0, 2026)?;
    ensure!(
        (1..9999).contains(&year),
        "{year} is not a valid year; use, for example, 2026"
    );
    let first = |year: i64| NaiveDate::from_ymd_opt(year as i32, 1, 1).context("no such year");
    let (start, end) = (first(year)?, first(year + 1)?);
    let of_the_year = Filter::of(DATE.at_least(start)).and(DATE.less_than(end));
    let mocks = |server: &MockServer| mock(server, &of_the_year, start);
    let Some(session) = support::start(client, arguments, out, None, mocks)? else {
        return Ok(());
    };

    // The list is sorted by a field that does not change. Orders that are created meanwhile come last, so they do not
    // move other orders to another page.
    let mut orders = session
        .client
        .list_orders()
        .filter(of_the_year.clone())
        .sort(ORDER_ID.ascending())
        .fields(Fields::of(ORDER_ID).and(DATE).and(TOTAL_WITH_TAX))
        .stream();
    let mut months: BTreeMap<u32, (u32, Decimal)> = BTreeMap::new();
    while let Some(order) = orders.next_row().await {
        let order = order?;
        let month = order.date.map_or(0, |date| date.month());
        let (count, total) = months.entry(month).or_default();
        *count += 1;
        *total += order.total_with_tax.unwrap_or_default();
    }

    for (month, (count, total)) in months {
        writeln!(out, "{year}-{month:02} {count:>5} orders {total:>12.2}")?;
    }
    Ok(())
}

/// The mock server has 120 orders, one every third day: a full page and a shorter one.
fn mock(server: &MockServer, of_the_year: &Filter, start: NaiveDate) {
    let orders = start.iter_days().step_by(3).zip(1..).map(|(date, id)| {
        let order = Order::default().order_id(id).date(date);
        order.total_with_tax(Decimal::new(12_100 + id, 2))
    });
    let orders: Vec<_> = orders.take(120).collect();
    for (page, rows) in orders.chunks(100).enumerate() {
        server.list_orders(|when, then| {
            when.filter(of_the_year.clone())
                .sort(ORDER_ID.ascending())
                .skip(100 * page as i64)
                .take(100);
            then.ok(rows);
        });
    }
}
