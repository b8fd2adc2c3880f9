//! Texts and files of Bouwsoft, and operations whose responses are not described. The form of texts and files is not
//! documented; the client reads them alone and in a JSON object with `type` and `content`.

use bouwsoft::{Client, ErrorKind, RetryPolicy, Settings};
use bouwsoft_httpmock::MockServerExt;
use httpmock::{Mock, MockServer};

use crate::support::bouwsoft_client;

const PDF: &[u8] = b"%PDF-1.4 \xe2\xe3 and so on";

/// Responds to every request with this status, content type and body.
fn responding<'a>(server: &'a MockServer, status: u16, media: &str, body: &[u8]) -> Mock<'a> {
    server.mock(|when, then| {
        when.is_true(|_| true);
        then.status(status).header("content-type", media).body(body);
    })
}

#[tokio::test]
async fn a_text_is_read_alone_and_in_an_object() {
    for (media, body, expected) in [
        ("text/plain", "Thank you, Zoë.", "Thank you, Zoë."),
        (
            "text/html",
            "<html><p>a</p></html>",
            "<html><p>a</p></html>",
        ),
        ("application/rtf", r"{\rtf1 a}", r"{\rtf1 a}"),
        ("application/octet-stream", "a", "a"),
        ("text/plain", "\u{feff}a", "a"),
        ("text/plain", "", ""),
        ("text/plain", "[1]", "[1]"),
        ("text/plain", r#"{"a":1}"#, r#"{"a":1}"#),
        (
            "application/json",
            r#"{"type":"text/plain","content":"Zo\u00eb"}"#,
            "Zoë",
        ),
        (
            "text/plain",
            r#" {"content":"a\nb","type":"plain"} "#,
            "a\nb",
        ),
        (
            "application/json",
            r#"{"type":"text/plain","content":null}"#,
            "",
        ),
    ] {
        let server = MockServer::start_async().await;
        responding(&server, 200, media, body.as_bytes());
        let client = bouwsoft_client(&server.base_url());
        let text = client.get_order_introduction_html(17617).await;
        assert_eq!(text.expect(body), expected, "{body}");
    }
}

#[tokio::test]
async fn what_is_not_a_text_is_an_error() {
    for (status, media, body, kind, reason) in [
        (
            200,
            "text/plain",
            &b"Zo\xeb"[..],
            ErrorKind::UnreadableResponse,
            "the text is not UTF-8",
        ),
        (
            200,
            "application/json",
            br#"{"Code":"404","Message":"Not Found","Description":"no such order"}"#,
            ErrorKind::NotFound,
            "no such order",
        ),
        (
            404,
            "application/json",
            br#"{"Code":"404","Message":"Not Found"}"#,
            ErrorKind::NotFound,
            "Not Found",
        ),
    ] {
        let server = MockServer::start_async().await;
        responding(&server, status, media, body);
        let client = bouwsoft_client(&server.base_url());
        let error = client.get_order_conclusion_plain(17617).await;
        let error = error.expect_err(reason);
        assert_eq!(error.kind(), kind, "{error}");
        assert!(error.to_string().contains(reason), "{error}");
    }
}

#[tokio::test]
async fn a_pdf_is_read_alone_and_in_an_object() {
    let server = MockServer::start_async().await;
    let alone = server.download_order_pdf(|when, then| {
        when.id(1);
        then.ok(PDF);
    });
    let wrapped = server.download_order_pdf(|when, then| {
        when.id(2);
        then.ok_in_object("application/pdf", PDF);
    });
    let client = bouwsoft_client(&server.base_url());
    for id in [1, 2] {
        let file = client.download_order_pdf(id).await.expect("a file");
        assert_eq!(file.file_name(), "order.pdf");
        assert_eq!(file.bytes().await.expect("the file"), PDF);
    }
    alone.assert();
    wrapped.assert();
}

#[tokio::test]
async fn a_pdf_has_any_content_type() {
    let base64 = "JVBERi0xLjQ=";
    let object = format!(r#"{{"type":"pdf","content":"{base64}"}}"#);
    let lines = r#"{"content":"JVBE\r\nRi0x\r\nLjQ=\r\n"}"#;
    for media in [
        "application/pdf",
        "text/html",
        "application/json",
        "text/plain",
    ] {
        for body in ["%PDF-1.4", object.as_str(), lines] {
            let server = MockServer::start_async().await;
            responding(&server, 200, media, body.as_bytes());
            let client = bouwsoft_client(&server.base_url());
            let file = client.download_order_pdf(17617).await.expect(body);
            assert_eq!(file.bytes().await.expect("the file"), "%PDF-1.4", "{media}");
        }
    }
}

#[tokio::test]
async fn what_is_not_a_pdf_is_an_error() {
    for (media, body, reason) in [
        (
            "text/html",
            "<html><title>Log in</title></html>",
            "an HTML page: Log in",
        ),
        ("application/pdf", "Thank you", "not the requested file"),
        (
            "application/json",
            r#"{"type":"a"}"#,
            "not the requested file",
        ),
        (
            "application/json",
            r#"{"content":"%%%"}"#,
            "the content is not Base64",
        ),
        (
            "application/json",
            r#"{"content":"YWJj"}"#,
            "the content is not the requested file",
        ),
        ("application/json", "[]", "not the requested file"),
        // An object that contains the mark of a PDF is not a PDF.
        (
            "application/json",
            r#" {"type":"%PDF-"}"#,
            "not the requested file",
        ),
    ] {
        let server = MockServer::start_async().await;
        responding(&server, 200, media, body.as_bytes());
        let client = bouwsoft_client(&server.base_url());
        let error = client.download_order_pdf(17617).await.expect_err(body);
        assert_eq!(error.kind(), ErrorKind::UnreadableResponse, "{body}");
        assert!(error.to_string().contains(reason), "{error}");
    }
}

#[tokio::test]
async fn an_error_that_mentions_the_mark_of_a_pdf_is_an_error() {
    let server = MockServer::start_async().await;
    let body = br#"{"Code":"500","Message":"Server Error","Description":"%PDF- was not written"}"#;
    responding(&server, 200, "application/json", body);
    let client = bouwsoft_client(&server.base_url());
    let error = client.download_order_pdf(17617).await;
    let error = error.expect_err("an error");
    assert_eq!(error.kind(), ErrorKind::ServerFault, "{error}");
}

#[tokio::test]
async fn max_response_bytes_applies_to_a_file_in_an_object() {
    let long = "x".repeat(1500);
    let object = format!(r#"{{"content":"JVBERi0xLjQ=","note":"{long}"}}"#);
    for body in [long, object] {
        let server = MockServer::start_async().await;
        responding(&server, 200, "application/json", body.as_bytes());
        let settings = Settings::new().max_response_bytes(1000);
        let client = Client::builder()
            .access_token(&server.base_url(), 115, "token-for-tests")
            .settings(settings.retry(RetryPolicy::none()))
            .build()
            .expect("a client");
        let error = client.download_order_pdf(17617).await.expect_err("longer");
        let reason = "more than 1000 bytes; raise `max_response_bytes`";
        assert!(error.to_string().contains(reason), "{error}");
    }
}

#[tokio::test]
async fn the_mock_responds_with_a_text_in_both_forms() {
    let server = MockServer::start_async().await;
    server.get_order_introduction_plain(|when, then| {
        when.id(1);
        then.ok("Zoë");
    });
    server.get_order_introduction_plain(|when, then| {
        when.id(2);
        then.ok_in_object("text/plain", "Zoë");
    });
    let client = bouwsoft_client(&server.base_url());
    for id in [1, 2] {
        let text = client.get_order_introduction_plain(id).await;
        assert_eq!(text.expect("a string"), "Zoë");
    }
}

#[tokio::test]
async fn an_operation_whose_response_is_not_described_accepts_any_body() {
    for (status, body) in [
        (200, ""),
        (201, "image"),
        (204, ""),
        (200, r#"{"Records":[]}"#),
        (201, r#"{"type":"png"}"#),
    ] {
        let server = MockServer::start_async().await;
        let mock = responding(&server, status, "text/plain", body.as_bytes());
        let client = bouwsoft_client(&server.base_url());
        let png = b"\x89PNG\r\n\x1a\n...";
        client.set_order_line_image(5, png).await.expect(body);
        client.delete_order_line_image(5).await.expect(body);
        client.delete_order_line(5).await.expect(body);
        client.delete_address(5).await.expect(body);
        client.delete_address_contact(5).await.expect(body);
        macro_rules! update {
            ($($text:ident)*) => {
                $(client.$text(5, "a").await.expect(body);)*
            };
        }
        update!(update_order_introduction_plain update_order_conclusion_plain);
        update!(update_order_line_note_plain update_address_note_plain);
        mock.assert_calls(9);
    }
}

#[tokio::test]
async fn a_text_is_sent_as_utf8_with_its_content_type() {
    let server = MockServer::start_async().await;
    let mock = server.mock(|when, then| {
        when.method("PUT")
            .path("/Orders/-5/introduction_plain")
            .header("content-type", "text/plain; charset=utf-8")
            .body("Zoë,\nthank you = 100 %");
        then.status(200);
    });
    let client = bouwsoft_client(&server.base_url());
    let text = "Zoë,\nthank you = 100 %";
    let sent = client.update_order_introduction_plain(-5, text).await;
    sent.expect("accepted");
    mock.assert();
}
