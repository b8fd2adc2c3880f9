//! Copies an order from Bouwsoft to EenvoudigFactureren, once.
//!
//! ```sh
//! cargo run -p eenvoudigfactureren --example sync -- FILE CLIENT
//! ```
//!
//! The contract of Bouwsoft has no operation yet that reads an order, so the order and its lines come from a file: an object
//! with an `order` and a list of `lines`, as Bouwsoft returns them (`order.json` is one). `vat.rs` has the rules for VAT,
//! `mapping.rs` those for everything else. The ID of the order in Bouwsoft becomes its `external_order_id`: if an order with
//! it exists already, none is created.

mod mapping;
mod mocks;
#[path = "../support/mod.rs"]
mod support;
mod vat;

use std::{
    env,
    io::{Write, stdout},
};

use anyhow::{Context, Error, ensure};
use bouwsoft::types::{Order, OrderLine};
use eenvoudigfactureren::{Client, FoundOrCreated, types::OrderCreate};
use rust_decimal::Decimal;
use serde::Deserialize;

use support::Outcome;

/// The order that is copied if no file is given.
const EXAMPLE: &[u8] = include_bytes!("order.json");

/// An order of Bouwsoft with its lines.
#[derive(Deserialize)]
struct Source {
    order: Order,
    lines: Vec<OrderLine>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome {
    let arguments: Vec<_> = env::args().skip(1).collect();
    run(support::from_env()?, &arguments, &mut stdout()).await
}

/// The example: a client of the real service if there is one, the arguments of the program, and where to print.
pub async fn run(client: Option<Client>, arguments: &[String], out: &mut dyn Write) -> Outcome {
    let source = source(arguments)?;
    let id = source.order.id.context("the order has no `id`")?;
    let client_id = support::number(arguments, 1, 1001)?;
    let account = vat::Account {
        rates: [6, 12, 21].map(Decimal::from),
        exempt: None,
    };
    let order = mapping::order(&source.order, &source.lines, client_id, &account);
    let order = order.map_err(Error::msg)?;
    let change =
        format!("copy the Bouwsoft order {id} to EenvoudigFactureren, for the client {client_id}");
    let session = support::start(client, arguments, out, Some(&change), |server| {
        mocks::eenvoudigfactureren(server, id);
    })?;
    let Some(session) = session else {
        return Ok(());
    };

    for item in order.items.iter().flatten() {
        let rate = item.tax_rate.unwrap_or_default();
        let status = item.tax_rate_special_status.as_deref().unwrap_or("-");
        let description = item.description.as_deref().unwrap_or_default();
        writeln!(out, "{rate:>3} %  {status:2}  {description}")?;
    }
    let total = mapping::total(order.items.as_deref().unwrap_or_default());
    writeln!(out, "{total:.2} including VAT, as in Bouwsoft.")?;

    // The second call shows what a second run would do.
    for _ in 0..2 {
        create(&session.client, &order, out).await?;
    }
    Ok(())
}

/// The order in the file that the first argument names.
fn source(arguments: &[String]) -> anyhow::Result<Source> {
    let mut given = arguments.iter().filter(|argument| *argument != "--yes");
    let (name, text) = match given.next() {
        Some(file) => {
            let text = std::fs::read(file).with_context(|| format!("cannot read {file}"))?;
            (file.as_str(), text)
        }
        None => ("order.json", EXAMPLE.to_owned()),
    };
    let source: Source = bouwsoft::from_json(&text).with_context(|| name.to_owned())?;
    ensure!(
        source.order.signed == Some(true),
        "{name}: the order is not signed"
    );
    Ok(source)
}

/// Creates the order if it does not exist yet. Calls of one client create one order between them; two programs that look
/// and create at the same moment may create two.
async fn create(client: &Client, order: &OrderCreate, out: &mut dyn Write) -> Outcome {
    let outcome = client.find_or_create_by_external_id(order.clone()).await?;
    let id = outcome.order_id().context("the order has no ID")?;
    let what = match outcome {
        FoundOrCreated::Created(_) => "was created",
        FoundOrCreated::Found(_) => "exists already",
    };
    writeln!(out, "The order {id} {what}.")?;
    Ok(())
}
