//! A Bouwsoft order from the activation of the application to a signature.

use std::time::Duration;

use bouwsoft::{Activation, Client, types::*};
use bouwsoft_httpmock::{MockServer, MockServerExt};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n0000";

async fn run(server: &str) -> Result<Vec<Option<i64>>, Box<dyn std::error::Error>> {
    let activation = Activation::builder("app-key").authorization_server(server);
    let activation = activation.start().await?;
    let authorization = activation
        .wait(Duration::ZERO, Duration::from_secs(5))
        .await?;
    let builder = Client::builder()
        .authorized(&authorization)
        .allow_host("127.0.0.1");
    let client = builder.authorization_server(server).build()?;
    let order = OrderCreate::new("FAKTUUR").company_id(2).address_id(3759);
    let created = client.create_order(&order).await?;
    let id = created.id.ok_or("the order has no ID")?;
    let copy = client.copy_order(id).with_orderlines(true).await?;
    let moved = client.move_order_lines(id).line_with_nr(1).down(1).await?;
    let line = moved.records.into_iter().flatten().next();
    let signed = client.sign_order(id, PNG).await?;
    Ok(vec![copy.id, line.and_then(|line| line.id), signed.id])
}

#[tokio::test]
async fn an_order_from_the_activation_to_a_signature() {
    let server = MockServer::start_async().await;
    let base = server.base_url();
    let tokens = ActivationState::default()
        .request_id("r-1")
        .request_url("https://approve.example/r-1")
        .client_nr(115)
        .refresh_token("refresh-token");
    let grant = AccessGrant::default()
        .server_name(base.trim_start_matches("http://"))
        .access_token("access-token");
    let order = |id| Order::default().id(id);
    let lines = OrderLinePage::default().records([OrderLine::default().id(3).orderid(17617)]);
    let mocks = [
        server.request_refresh_token(|_, then| drop(then.ok(&tokens))),
        server.get_access_token(|_, then| drop(then.ok(&grant))),
        server.create_order(|_, then| drop(then.created(&order(17617)))),
        server.copy_order(|when, then| drop((when.id(17617), then.ok(&order(17618))))),
        server.move_order_lines(|when, then| drop((when.id(17617).down(1), then.ok(&lines)))),
        server.sign_order(|when, then| drop((when.id(17617).body(PNG), then.ok(&order(17617))))),
    ];
    let found = run(&base).await.expect("no error");
    assert_eq!(found, [Some(17618), Some(3), Some(17617)]);
    mocks.iter().skip(1).for_each(|mock| mock.assert());
}
