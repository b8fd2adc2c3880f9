//! Responses that take too long or are too large.

use std::time::{Duration, Instant};

use order_sdk_http::{BoxFuture, Error, ErrorKind, Grant, TokenSource, Tokens};
use tokio::net::TcpStream;

use super::{
    api::{APIS, Client, KEY, quick, samples},
    list::{good, head, json},
    reaction::Reaction,
    server::{Server, closed_port},
};

#[tokio::test]
async fn a_write_that_finds_no_connection_within_the_deadline_was_not_sent() {
    let socket = closed_port();
    let address = socket.local_addr().expect("an address");
    let _listener = socket.listen(1).expect("a server");
    // The listener accepts no connection: those that do not fit into its queue hang.
    let mut taken = Vec::new();
    let soon = Duration::from_millis(300);
    while let Ok(connection) = tokio::time::timeout(soon, TcpStream::connect(address)).await {
        taken.push(connection.expect("a connection"));
    }
    for api in APIS {
        let settings = quick().deadline(Duration::from_millis(1_000));
        let client = Client::new(api, &format!("http://{address}/api"), &settings);
        let error = client.create("k1").await.expect_err("no connection");
        assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
        assert!(
            !error.may_have_been_applied() && error.is_retryable(),
            "{error}"
        );
    }
}

#[tokio::test]
async fn only_part_of_a_long_error_body_is_read() {
    for api in APIS {
        for sample in samples(api) {
            let page = [br#"{"error":["#.to_vec(), b"0,".repeat(20 << 20)].concat();
            let length = format!("content-length: {}\r\n\r\n", page.len());
            let response = [head(400, &[]), length.into_bytes(), page].concat();
            let server = Server::reacting(vec![Reaction::respond(response)]).await;
            let client = Client::new(api, &server.url(), &quick());
            let start = Instant::now();
            let error = client.call(sample.operation, "k1").await;
            let error = error.expect_err("an error");
            assert_eq!(error.kind(), ErrorKind::Rejected);
            assert!(error.body().len() <= 64 << 10, "{}", error.body().len());
            assert!(start.elapsed() < Duration::from_secs(5), "{error}");
        }
    }
}

#[tokio::test]
async fn max_response_bytes_applies_to_a_file_that_is_read_into_memory() {
    let file = [b"%PDF-1.7\n".to_vec(), vec![b'x'; 100_000]].concat();
    let headers = [("content-type", "application/pdf")];
    let server = Server::reacting(vec![Reaction::respond(super::list::http(
        200, &headers, &file,
    ))])
    .await;
    let settings = quick().max_response_bytes(file.len() - 1);
    let builder = eenvoudigfactureren::Client::builder().settings(settings);
    let client = builder.api_key(KEY).server(&*server.url()).build();
    let client = client.expect("a client");
    let download = client.download_order(5005).await.expect("a file");
    let error = download.bytes().await.expect_err("too large");
    assert_eq!(error.kind(), ErrorKind::UnreadableResponse);
    assert!(
        error.to_string().contains("`max_response_bytes`"),
        "{error}"
    );
    let mut parts = client.download_order(5005).await.expect("a file");
    let mut size = 0;
    while let Some(part) = futures_util::StreamExt::next(&mut parts).await {
        size += part.expect("a part").len();
    }
    assert_eq!(size, file.len());
}

#[tokio::test]
async fn a_part_of_a_file_is_not_the_file() {
    let headers = [("content-type", "application/pdf")];
    let response = super::list::http(206, &headers, b"%PDF-1.7");
    let server = Server::reacting(vec![Reaction::respond(response)]).await;
    let builder = eenvoudigfactureren::Client::builder().settings(quick());
    let client = builder.api_key(KEY).server(&*server.url()).build();
    let error = client.expect("a client").download_order(5005).await;
    assert_eq!(
        error.expect_err("a part").kind(),
        ErrorKind::UnreadableResponse
    );
}

#[tokio::test]
async fn a_url_that_is_too_long_is_reported() {
    let server = Server::reacting(vec![Reaction::respond(json(200, "[]"))]).await;
    let client = Client::new("eenvoudigfactureren", &server.url(), &quick());
    let error = client.call("list_orders", &"x".repeat(70_000)).await;
    let error = error.expect_err("too long");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{error}");
    assert!(error.to_string().contains("the URL has 70"), "{error}");
    assert_eq!((error.attempts(), server.seen().heads.len()), (0, 0));
}

#[tokio::test]
async fn a_write_is_sent_even_if_its_token_took_long() {
    for api in APIS {
        let sample = &samples(api)[0];
        let server = Server::reacting(vec![Reaction::respond(good(sample)).created()]).await;
        let settings = quick().deadline(Duration::from_secs(2));
        let client = Client::with(api, Tokens::new(Late(server.url())), &settings);
        client.create("k1").await.expect("created");
    }
}

/// A token source that takes half a second.
struct Late(String);

impl TokenSource for Late {
    fn fetch(&self) -> BoxFuture<'_, Result<Grant, Error>> {
        Box::pin(async {
            tokio::time::sleep(Duration::from_millis(500)).await;
            Ok(Grant::new(&self.0, false).expect("a grant"))
        })
    }
}

