//! An order as a PDF, over HTTP: its name, its bytes, and responses that are not a PDF.

use std::time::Duration;

use eenvoudigfactureren::{Client, Download, Error, ErrorKind, RetryPolicy, Settings};
use futures_util::StreamExt;
use httpmock::MockServer;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::support::root;

fn client(base_url: &str) -> Client {
    let settings = Settings::new()
        .retry(RetryPolicy::none())
        .request_timeout(Duration::from_millis(500));
    let builder = Client::builder().api_key("topsecret").server(base_url);
    builder.settings(settings).build().expect("a client")
}

fn pdf() -> Vec<u8> {
    let path = root().join("spec/eenvoudigfactureren/examples/get_order.pdf");
    std::fs::read(path).expect("a file")
}

type Headers<'a> = &'a [(&'a str, &'a str)];

/// The download of an order, for a response with these headers and this body.
async fn downloaded(headers: Headers<'_>, body: &[u8]) -> Result<Download, Error> {
    let server = MockServer::start_async().await;
    let mock = server
        .mock_async(|when, then| {
            when.method("GET")
                .path("/orders/5005")
                .query_param("format", "pdf")
                .header("accept", "application/pdf")
                .header("x-api-key", "topsecret");
            let then = then.status(200).body(body);
            headers
                .iter()
                .fold(then, |then, (name, value)| then.header(*name, *value));
        })
        .await;
    let found = client(&server.base_url()).download_order(5005).await;
    mock.assert_async().await;
    found
}

#[tokio::test]
async fn a_file_has_its_name_and_bytes() {
    let disposition = r#"attachment; filename="..\..\Bestelbon 5005.pdf""#;
    let headers = [
        ("content-type", "application/pdf"),
        ("content-disposition", disposition),
    ];
    let file = downloaded(&headers, &pdf()).await.expect("a file");
    assert_eq!(file.file_name(), "Bestelbon 5005.pdf");
    assert_eq!(file.content_type(), Some("application/pdf"));
    assert_eq!(file.len(), Some(pdf().len() as u64));
    let shown = format!("{file:?}");
    assert!(shown.contains("Bestelbon 5005.pdf"), "{shown}");
    let parts: Vec<_> = file.collect().await;
    let parts: Result<Vec<_>, _> = parts.into_iter().collect();
    assert_eq!(parts.expect("no errors").concat(), pdf());
}

#[tokio::test]
async fn a_file_without_a_name_is_named_after_the_order() {
    for disposition in [
        "attachment",
        r#"attachment; filename="..""#,
        "attachment; filename=",
    ] {
        let headers = [
            ("content-type", "application/octet-stream"),
            ("content-disposition", disposition),
        ];
        let file = downloaded(&headers, &pdf()).await.expect("a file");
        assert_eq!(file.file_name(), "5005.pdf");
        assert_eq!(file.bytes().await.expect("bytes"), pdf());
    }
    let utf8 = "attachment; filename=x.pdf; filename*=UTF-8''Bon%20n%C2%B0%205005.pdf";
    let file = downloaded(&[("content-disposition", utf8)], &pdf())
        .await
        .expect("a file");
    assert_eq!(
        (file.file_name(), file.content_type()),
        ("Bon n\u{b0} 5005.pdf", None)
    );
}

#[tokio::test]
async fn lines_before_the_mark_are_part_of_the_file() {
    let body = [b"\r\n\r\n".as_slice(), &pdf()].concat();
    let file = downloaded(&[("content-type", "application/pdf")], &body).await;
    let bytes = file.expect("a file").bytes().await.expect("bytes");
    assert_eq!(bytes, body);
}

