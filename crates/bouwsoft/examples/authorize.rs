//! Requests the approval of a user of a tenant, and prints the environment variables with which the other examples call
//! the tenant.
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

/// Runs the example with the key of the application, or with a mock server if it is `None`, and prints to `out`.
pub async fn run(app_key: Option<Secret>, out: &mut dyn Write) -> anyhow::Result<()> {
    // Declared here, because the mock server stops when it is dropped.
    let server;
    let builder = match app_key {
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
            mock(&server);
            Activation::builder("any key").authorization_server(&server.base_url())
        }
    };

    let activation = builder.start().await?;
    writeln!(out, "Approve the application on {}", activation.url())?;
    let (interval, patience) = (Duration::from_secs(5), Duration::from_secs(600));
    let authorization = activation.wait(interval, patience).await?;
    // A real program stores both with its secrets, and does not print them.
    let (client_nr, token) = (authorization.client_nr, authorization.refresh_token);
    writeln!(out, "BOUWSOFT_CLIENT_NR={client_nr}")?;
    writeln!(out, "BOUWSOFT_REFRESH_TOKEN={}", token.expose())?;
    Ok(())
}

/// The mock server starts one activation, which is approved when the tokens are first requested.
fn mock(server: &MockServer) {
    server.request_refresh_token(|when, then| {
        when.without("RequestId");
        let started = ActivationState::default().request_id("17");
        then.ok(&started.request_url("https://example.com/agree?id=17"));
    });
    server.request_refresh_token(|when, then| {
        when.request_id("17");
        let approved = ActivationState::default().client_nr(115);
        then.ok(&approved.refresh_token("a-token-of-the-mock"));
    });
}
