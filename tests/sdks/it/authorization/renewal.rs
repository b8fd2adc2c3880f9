//! Access tokens are fetched when a call needs one, once for all waiting calls, and calls go to the server of the
//! token.

use std::time::{Duration, SystemTime};

use bouwsoft::{Authorization, Client, Error, ErrorKind};
use chrono::{DateTime, Utc};
use serde_json::json;

use super::service::{Service, copy};
use crate::faults::server::closed_port;

/// A hundred calls at once.
async fn hundred(client: &Client) -> Vec<Result<(), Error>> {
    let call = |client: Client| async move { copy(&client).await };
    let tasks: Vec<_> = (0..100)
        .map(|_| tokio::spawn(call(client.clone())))
        .collect();
    let mut results = Vec::new();
    for task in tasks {
        results.push(task.await.expect("no panic"));
    }
    results
}

/// The HTTP status of the source of an error.
fn status_of_source(error: &Error) -> Option<u16> {
    let source = std::error::Error::source(error)?;
    source.downcast_ref::<Error>()?.status()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_hundred_tasks_fetch_one_token() {
    let service = Service::start();
    let client = service.client();
    for result in hundred(&client).await {
        result.expect("an order");
    }
    let state = service.state();
    assert_eq!((state.fetches, state.served), (1, 100));
    assert_eq!(state.requests.len(), 101);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_hundred_tasks_whose_token_is_refused_fetch_one_new_token() {
    let service = Service::start();
    let client = service.client();
    copy(&client).await.expect("an order");
    service.state().valid = "another".into();
    for result in hundred(&client).await {
        result.expect("an order");
    }
    let state = service.state();
    // Every write was carried out once: the refused requests were not carried out.
    assert_eq!((state.fetches, state.served), (2, 101));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_failing_renewal_is_shared() {
    let service = Service::start();
    let client = service.client();
    let body = json!({ "Code": "401", "Message": "Unauthorized", "Description": "withdrawn" });
    service.state().refusal = Some((401, body));
    for result in hundred(&client).await {
        let error = result.expect_err("no token");
        assert_eq!(error.kind(), ErrorKind::Authentication, "{error}");
        assert_eq!(error.attempts(), 0, "{error}");
        assert!(error.to_string().contains("withdrawn"), "{error}");
    }
    assert_eq!(service.state().fetches, 1);
    assert_eq!(service.count("/Copy"), 0);
    // A failed renewal is shared for a short time only.
    service.state().refusal = None;
    tokio::time::sleep(Duration::from_millis(1100)).await;
    copy(&client).await.expect("an order");
    assert_eq!(service.state().fetches, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_renewal_that_fails_after_a_refusal_is_shared_too() {
    let service = Service::start();
    let client = service.client();
    copy(&client).await.expect("an order");
    {
        let mut state = service.state();
        state.locked = true;
        state.refusal = Some((
            500,
            json!({ "Code": "500", "Message": "Internal Server Error" }),
        ));
    }
    for result in hundred(&client).await {
        let error = result.expect_err("no token");
        // The status belongs to the token request, not to the order.
        assert_eq!(error.status(), None, "{error}");
        assert_eq!(status_of_source(&error), Some(500), "{error}");
        // The server refused the order, so it was certainly not applied.
        assert_eq!(error.kind(), ErrorKind::ServerFault, "{error}");
        assert!(!error.may_have_been_applied(), "{error}");
    }
    assert_eq!(service.state().fetches, 2);
}

#[tokio::test]
async fn a_token_request_continues_after_its_caller_gives_up() {
    let service = Service::start();
    let client = service.client();
    for _ in 0..2 {
        let short = tokio::time::timeout(Duration::from_millis(10), copy(&client));
        short.await.expect_err("the token takes longer");
    }
    copy(&client).await.expect("an order");
    let state = service.state();
    assert_eq!((state.fetches, state.served), (1, 1));
}

#[tokio::test]
async fn a_refused_call_is_sent_again_once() {
    let service = Service::start();
    let client = service.client();
    service.state().locked = true;
    let error = copy(&client).await.expect_err("refused");
    assert_eq!(error.kind(), ErrorKind::Authentication, "{error}");
    assert_eq!((error.status(), error.attempts()), (Some(401), 2));
    assert_eq!(service.state().fetches, 2);
    assert_eq!(service.count("/Copy"), 2);
}

#[tokio::test]
async fn a_token_is_used_until_shortly_before_it_expires() {
    let service = Service::start();
    let client = service.client();
    let until = DateTime::<Utc>::from(SystemTime::now() + Duration::from_secs(3));
    // The servers of the vendor may also send seconds, a space and no `Z`.
    let until = until.format("%Y-%m-%d %H:%M:%S").to_string();
    service.state().grant = Some(json!({ "ValidUntil": until }));
    copy(&client).await.expect("an order");
    copy(&client).await.expect("an order");
    assert_eq!(service.state().fetches, 1);
    service.state().grant = None;
    tokio::time::sleep(Duration::from_millis(1600)).await;
    copy(&client).await.expect("an order");
    assert_eq!(service.state().fetches, 2);
    // The second token has no expiry: it is used until it is refused.
    tokio::time::sleep(Duration::from_millis(1600)).await;
    copy(&client).await.expect("an order");
    assert_eq!(service.state().fetches, 2);
}

#[tokio::test]
async fn calls_go_to_the_server_that_comes_with_the_token() {
    let (service, other) = (Service::start(), Service::start());
    let client = service.builder().allow_host(&other.host()).build();
    let client = client.expect("a client");
    copy(&client).await.expect("an order");
    assert_eq!(service.state().served, 1);

    let name = other.server.base_url();
    service.state().grant = Some(json!({ "ServerName": name }));
    service.state().valid = "another".into();
    other.state().valid = "access-token-2-SECRET".into();
    copy(&client).await.expect("an order");
    assert_eq!((service.state().served, other.state().served), (1, 1));
    copy(&client).await.expect("an order");
    assert_eq!((service.state().served, other.state().served), (1, 2));
    assert_eq!(service.state().fetches, 2);
}

/// A client whose authorization contains a token for a server that does not listen.
pub fn client_of(service: &Service, gone: &str) -> Client {
    let callback = format!(
        "?clientnr=115&refreshtoken=refresh-SECRET&accesstoken=first-SECRET&servername=http://{gone}"
    );
    let authorization = Authorization::from_callback(&callback).expect("tokens");
    let builder = service.around(Client::builder().authorized(&authorization));
    builder.allow_host(gone).build().expect("a client")
}

#[tokio::test]
async fn a_server_that_moved_is_found_with_a_new_token() {
    let (service, closed_port) = (Service::start(), closed_port());
    let gone = closed_port.local_addr().expect("an address").to_string();
    let client = client_of(&service, &gone);
    let error = copy(&client).await.expect_err("no server listens");
    assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
    assert!(!error.may_have_been_applied());
    while service.state().fetches == 0 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    tokio::time::sleep(Duration::from_millis(200)).await;
    for _ in 0..2 {
        copy(&client).await.expect("an order");
    }
    let state = service.state();
    assert_eq!((state.fetches, state.served), (1, 2));
}

#[tokio::test]
async fn an_unreachable_server_causes_one_token_request_and_no_waiting() {
    let (service, closed_port) = (Service::start(), closed_port());
    let gone = closed_port.local_addr().expect("an address").to_string();
    service.state().refusal = Some((503, json!({})));
    let client = client_of(&service, &gone);
    for _ in 0..20 {
        let error = copy(&client).await.expect_err("no server listens");
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 1));
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(service.state().fetches, 1);
}

#[tokio::test]
async fn a_token_is_not_sent_to_a_server_of_another_owner() {
    let (service, other) = (Service::start(), Service::start());
    for name in [
        other.server.base_url(),
        "example.com".into(),
        "ra.bouwsoft.be.example.com".into(),
        "ra.bouwsoft.be@example.com".into(),
    ] {
        service.state().grant = Some(json!({ "ServerName": name }));
        let error = copy(&service.client()).await.expect_err(&name);
        assert_eq!(error.kind(), ErrorKind::Authentication, "{error}");
        assert_eq!(error.attempts(), 0, "{error}");
        assert!(
            !format!("{error} {error:?}").contains("SECRET"),
            "{error:?}"
        );
        let expected = "copy_order: authentication failed: no access token: the data server in the token response: `";
        assert!(error.to_string().starts_with(expected), "{error}");
        assert!(
            error.to_string().contains("must not be called: "),
            "{error}"
        );
    }
    assert_eq!(service.count("/Copy"), 0);
    assert_eq!(other.state().requests.len(), 0);
}

#[tokio::test]
async fn a_missing_member_of_a_token_response_is_named() {
    let service = Service::start();
    for (member, value) in [("AccessToken", json!("")), ("ServerName", json!(null))] {
        service.state().grant = Some(json!({ member: value }));
        let error = copy(&service.client()).await.expect_err(member);
        assert_eq!(error.kind(), ErrorKind::Authentication, "{error}");
        assert!(error.to_string().contains(member), "{error}");
    }
}

#[tokio::test]
async fn a_token_is_found_in_either_spelling() {
    let service = Service::start();
    let token = "access-token-1-SECRET";
    service.state().grant = Some(json!({ "AccessToken": null, "Accesstoken": token }));
    copy(&service.client()).await.expect("an order");
    assert_eq!(service.state().served, 1);
}
