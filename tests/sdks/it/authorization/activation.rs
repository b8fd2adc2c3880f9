//! From the application key to an order.

use std::time::Duration;

use bouwsoft::{Activation, Authorization, Client, ErrorKind, RetryPolicy, Settings};
use httpmock::{HttpMockRequest, HttpMockResponse, MockServer};

use super::service::{APP_KEY, REFRESH_TOKEN, Service, copy};

/// The credentials in the headers of each request to a path.
fn credentials(service: &Service, path: &str) -> Vec<Vec<(String, String)>> {
    const KNOWN: [&str; 4] = ["accesstoken", "appkey", "clientnr", "refreshtoken"];
    let state = service.state();
    let requested = state
        .requests
        .iter()
        .filter(|(requested, _)| requested.ends_with(path));
    requested
        .map(|(_, headers)| {
            let headers = headers
                .iter()
                .filter(|(name, _)| KNOWN.contains(&name.as_str()));
            let mut headers: Vec<_> = headers.cloned().collect();
            headers.sort();
            headers
        })
        .collect()
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    let pairs = pairs.iter();
    pairs
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

#[tokio::test]
async fn an_application_gets_from_its_key_to_an_order() {
    let service = Service::start();
    let activation = Activation::builder(APP_KEY)
        .authorization_server(&service.url())
        .callback("https://example.com/callback")
        .start()
        .await
        .expect("an activation");
    assert!(activation.url().ends_with("/agree"), "{activation:?}");
    assert_eq!(activation.check().await.expect("a response"), None);
    service.state().agreed = true;
    let interval = Duration::from_millis(10);
    let authorization = activation.wait(interval, Duration::from_secs(5)).await;
    let authorization = authorization.expect("agreed");
    assert_eq!(authorization.client_nr, 115);
    assert_eq!(authorization.refresh_token.expose(), REFRESH_TOKEN);

    let builder = Client::builder().authorized(&authorization);
    let client = service.around(builder).build().expect("a client");
    for _ in 0..2 {
        copy(&client).await.expect("an order");
    }
    // The token of the activation is used until it is refused; then the refresh token gets another one.
    assert_eq!(service.state().fetches, 0);
    service.state().valid = "another".into();
    copy(&client).await.expect("an order");
    assert_eq!(service.state().fetches, 1);

    let requested = credentials(&service, "/RefreshToken");
    assert_eq!(requested, vec![pairs(&[("appkey", APP_KEY)]); 3]);
    let requested = credentials(&service, "/AccessToken");
    let expected = [("clientnr", "115"), ("refreshtoken", REFRESH_TOKEN)];
    assert_eq!(requested, [pairs(&expected)]);
    let requested = credentials(&service, "/Copy");
    let token = "access-token-1-SECRET";
    let expected = pairs(&[("accesstoken", token), ("clientnr", "115")]);
    assert_eq!(requested, vec![expected; 4]);
}

#[tokio::test]
async fn the_callback_is_sent_first_and_the_request_id_afterwards() {
    let service = Service::start();
    let begin = Activation::builder(APP_KEY)
        .authorization_server(&service.url())
        .callback("https://example.com/callback");
    let activation = begin.start().await.expect("an activation");
    activation.check().await.expect("a response");
    let sent = |name: &str| {
        let state = service.state();
        let mut found = Vec::new();
        for (_, headers) in &state.requests {
            let header = headers.iter().find(|(known, _)| known == name);
            found.push(header.map(|(_, value)| value.clone()));
        }
        found
    };
    let callback = Some("https://example.com/callback".to_owned());
    assert_eq!(sent("redirecturl"), [callback, None]);
    assert_eq!(sent("requestid"), [None, Some("request-17".to_owned())]);
}

#[tokio::test]
async fn waiting_for_a_user_who_does_not_agree_times_out() {
    let service = Service::start();
    let begin = Activation::builder(APP_KEY).authorization_server(&service.url());
    let activation = begin.start().await.expect("an activation");
    let interval = Duration::ZERO;
    let timeout = Duration::from_millis(350);
    let error = activation
        .wait(interval, timeout)
        .await
        .expect_err("the user did not agree");
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
    let last = std::error::Error::source(&error).expect("the last refusal");
    assert!(
        last.to_string().contains("the user did not agree"),
        "{last}"
    );
    let requested = service.count("/RefreshToken");
    assert!((3..=6).contains(&requested), "{requested} requests");
}

#[tokio::test]
async fn a_pending_or_unreadable_response_does_not_end_the_waiting() {
    for (body, is_pending) in [
        (
            r#"{"Code":"202","Message":"Pending","Description":""}"#,
            true,
        ),
        ("<html><title>Maintenance</title></html>", false),
    ] {
        let server = MockServer::start();
        server.mock(|when, then| {
            when.path("/Authorize/RefreshToken")
                .header_exists("RequestId");
            then.status(200).body(body);
        });
        server.mock(|when, then| {
            when.path("/Authorize/RefreshToken");
            then.json_body(serde_json::json!({ "RequestId": "1", "RequestURL": "https://a.be" }));
        });
        let begin = Activation::builder(APP_KEY).authorization_server(&server.base_url());
        let activation = begin.start().await.expect("an activation");
        let checked = activation.check().await;
        assert_eq!(matches!(checked, Ok(None)), is_pending, "{checked:?}");
        let wait = activation.wait(Duration::ZERO, Duration::from_millis(250));
        let error = wait.await.expect_err("the user did not agree");
        assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
    }
}

#[tokio::test]
async fn an_unreachable_server_is_reported_at_once() {
    let begin = Activation::builder(APP_KEY)
        // Nothing listens there.
        .authorization_server("http://127.0.0.1:9/api/v1")
        .settings(Settings::new().retry(RetryPolicy::none()));
    let error = begin.start().await.expect_err("no server");
    assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
}

#[tokio::test]
async fn an_infinite_polling_interval_times_out() {
    let service = Service::start();
    let begin = Activation::builder(APP_KEY).authorization_server(&service.url());
    let activation = begin.start().await.expect("an activation");
    let timeout = Duration::from_secs(5);
    let error = activation.wait(Duration::MAX, timeout).await;
    let error = error.expect_err("the user did not agree");
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
}

#[tokio::test]
async fn an_infinite_retry_after_times_out() {
    let server = MockServer::start();
    server.mock(|when, then| {
        when.is_true(|_| true);
        then.respond_with(|request: &HttpMockRequest| {
            let headers = request.headers_vec();
            let polls = |(name, _): &(String, String)| name.eq_ignore_ascii_case("requestid");
            if !headers.iter().any(polls) {
                let body = r#"{"RequestId":"request-17","RequestURL":"https://example.com"}"#;
                let response = HttpMockResponse::builder().status(200);
                return response
                    .header("content-type", "application/json")
                    .body(body)
                    .build();
            }
            // The pause plus the elapsed time overflows.
            std::thread::sleep(Duration::from_millis(1100));
            let response = HttpMockResponse::builder().status(429);
            response.header("retry-after", u64::MAX.to_string()).build()
        });
    });
    let begin = Activation::builder(APP_KEY)
        .authorization_server(&server.base_url())
        .settings(Settings::new().retry(RetryPolicy::none()));
    let activation = begin.start().await.expect("an activation");
    let interval = Duration::from_millis(10);
    let error = activation.wait(interval, Duration::from_secs(5)).await;
    let error = error.expect_err("too many calls");
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
    let last = std::error::Error::source(&error).expect("the last response");
    assert!(last.to_string().contains("too many requests"), "{last}");
}

#[tokio::test]
async fn the_tokens_of_a_callback_arrive_as_they_were_given() {
    let service = Service::start();
    let callback = "/callback;jsessionid=1?clientnr=115&refreshtoken=a+b/c==";
    let authorization = Authorization::from_callback(callback).expect("tokens");
    let builder = Client::builder().authorized(&authorization);
    let client = service.around(builder).build().expect("a client");
    copy(&client).await.expect("an order");
    let expected = [("clientnr", "115"), ("refreshtoken", "a+b/c==")];
    let requested = credentials(&service, "/AccessToken");
    assert_eq!(requested, [pairs(&expected)]);
}