/// The operation of an API whose response contains records.
fn of_records(api: &str) -> &'static str {
    match api {
        "bouwsoft" => "sign_order",
        _ => "list_orders",
    }
}

#[tokio::test]
async fn records_beside_something_else_are_kept() {
    for (api, body, expected) in [
        (
            "bouwsoft",
            r#"{"Content-Range":"0-0/1","Records":[{"id":17617},{"message":"no"}]}"#,
            "order 17617",
        ),
        (
            "bouwsoft",
            r#"{"Records":[{"message":"no"},{"id":17617}]}"#,
            "order 17617",
        ),
        (
            "eenvoudigfactureren",
            r#"[{"order_id":5},{"message":"no"}]"#,
            "orders [5, None]",
        ),
        (
            "eenvoudigfactureren",
            r#"[{"custom_1":"a"},{"status":"open","new":1}]"#,
            "orders [None, None]",
        ),
    ] {
        let server = Server::reacting(vec![Reaction::respond(json(200, body))]).await;
        let client = Client::new(api, &server.url(), &quick());
        let (_, orders) = client.call(of_records(api), "k1").await.expect(body);
        assert_eq!(orders, expected);
    }
}

#[tokio::test]
async fn a_response_that_reports_no_error_is_not_an_error() {
    // The order may have no lines.
    for body in [
        r#"{"Records":[],"errors":[]}"#,
        r#"{"Records":[],"error":false,"Error":{},"code":0}"#,
        r#"{"Records":[],"Code":"200","Message":"OK"}"#,
        r#"{"Records":[],"code":200}"#,
        r#"{"Records":[],"status":"ok","type":"list"}"#,
        r#"{"Records":{}}"#,
    ] {
        let server = Server::reacting(vec![Reaction::respond(json(200, body))]).await;
        let client = bouwsoft_client(&server);
        let lines = client.actualize_order_prices(5).await;
        let lines = lines.expect(body).records;
        assert_eq!(lines.map(|lines| lines.len()), Some(0), "{body}");
    }
    for body in [
        r#"{"Records":{"id":5}}"#,
        r#"{"Code":"201","Message":"Created","Content-Range":"a","Records":[{"id":5}]}"#,
        r#"{"Records":[{"id":5},{"id":5}]}"#,
    ] {
        let server = Server::reacting(vec![Reaction::respond(json(200, body))]).await;
        let client = bouwsoft_client(&server);
        let signed = client.sign_order(5, PNG).await;
        assert_eq!(signed.expect(body).id, Some(5), "{body}");
    }
    for none in ["false", "0", "[]", "{}"] {
        let body = format!(r#"{{"message":"order created","order_id":5,"error":{none}}}"#);
        let server = Server::reacting(vec![Reaction::respond(json(201, body)).created()]).await;
        let client = Client::new("eenvoudigfactureren", &server.url(), &quick());
        let (_, created) = client.create("k1").await.expect(none);
        assert!(created.contains('5'), "{created}");
    }
}

#[tokio::test]
async fn an_error_beside_records_is_an_error() {
    for body in [
        r#"{"Code":"500","Message":"Oops","Description":"lost","Records":[{"id":5}]}"#,
        r#"{"Records":{"id":5,"Code":"500","Message":"Oops","Description":"lost"}}"#,
        r#"{"Records":{"id":5,"error":"lost"}}"#,
    ] {
        let server = Server::reacting(vec![Reaction::respond(json(200, body))]).await;
        let client = bouwsoft_client(&server);
        let signed = client.sign_order(1, PNG).await;
        let error = signed.expect_err("an error");
        assert!(
            error.may_have_been_applied() && error.to_string().contains("lost"),
            "{error}"
        );
    }
}

#[tokio::test]
async fn an_error_in_another_form_is_not_an_order() {
    for body in [
        r#"{"error":{},"code":400,"message":"bad"}"#,
        r#"{"error":[],"message":"not saved"}"#,
        r#"{"error":false}"#,
        r#"{"error":[],"errors":[]}"#,
    ] {
        let server = Server::reacting(vec![Reaction::respond(json(200, body))]).await;
        let client = Client::new("eenvoudigfactureren", &server.url(), &quick());
        let error = client.create("k1").await.expect_err(body);
        assert!(error.may_have_been_applied(), "{error}");
    }
}

const PNG: &[u8; 12] = b"\x89PNG\r\n\x1a\n....";

fn bouwsoft_client(server: &Server) -> bouwsoft::Client {
    let grant = Grant::new(&server.url(), false).expect("a grant");
    bouwsoft::Client::new(grant, &quick()).expect("a client")
}

#[tokio::test]
async fn a_message_of_the_server_is_reported_on_one_line() {
    for api in APIS {
        let body = r#"[{"id":17617,"order_id":5005,"date":"a\nb\u001b[31m"}]"#;
        let server = Server::reacting(vec![Reaction::respond(json(200, body))]).await;
        let client = Client::new(api, &server.url(), &quick());
        let error = client
            .call(of_records(api), "k1")
            .await
            .expect_err("no date");
        assert_eq!(error.kind(), ErrorKind::UnreadableResponse);
        assert!(!error.to_string().contains(char::is_control), "{error:?}");
        let source = std::error::Error::source(&error)
            .expect("the field")
            .to_string();
        assert!(!source.contains(char::is_control), "{source:?}");
    }
}
