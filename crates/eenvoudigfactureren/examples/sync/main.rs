//! From one system to the other: an order that a customer signs in Bouwsoft becomes an order in EenvoudigFactureren, once.
//!
//! ```sh
//! cargo run -p eenvoudigfactureren --example sync -- ORDER CLIENT
//! ```
//!
//! It renews the prices of the order's lines, which is also how they are read, has the order signed, which answers with the
//! order, and makes an order of both; `vat.rs` has the rules for VAT, `mapping.rs` those for everything else. The key
//! of the order in Bouwsoft goes along as `external_order_id`: where an order with it is there already, none is made.

mod mapping;
mod mocks;
#[path = "../support/mod.rs"]
mod support;
mod vat;

use std::{
    env,
    io::{Write, stdout},
};

use anyhow::{Context, Error, bail};
use bouwsoft::types::{Order, OrderLine};
use eenvoudigfactureren::{Client, FoundOrCreated, types::OrderCreate};
use rust_decimal::Decimal;

use support::Outcome;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome {
    let arguments: Vec<_> = env::args().skip(1).collect();
    run(from_env()?, &arguments, &mut stdout()).await
}

/// The example: clients of both real services if there are, the arguments of the program, and where to print.
pub async fn run(
    clients: Option<(bouwsoft::Client, Client)>,
    arguments: &[String],
    out: &mut dyn Write,
) -> Outcome {
    let order = support::number(arguments, 0, mocks::ORDER)?;
    let client_id = support::number(arguments, 1, 1001)?;
    let change = format!(
        "renew the prices of the order {order} in Bouwsoft, sign it with a picture of one point, and make an order of it for the client {client_id}"
    );
    let (source, target) = clients.unzip();
    let session = support::start(
        target,
        arguments,
        out,
        Some(&change),
        mocks::eenvoudigfactureren,
    )?;
    let Some(session) = session else {
        return Ok(());
    };
    let server = bouwsoft_httpmock::MockServer::start();
    let source = match source {
        Some(client) => client,
        None => mocks::bouwsoft(&server)?,
    };

    let (record, lines) = signed(&source, order).await?;
    let account = vat::Account {
        rates: [6, 12, 21].map(Decimal::from),
        exempt: None,
    };
    let order = mapping::order(&record, &lines, client_id, &account).map_err(Error::msg)?;
    for item in order.items.iter().flatten() {
        let rate = item.tax_rate.unwrap_or_default();
        let status = item.tax_rate_special_status.as_deref().unwrap_or("-");
        let description = item.description.as_deref().unwrap_or_default();
        writeln!(out, "{rate:>3} %  {status:2}  {description}")?;
    }
    let total = mapping::total(order.items.as_deref().unwrap_or_default());
    writeln!(out, "{total:.2} with VAT, as in Bouwsoft.")?;

    // The second time stands for a second run.
    for _ in 0..2 {
        make(&session.client, &order, out).await?;
    }
    Ok(())
}

/// The order with its prices renewed and signed, and its lines.
async fn signed(source: &bouwsoft::Client, order: i64) -> anyhow::Result<(Order, Vec<OrderLine>)> {
    let lines = source.actualize_order_prices().id(order).send().await?;
    let lines = lines.into_inner().records.unwrap_or_default();
    let signed = source.sign_order().id(order);
    let signed = signed.body(mocks::SIGNATURE).send().await?.into_inner();
    let record = signed.records.into_iter().flatten().next();
    Ok((record.context("the signed order was not answered")?, lines))
}

/// Makes the order, where it is not there yet. Within one client no two of these calls make two orders; between two programs
/// that look and make at the same moment nothing prevents it.
async fn make(client: &Client, order: &OrderCreate, out: &mut dyn Write) -> Outcome {
    let outcome = client.find_or_create_by_external_id(order.clone()).await?;
    let id = outcome.order_id().context("the order has no key")?;
    let what = match outcome {
        FoundOrCreated::Created(_) => "was made",
        FoundOrCreated::Found(_) => "is there already",
    };
    writeln!(out, "The order {id} {what}.")?;
    Ok(())
}

/// Clients of both services as the environment says, where it says who calls. One real service and one mock server would
/// make orders of nothing.
fn from_env() -> anyhow::Result<Option<(bouwsoft::Client, Client)>> {
    let source = support::or_none(bouwsoft::Client::from_env())?;
    match (source, support::from_env()?) {
        (Some(source), Some(target)) => Ok(Some((source, target))),
        (None, None) => Ok(None),
        (Some(_), None) => bail!("there are credentials for Bouwsoft alone"),
        (None, Some(_)) => bail!("there are credentials for EenvoudigFactureren alone"),
    }
}
