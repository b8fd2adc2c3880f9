//! Every type in a public signature can be named through the SDK crate, or through its mock server.

mod models;

use bouwsoft_httpmock::{MockServer, MockServerExt};

#[test]
fn what_settings_and_hooks_take_has_names() {
    macro_rules! settings {
        ($sdk:ident) => {
            $sdk::Settings::new()
                .before(|_: &$sdk::Attempt, request: &mut $sdk::reqwest::Request| {
                    request.headers_mut().clear();
                })
                .http_client(|builder: $sdk::reqwest::ClientBuilder| builder.no_proxy())
        };
    }
    let _: bouwsoft::Settings = settings!(bouwsoft);
    let _: eenvoudigfactureren::Settings = settings!(eenvoudigfactureren);
}

#[test]
fn bodies_have_names() {
    let png = bouwsoft::bytes::Bytes::from_static(b"\x89PNG\r\n\x1a\n");
    let body = bouwsoft::reqwest::Body::from(png.clone());
    assert!(bouwsoft::Image::of_type("image/png", png).is_ok());
    assert!(bouwsoft::Image::stream("image/png", body).is_ok());
}

#[tokio::test]
async fn the_bytes_of_a_download_have_a_name() {
    let server = MockServer::start();
    server.mock(|when, then| {
        when.any_request();
        then.status(200)
            .header("content-type", "application/pdf")
            .body("%PDF-1.7 %%EOF");
    });
    let client = eenvoudigfactureren::Client::with_api_key(&server.base_url(), "any key");
    let download = client.expect("a client").download_order(4004).await;
    let printed: eenvoudigfactureren::bytes::Bytes =
        download.expect("found").bytes().await.expect("the file");
    assert!(printed.starts_with(b"%PDF"));
}

#[test]
fn a_mock_server_re_exports_the_models_that_it_takes() {
    let order = bouwsoft_httpmock::bouwsoft::types::OrderCreate::new("FAKTUUR");
    let server: bouwsoft_httpmock::httpmock::MockServer = MockServer::start();
    let mock = server.create_order(|when, then| {
        when.columns(order);
        then.created(&bouwsoft_httpmock::bouwsoft::types::Order::default());
    });
    mock.assert_calls(0);
    let _: eenvoudigfactureren_httpmock::eenvoudigfactureren::types::Order = Default::default();
}

#[cfg(feature = "extra-fields")]
#[test]
fn unknown_fields_have_names() {
    let order = bouwsoft::types::Order::default();
    let unknown: Option<&bouwsoft::serde_json::Value> = order.extra.get("new");
    assert!(unknown.is_none());
    let order = eenvoudigfactureren::types::Order::default();
    let unknown: Option<&eenvoudigfactureren::serde_json::Value> = order.extra.get("new");
    assert!(unknown.is_none());
}

#[cfg(feature = "schemas")]
#[test]
fn schemas_have_names() {
    let schema: bouwsoft::schemars::Schema =
        bouwsoft::schemars::schema_for!(bouwsoft::types::Order);
    assert!(schema.get("properties").is_some());
    let schema: eenvoudigfactureren::schemars::Schema =
        eenvoudigfactureren::schemars::schema_for!(eenvoudigfactureren::types::Order);
    assert!(schema.get("properties").is_some());
}