#[tokio::test]
async fn what_is_not_a_pdf_is_an_error() {
    let json = ("content-type", "application/json");
    let cases: [(Headers<'_>, &[u8], ErrorKind, &str); 7] = [
        (
            &[json],
            br#"{"error":"order_id unknown"}"#,
            ErrorKind::Rejected,
            "order_id unknown",
        ),
        (
            &[json],
            br#"{"error":"no topsecret","code":401}"#,
            ErrorKind::Authentication,
            "no [secret]",
        ),
        (
            &[json],
            br#"{"order_id":5005}"#,
            ErrorKind::UnreadableResponse,
            "the response is not the requested file",
        ),
        (
            &[("content-type", "text/html")],
            b"<html><title>Log in</title>",
            ErrorKind::UnreadableResponse,
            "the response is an HTML page: Log in",
        ),
        (
            &[("content-type", "application/pdf")],
            b"<html><title>Log in</title>",
            ErrorKind::UnreadableResponse,
            "the response is an HTML page: Log in",
        ),
        (
            &[("content-type", "application/pdf")],
            b"",
            ErrorKind::UnreadableResponse,
            "the response is empty",
        ),
        (
            &[],
            b"PK\x03\x04, which is no PDF",
            ErrorKind::UnreadableResponse,
            "the response is not the requested file",
        ),
    ];
    for (headers, body, kind, reason) in cases {
        let error = downloaded(headers, body).await.expect_err(reason);
        assert_eq!(error.kind(), kind, "{error}");
        let expected = format!("download_order: {kind} (status 200): {reason}");
        assert_eq!(error.to_string(), expected);
    }
}

#[tokio::test]
async fn an_error_status_is_an_error() {
    let server = MockServer::start_async().await;
    let unknown = |_: httpmock::When, then: httpmock::Then| {
        let then = then.status(404).header("content-type", "application/json");
        then.body(r#"{"error":"order_id unknown"}"#);
    };
    server.mock_async(unknown).await;
    let error = client(&server.base_url())
        .download_order(1)
        .await
        .expect_err("no order");
    assert_eq!(
        (error.kind(), error.message()),
        (ErrorKind::NotFound, Some("order_id unknown"))
    );
}

/// A server that sends one response part by part, and then closes the connection or keeps it open.
async fn server(parts: Vec<Vec<u8>>, close: bool) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        let (mut connection, _) = listener.accept().await.expect("a connection");
        let mut request = [0; 4096];
        let _ = connection.read(&mut request).await;
        for part in parts {
            connection.write_all(&part).await.expect("written");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        if !close {
            tokio::time::sleep(Duration::from_secs(60)).await;
        }
    });
    format!("http://{address}")
}

#[tokio::test]
async fn a_file_that_breaks_off_ends_in_an_error() {
    let head =
        b"HTTP/1.1 200 OK\r\ncontent-type: application/pdf\r\ncontent-length: 2000\r\n\r\n%P";
    let more = [b"DF-1.7 ".to_vec(), vec![b'x'; 100]];
    for (close, kind) in [(true, ErrorKind::Transport), (false, ErrorKind::Timeout)] {
        let parts = [head.to_vec()].into_iter().chain(more.clone()).collect();
        let client = client(&server(parts, close).await);
        let file = client
            .download_order(1)
            .await
            .expect("the start of the file");
        let mut parts: Vec<_> = file.collect().await;
        let error = parts
            .pop()
            .expect("an error")
            .expect_err("an incomplete file");
        assert_eq!((error.kind(), error.operation()), (kind, "download_order"));
        let received: Result<Vec<_>, _> = parts.into_iter().collect();
        let received = received.expect("the part before the error").concat();
        assert_eq!(received.len(), 109);
    }
}

#[tokio::test]
async fn a_file_whose_beginning_does_not_arrive_is_a_timeout() {
    let head = b"HTTP/1.1 200 OK\r\ncontent-type: application/pdf\r\ncontent-length: 9\r\n\r\n%P";
    let client = client(&server(vec![head.to_vec()], false).await);
    let error = client
        .download_order(1)
        .await
        .expect_err("the rest does not arrive");
    assert_eq!(error.kind(), ErrorKind::Timeout);
}
