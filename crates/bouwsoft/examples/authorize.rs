//! Has somebody of a tenant let the application in, and prints what the other examples need for that.
//!
//! ```sh
//! BOUWSOFT_APP_KEY=... cargo run -p bouwsoft --example authorize
//! ```

use std::{
    env,
    io::{Write, stdout},
    time::Duration,
};

use bouwsoft::{Activation, Secret, types::ActivationState};
use bouwsoft_httpmock::{MockServer, MockServerExt};

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let key = env::var("BOUWSOFT_APP_KEY").ok();
    let key = key.map(|key| Secret::from(key.trim()));
    let key = key.filter(|key| !key.expose().is_empty());
    run(key, &mut stdout()).await
}

/// The example: the key of the application, where the vendor issued one, and where to print.
pub async fn run(app_key: Option<Secret>, out: &mut dyn Write) -> anyhow::Result<()> {
    // It answers as long as it is there.
    let server;
    let activate = match app_key {
        Some(key) => match env::var("BOUWSOFT_AUTHORIZATION_SERVER") {
            Ok(other) if !other.trim().is_empty() => {
                Activation::builder(key).authorization_server(other.trim())
            }
            _ => Activation::builder(key),
        },
        None => {
            writeln!(
                out,
                "BOUWSOFT_APP_KEY is not set: this example uses a mock server, which approves the application at once."
            )?;
            server = MockServer::start();
            answer(&server);
            Activation::builder("any key").authorization_server(&server.base_url())
        }
    };

    let activation = activate.start().await?;
    writeln!(out, "Approve the application on {}", activation.url())?;
    let (often, patience) = (Duration::from_secs(5), Duration::from_secs(600));
    let authorization = activation.wait(often, patience).await?;
    // A service would put them where it keeps its secrets, and print neither.
    let (number, token) = (authorization.client_nr, authorization.refresh_token);
    writeln!(out, "BOUWSOFT_CLIENT_NR={number}")?;
    writeln!(out, "BOUWSOFT_REFRESH_TOKEN={}", token.expose())?;
    Ok(())
}

/// The mock starts one activation, in which the application is approved at the first request for the tokens.
fn answer(server: &MockServer) {
    server.request_refresh_token(|when, then| {
        when.without("RequestId");
        let begun = ActivationState::default().request_id("17");
        then.ok(&begun.request_url("https://example.com/agree?id=17"));
    });
    server.request_refresh_token(|when, then| {
        when.request_id("17");
        let agreed = ActivationState::default().client_nr(115);
        then.ok(&agreed.refresh_token("a-token-of-the-mock"));
    });
}
