//! Makes an invoice from a company and a customer's address, and tells the number that it got.
//!
//! ```sh
//! cargo run -p bouwsoft --example create_invoice -- COMPANY ADDRESS
//! ```

mod support;

use std::io::{Write, stdout};

use bouwsoft::{
    Client,
    types::{Order, OrderCreate},
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
    let company = support::number(arguments, 0, 2)?;
    let address = support::number(arguments, 1, 3759)?;
    let invoice = OrderCreate::new("FAKTUUR")
        .company_id(company)
        .address_id(address)
        .title("Survey of the site");

    let change = format!("make an invoice of the company {company} for the address {address}");
    let Some(session) = support::start(client, arguments, out, Some(&change), |server| {
        answer(server, &invoice)
    })?
    else {
        return Ok(());
    };

    let order = session.client.create_order(&invoice).await?;
    let (nr, id) = (order.nr.unwrap_or_default(), order.id.unwrap_or_default());
    // The server sets the fields that were omitted: the number, the dates, everything that follows from the address.
    let customer = order.address_name.unwrap_or_default();
    writeln!(
        out,
        "Invoice {nr} for {customer} was made, with the key {id}."
    )?;
    Ok(())
}

/// The mock takes this invoice alone.
fn answer(server: &MockServer, invoice: &OrderCreate) {
    let order = Order::default()
        .id(17617)
        .nr(20240012)
        .address_name("Garden centre Gent");
    server.create_order(|when, then| {
        when.columns(invoice);
        then.created(&order);
    });
}
