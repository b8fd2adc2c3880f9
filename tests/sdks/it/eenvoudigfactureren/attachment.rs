//! Uploads: the form that is sent, and files that are refused before sending.

use std::sync::{Arc, Mutex};

use eenvoudigfactureren::{Attachment, AttachmentError, Client, ErrorKind};
use eenvoudigfactureren_httpmock::{MockServer, MockServerExt};
use httpmock::HttpMockRequest;
use proptest::prelude::*;

use crate::forms;

/// The largest file, in bytes.
const MAX: usize = 5 * 1024 * 1024;

/// Uploads a file, and returns the request.
async fn upload(file: Attachment) -> HttpMockRequest {
    let arrived = Arc::new(Mutex::new(None));
    let server = MockServer::start();
    let keep = arrived.clone();
    server.mock(|when, then| {
        when.is_true(move |request| {
            *keep.lock().expect("not poisoned") = Some(request.clone());
            true
        });
        then.status(201)
            .header("content-type", "application/json")
            .body(r#"[{"upload_id":7001}]"#);
    });
    let client = Client::with_api_key(&server.base_url(), "key-for-tests").expect("a client");
    let uploads = client.upload_attachment(file).await.expect("uploaded");
    // The ID may also be a JSON number.
    assert_eq!(uploads[0].upload_id.as_deref(), Some("7001"));
    let request = arrived.lock().expect("not poisoned").take();
    request.expect("a request")
}

#[tokio::test]
async fn the_form_has_the_file_and_its_name_and_asks_for_json() {
    let file = Attachment::new("plan \"A\" é.pdf", b"%PDF-1.7\r\n\0\xff".as_slice());
    let request = upload(file.expect("a file")).await;
    let headers = request.headers_vec().iter();
    let accept = headers
        .filter(|(name, _)| name.eq_ignore_ascii_case("accept"))
        .map(|(_, value)| value.as_str());
    assert_eq!(accept.collect::<Vec<_>>(), ["application/json"]);
    let parts = forms::parts(&request).await;
    let names: Vec<_> = parts.iter().map(|(name, ..)| name.as_str()).collect();
    assert_eq!(names, ["file", "filename"]);
    assert_eq!(parts[0].1.as_deref(), Some("plan %22A%22 é.pdf"));
    assert_eq!(&parts[0].2[..], b"%PDF-1.7\r\n\0\xff");
    assert_eq!(&parts[1].2[..], "plan \"A\" é.pdf".as_bytes());
}

#[test]
fn a_file_is_refused_before_it_is_sent() {
    let error = Attachment::new("plan.pdf", vec![0; MAX + 1]).expect_err("too large");
    let expected = "plan.pdf has 5242881 bytes; the service accepts at most 5242880";
    assert_eq!(error.to_string(), expected);
    Attachment::new("plan.pdf", vec![0; MAX]).expect("the largest file");
    for name in ["", " ", "a\r\nb", "a\0", "a/b", "a\\b"] {
        let error = Attachment::new(name, "x").expect_err(name);
        assert_eq!(error, AttachmentError::FileName(name.to_owned()));
    }
    Attachment::new("empty.txt", "").expect("an empty file");
}

#[tokio::test]
async fn an_upload_with_unknown_outcome_is_not_repeated() {
    let server = MockServer::start();
    let mock = server.upload_attachment(|_, then| {
        then.server_error(503, &eenvoudigfactureren::types::ErrorBody::default());
    });
    let client = Client::with_api_key(&server.base_url(), "key-for-tests").expect("a client");
    let file = Attachment::new("plan.txt", "x").expect("a file");
    let error = client.upload_attachment(file).await.expect_err("503");
    assert_eq!(error.kind(), ErrorKind::UnknownOutcome);
    mock.assert_calls(1);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// A file may contain anything, even a string that looks like a boundary.
    #[test]
    fn any_file_arrives_unchanged(
        pieces in prop::collection::vec(prop_oneof![
            Just(b"\r\n--order-sdk-attachment-0--\r\n".to_vec()),
            Just(b"--order-sdk-attachment-1".to_vec()),
            Just(b"\r\n".to_vec()),
            prop::collection::vec(any::<u8>(), 0..20),
        ], 0..8),
        name in "[^\\p{Cc}/\\\\]{0,8}[a-z\"%]",
    ) {
        let bytes = pieces.concat();
        let file = Attachment::new(name.clone(), bytes.clone()).expect("a file");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let parts = runtime.expect("a runtime").block_on(async {
            forms::parts(&upload(file).await).await
        });
        prop_assert_eq!(parts.len(), 2);
        prop_assert_eq!(&parts[0].2[..], &bytes[..]);
        let escaped = name.replace('"', "%22");
        prop_assert_eq!(parts[0].1.as_deref(), Some(escaped.as_str()));
        prop_assert_eq!(&parts[1].2[..], name.as_bytes());
    }
}
