//! Signs an order with the image of a signature, and prints whether the order is signed.
//!
//! ```sh
//! cargo run -p bouwsoft --example sign_order -- ORDER
//! ```

mod support;

use std::io::{Write, stdout};

use bouwsoft::{Client, types::Order};
use bouwsoft_httpmock::{MockServer, MockServerExt};

use support::Outcome;

/// A signature of one pixel, as PNG. A real program reads it from a tablet or a file.
const SIGNATURE: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\x3a\x7e\x9b\x55\
    \0\0\0\nIDAT\x78\xda\x63\xf8\x0f\0\x01\x01\x01\0\x1c\xb0\x8c\x99\0\0\0\0IEND\xae\x42\x60\x82";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    run(support::from_env()?, &arguments, &mut stdout()).await
}

/// Runs the example with `client`, or with a mock server if it is `None`, and prints to `out`.
pub async fn run(client: Option<Client>, arguments: &[String], out: &mut dyn Write) -> Outcome {
    let order = support::number(arguments, 0, 17617)?;
    let change = format!("sign the order {order} with an image of one pixel");
    let Some(session) = support::start(client, arguments, out, Some(&change), |server| {
        mock(server, order)
    })?
    else {
        return Ok(());
    };

    // The client detects the content type from the first bytes, and rejects bytes that are not an image.
    let order = session.client.sign_order(order, SIGNATURE).await?;
    let (kind, nr) = (
        order.type_.unwrap_or_default(),
        order.nr.unwrap_or_default(),
    );
    let signed = match order.signed {
        Some(true) => "is signed",
        _ => "is not signed, although the call succeeded",
    };
    writeln!(out, "{kind} {nr} {signed}.")?;
    Ok(())
}

/// The mock server expects exactly this signature.
fn mock(server: &MockServer, order: i64) {
    let record = Order::default()
        .id(order)
        .type_("OFFERTE")
        .nr(20240007)
        .signed(true);
    server.sign_order(|when, then| {
        when.id(order).content_type("image/png").body(SIGNATURE);
        then.ok(&record);
    });
}
