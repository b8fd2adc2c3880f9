//! Content that an operation returns directly, or in a property of a JSON object.

use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use serde_json::{Map, Value};

use super::{
    Operation, Response,
    answer::{Whole, unreadable},
    download::has_mark,
    error::Fault,
};

/// The text of a response.
pub(super) fn text(whole: Whole, operation: &Operation) -> Result<Response<String>, Fault> {
    let text = match wrapped(&whole.body, operation) {
        Some(content) => content,
        None => String::from_utf8(whole.body.to_vec())
            .map_err(|error| format!("the text is not UTF-8: {}", error.utf8_error())),
    };
    match text {
        Ok(text) => Ok(Response::new(text, whole.status, whole.headers)),
        Err(reason) => Err(unreadable(whole, &reason)),
    }
}

/// The bytes of a file that is in a JSON object, as Base64.
pub(super) fn file(
    whole: Whole,
    operation: &Operation,
    mark: &[u8],
) -> Result<(Bytes, Whole), Fault> {
    let content = wrapped(&whole.body, operation)
        .unwrap_or_else(|| Err("the response is not the requested file".to_owned()));
    let bytes = content.and_then(|content| {
        let decoded = STANDARD.decode(content.trim());
        let decoded = decoded.map_err(|error| format!("the content is not Base64: {error}"))?;
        if has_mark(&decoded, mark) {
            Ok(decoded.into())
        } else {
            Err("the content is not the requested file".to_owned())
        }
    });
    match bytes {
        Ok(bytes) => Ok((bytes, whole)),
        Err(reason) => Err(unreadable(whole, &reason)),
    }
}

/// The content in the property of a JSON object, where `null` is an empty string. `None` if the body is not a JSON
/// object; an error if the property is absent or not a string.
fn wrapped(body: &[u8], operation: &Operation) -> Option<Result<String, String>> {
    let property = operation.wrapped_content?;
    let mut object: Map<String, Value> = serde_json::from_slice(body).ok()?;
    Some(match object.remove(property) {
        Some(Value::String(content)) => Ok(content),
        Some(Value::Null) => Ok(String::new()),
        _ => Err(format!(
            "the response is a JSON object without a string `{property}`"
        )),
    })
}
