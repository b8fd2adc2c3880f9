//! Creates an order with three lines, reads the lines, changes one of them, reads the order, downloads its PDF, and
//! lists the orders that changed.
//!
//! ```sh
//! cargo run -p bouwsoft --example order_lines -- ADDRESS
//! ```
//!
//! ADDRESS is the ID of the customer's address. Add `--yes` to change the real service.

mod mocks;
mod order;
#[path = "../support/mod.rs"]
mod support;

use std::io::{Write, stdout};

use bouwsoft::Client;

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
    let address = support::number(arguments, 0, 3759)?;
    let change = format!("create an order with three lines for the address {address}");
    let session = support::start(client, arguments, out, Some(&change), |server| {
        mocks::bouwsoft(server, address)
    })?;
    let Some(support::Session { client, .. }) = &session else {
        return Ok(());
    };
    order::create_and_change(client, address, out).await
}
