//! Finds or creates a customer, creates an order with three items, one of them under reverse charge, reads its number,
//! sends it by e-mail with an attachment, and lists the open orders of a year.
//!
//! ```sh
//! cargo run -p eenvoudigfactureren --example order_by_email -- YEAR
//! ```
//!
//! Add `--yes` to change the real service. The e-mail is then sent to the general address of the customer whose number
//! is in `order.rs`. If this customer does not exist, it is created with the address in `order.rs`.

mod mocks;
mod order;
#[path = "../support/mod.rs"]
mod support;

use std::io::{Write, stdout};

use eenvoudigfactureren::Client;

#[tokio::main(flavor = "current_thread")]
async fn main() -> support::Outcome {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    run(support::from_env()?, &arguments, &mut stdout()).await
}

/// Runs the example with `client`, or with a mock server if it is `None`, and prints to `out`.
pub async fn run(
    client: Option<Client>,
    arguments: &[String],
    out: &mut dyn Write,
) -> support::Outcome {
    let year = support::number(arguments, 0, 2026)?;
    let year = i32::try_from(year)?;
    let change = "create an order for a customer and send it by e-mail";
    let session = support::start(client, arguments, out, Some(change), mocks::service)?;
    let Some(support::Session { client, .. }) = &session else {
        return Ok(());
    };
    order::create_and_send(client, year, out).await
}
