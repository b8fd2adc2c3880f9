//! Content that an operation returns directly, or in a property of a JSON object.

use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use order_sdk_core::json::raw;

use super::{RawResponse, Response, unreadable};
use crate::{Operation, download::has_mark, fault::Fault};

/// The text of a response.
pub(crate) fn text(whole: RawResponse, operation: &Operation) -> Result<Response<String>, Fault> {
    let text = wrapped(&whole.body, operation).map_or_else(
        || String::from_utf8(whole.body.to_vec()).map_err(|error| error.utf8_error()),
        Ok,
    );
    match text {
        Ok(text) => Ok(Response::new(text, whole.status, whole.headers)),
        Err(error) => Err(unreadable(
            whole,
            &format!("the text is not UTF-8: {error}"),
        )),
    }
}

/// The bytes of a file that is in a JSON object, as Base64.
pub(crate) fn file(
    whole: RawResponse,
    operation: &Operation,
    mark: &[u8],
) -> Result<(Bytes, RawResponse), Fault> {
    let Some(content) = wrapped(&whole.body, operation) else {
        return Err(unreadable(whole, "the response is not the requested file"));
    };
    // Some encoders insert line breaks.
    let base64: String = content.split_ascii_whitespace().collect();
    match STANDARD.decode(base64) {
        Ok(bytes) if has_mark(&bytes, mark) => Ok((bytes.into(), whole)),
        Ok(_) => Err(unreadable(whole, "the content is not the requested file")),
        Err(error) => Err(unreadable(
            whole,
            &format!("the content is not Base64: {error}"),
        )),
    }
}

/// The content in the property of a JSON object; `null` counts as an empty string. `None` if the body is something
/// else.
fn wrapped(body: &[u8], operation: &Operation) -> Option<String> {
    let property = operation.wrapped_content?;
    let members = raw::members(std::str::from_utf8(body).ok()?)?;
    let (_, value) = members.iter().find(|(name, _)| name == property)?;
    match value.get() {
        "null" => Some(String::new()),
        value => raw::string(value),
    }
}
