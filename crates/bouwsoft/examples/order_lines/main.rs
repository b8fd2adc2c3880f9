//! Creates an order with three lines, reads it back, changes a line, downloads the PDF, and lists what changed since.
//!
//! ```sh
//! cargo run -p bouwsoft --example order_lines -- ADDRESS
//! ```

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

/// The example: a client of the real service if there is one, the arguments of the program, and where to print.
pub async fn run(
    client: Option<Client>,
    arguments: &[String],
    out: &mut dyn Write,
) -> support::Outcome {
    let address = support::number(arguments, 0, 3759)?;
    let change = format!("create an order with three lines for the address {address}");
    let session = support::start(client, arguments, out, Some(&change), mocks::bouwsoft)?;
    let Some(support::Session { client, .. }) = &session else {
        return Ok(());
    };
    order::create_and_change(client, address, out).await
}
