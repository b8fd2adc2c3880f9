//! The servers that an access token is sent to: those that the caller names, and mock servers.

use bouwsoft::{Client, ClientBuilder, ErrorKind, RetryPolicy, Settings};
use serde_json::json;

use super::service::{Service, copy};

const TOKEN: &str = "access-token-SECRET";

/// A service that accepts the token.
fn service() -> Service {
    let service = Service::start();
    service.state().valid = TOKEN.into();
    service
}

/// A builder whose hosts all resolve to the service, and which allows plain http.
fn builder(service: &Service, server: &str) -> ClientBuilder {
    let address = *service.server.address();
    let settings = Settings::new()
        .retry(RetryPolicy::none())
        .allow_plain_http()
        .http_client(move |client| {
            let hosts = ["ra.bouwsoft.be", "gate.example.com"];
            let client = client.no_proxy();
            hosts
                .iter()
                .fold(client, |client, host| client.resolve(host, address))
        });
    let builder = Client::builder().access_token(server, 115, TOKEN);
    builder.settings(settings)
}

/// The paths of the requests that reached the service.
fn paths(service: &Service) -> Vec<String> {
    let state = service.state();
    let paths = state.requests.iter().map(|(path, _)| path.clone());
    paths.collect()
}

#[tokio::test]
async fn the_path_follows_from_the_spelling_of_the_server() {
    let service = service();
    let port = service.server.port();
    for (server, path) in [
        (format!("http://ra.bouwsoft.be:{port}"), "/api/v1"),
        (format!("http://RA.bouwsoft.be:{port}/api/v1/"), "/api/v1"),
        (format!("http://gate.example.com:{port}/"), "/api/v1"),
        (format!("http://gate.example.com:{port}/erp/v1"), "/erp/v1"),
        (format!("http://127.0.0.1:{port}"), ""),
        (format!("http://localhost:{port}/api/"), "/api"),
    ] {
        service.state().requests.clear();
        let builder = builder(&service, &server).allow_host("gate.example.com");
        let client = builder.build().expect(&server);
        copy(&client).await.expect(&server);
        let expected = format!("{path}/Orders/17617/Copy");
        assert_eq!(paths(&service), [expected], "{server}");
    }
}

#[test]
fn a_server_outside_the_domain_has_to_be_allowed() {
    let service = service();
    for server in [
        "https://gate.example.com",
        "https://gate.example.com/erp/v1",
        "gate.example.com",
        "http://gate.example.com:8080",
        "https://ra.bouwsoft.be.example.com/api/v1",
        "127.0.0.1:8080",
    ] {
        let error = builder(&service, server).build().expect_err(server);
        assert!(error.to_string().contains("`allow_host`"), "{error}");
    }
    let error = Client::connect("https://gate.example.com/erp/v1", 115, TOKEN);
    let error = error.expect_err("no host of the vendor").to_string();
    assert!(error.contains("`allow_host`"), "{error}");
}

#[tokio::test]
async fn a_mock_server_on_this_machine_needs_no_allow_host() {
    let service = service();
    let client = Client::connect(&service.server.base_url(), 115, TOKEN);
    copy(&client.expect("a client")).await.expect("an order");
    assert_eq!(service.state().served, 1);
}

#[tokio::test]
async fn a_mock_server_that_issues_tokens_may_name_only_itself() {
    let (service, other) = (Service::start(), Service::start());
    let address = service.server.address().to_string();
    for name in [service.server.base_url(), address] {
        service.state().grant = Some(json!({ "ServerName": name }));
        copy(&service.client()).await.expect(&name);
    }
    assert_eq!(service.state().served, 2);
    for name in [other.server.base_url(), "https://example.com".into()] {
        service.state().grant = Some(json!({ "ServerName": name }));
        let error = copy(&service.client()).await.expect_err(&name);
        assert_eq!(error.kind(), ErrorKind::Authentication, "{error}");
        assert!(error.to_string().contains("`allow_host`"), "{error}");
    }
    assert_eq!(paths(&other), [""; 0]);
}
