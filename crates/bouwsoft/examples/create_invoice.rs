//! Creates an invoice of a company for the address of a customer, and prints its number.
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

/// Runs the example with `client`, or with a mock server if it is `None`, and prints to `out`.
pub async fn run(client: Option<Client>, arguments: &[String], out: &mut dyn Write) -> Outcome {
    let company = support::number(arguments, 0, 2)?;
    let address = support::number(arguments, 1, 3759)?;
    let invoice = OrderCreate::new("FAKTUUR")
        .company_id(company)
        .address_id(address)
        .title("Survey of the site");

    let change = format!("create an invoice of the company {company} for the address {address}");
    let Some(session) = support::start(client, arguments, out, Some(&change), |server| {
        mock(server, &invoice)
    })?
    else {
        return Ok(());
    };

    let order = session.client.create_order(&invoice).await?;
    let (nr, id) = (order.nr.unwrap_or_default(), order.id.unwrap_or_default());
    // The server sets the omitted fields: the number, the dates, and the fields that it copies from the address.
    let customer = order.address_name.unwrap_or_default();
    writeln!(
        out,
        "Invoice {nr} for {customer} was created with the ID {id}."
    )?;
    Ok(())
}

/// The mock server expects exactly this invoice.
fn mock(server: &MockServer, invoice: &OrderCreate) {
    let order = Order::default()
        .id(17617)
        .nr(20240012)
        .address_name("Garden centre Gent");
    server.create_order(|when, then| {
        when.columns(invoice);
        then.created(&order);
    });
}
