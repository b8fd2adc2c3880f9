//! Parses the forms of requests, in the format `multipart/form-data`, with a parser that is independent of the client.

use std::convert::Infallible;

use bytes::Bytes;
use httpmock::HttpMockRequest;
use serde_json::{Map, Value};

fn content_type(request: &HttpMockRequest) -> Option<String> {
    let headers = request.headers_vec().iter();
    let mut headers = headers.filter(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    headers.next().map(|(_, value)| value.clone())
}

/// Whether the body of a request is a form in this format.
pub fn is_form(request: &HttpMockRequest) -> bool {
    content_type(request).is_some_and(|kind| kind.starts_with("multipart/form-data"))
}

/// The fields of a form with their values, files included.
pub async fn form(request: &HttpMockRequest) -> Value {
    let parts = parts(request).await;
    let parts = parts.into_iter().map(|(name, _, bytes)| {
        let text = String::from_utf8(bytes.to_vec()).expect("a string");
        (name, Value::String(text))
    });
    Value::Object(parts.collect::<Map<_, _>>())
}

/// The name, file name and bytes of each part of a form.
pub async fn parts(request: &HttpMockRequest) -> Vec<(String, Option<String>, Bytes)> {
    let content_type = content_type(request).expect("a content type");
    let boundary = multer::parse_boundary(content_type).expect("a boundary");
    let body = Bytes::copy_from_slice(request.body_ref());
    let body = futures_util::stream::iter([Ok::<_, Infallible>(body)]);
    let mut form = multer::Multipart::new(body, boundary);
    let mut parts = Vec::new();
    while let Some(part) = form.next_field().await.expect("a form") {
        let name = part.name().expect("a name").to_owned();
        let file_name = part.file_name().map(str::to_owned);
        parts.push((name, file_name, part.bytes().await.expect("the bytes")));
    }
    parts
}
