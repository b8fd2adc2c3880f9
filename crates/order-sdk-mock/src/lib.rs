//! What the mock servers and fakes of the order SDKs share: expectations about requests, responses, and the server of
//! the fakes. This crate names no API and depends on no client.

pub mod fake;

use std::{collections::HashMap, fmt::Display, ops::RangeInclusive};

use base64::{Engine, engine::general_purpose::STANDARD};
use httpmock::{HttpMockRequest, Then, When};
use regex::escape;
use serde::Serialize;
use serde_json::Value;

use order_sdk_core::{CommaSeparated, parameter_text};

/// The method and path of the requests of an operation.
#[derive(Clone, Copy, Debug)]
pub struct Route {
    method: &'static str,
    bases: &'static [&'static str],
    path: &'static str,
}

impl Route {
    /// `method` is the HTTP method in capitals. `bases` are the paths of the contract's servers, for example `/api/v1`;
    /// a request may have one of them before its path, because a base URL may end with it. `path` is the path of the
    /// operation, for example `/orders/{order_id}`.
    pub const fn new(
        method: &'static str,
        bases: &'static [&'static str],
        path: &'static str,
    ) -> Self {
        Self {
            method,
            bases,
            path,
        }
    }

    /// Expects a request of the operation.
    ///
    /// # Panics
    ///
    /// If HTTP has no such method.
    pub fn any(&self, when: When) -> When {
        let method = self.method.parse::<httpmock::Method>();
        when.method(method.expect("a method of HTTP"))
            .path_matches(self.pattern(None))
    }

    /// Expects a value for `{name}`, percent-encoded or not.
    pub fn with(&self, when: When, name: &str, value: impl Serialize) -> When {
        when.path_matches(self.pattern(Some((name, &texts(name, value).join(",")))))
    }

    /// A regular expression for the whole path.
    fn pattern(&self, known: Option<(&str, &str)>) -> String {
        let bases: Vec<_> = self.bases.iter().map(|base| escape(base)).collect();
        let mut pattern = format!("^(?:{})?", bases.join("|"));
        let mut rest = self.path;
        while let Some((fixed, (name, after))) = placeholder(rest) {
            pattern.push_str(&escape(fixed));
            match known.filter(|(known, _)| *known == name) {
                Some((_, value)) => pattern.push_str(&encoded(value)),
                None => pattern.push_str("[^/]+"),
            }
            rest = after;
        }
        pattern.push_str(&escape(rest));
        pattern.push('$');
        pattern
    }
}

/// The text before the first `{name}` of a path, the name, and the text after it.
fn placeholder(path: &str) -> Option<(&str, (&str, &str))> {
    let (fixed, rest) = path.split_once('{')?;
    Some((fixed, rest.split_once('}')?))
}

/// A regular expression for a value in a path: each byte literally, if that is allowed, or percent-encoded.
fn encoded(text: &str) -> String {
    let byte = |byte: u8| match byte {
        byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        byte if byte.is_ascii_graphic() && byte != b'/' => {
            format!(r"(?:\x{byte:02x}|(?i:%{byte:02x}))")
        }
        byte => format!("(?i:%{byte:02x})"),
    };
    text.bytes().map(byte).collect()
}

/// A value, converted to the type that the operation takes.
///
/// # Panics
///
/// If it cannot be converted: a test cannot expect such a value.
pub fn argument<T>(name: &str, value: impl TryInto<T, Error: Display>) -> T {
    value
        .try_into()
        .unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The strings that the client sends for a value: several for a list.
///
/// # Panics
///
/// If the client refuses the value.
fn texts(name: &str, value: impl Serialize) -> Vec<String> {
    let values = match serde_json::to_value(value) {
        Ok(Value::Array(values)) => values,
        Ok(value) => vec![value],
        Err(error) => panic!("{name}: {error}"),
    };
    let texts: Option<_> = values.into_iter().map(parameter_text).collect();
    texts.unwrap_or_else(|| panic!("{name}: it cannot be sent as a parameter"))
}

/// Expects a query parameter, which is repeated if the value is a list.
pub fn query(when: When, name: &str, value: impl Serialize) -> When {
    let texts = texts(name, value).into_iter();
    texts.fold(when, |when, text| when.query_param(name, text))
}

/// Expects a query parameter that joins its values with commas. Without values, expects that it is absent or empty.
pub fn query_list<T: Display>(when: When, name: &'static str, values: CommaSeparated<T>) -> When {
    if !values.0.is_empty() {
        return when.query_param(name, values.to_string());
    }
    let is_absent_or_empty = move |request: &HttpMockRequest| {
        let query = request.query_params();
        query
            .iter()
            .all(|(key, text)| key != name || text.is_empty())
    };
    when.is_true(is_absent_or_empty)
}

/// Expects a query parameter that is repeated with each of these values. Without values, expects that it is absent.
pub fn query_each<T: Serialize>(when: When, name: &str, values: Vec<T>) -> When {
    if values.is_empty() {
        return when.query_param_missing(name);
    }
    query(when, name, values)
}

/// Expects a header.
pub fn header(when: When, name: &str, value: impl Serialize) -> When {
    when.header(name, texts(name, value).join(","))
}

/// Expects that the header `Accept` is this media type.
pub fn accepts(when: When, media_type: &str) -> When {
    when.header("accept", media_type)
}

/// Expects that the header `Accept` is absent or another media type.
pub fn accepts_other(when: When, media_type: &'static str) -> When {
    when.is_true(move |request| {
        let headers = request.headers_vec();
        let is_accept = |name: &str| name.eq_ignore_ascii_case("accept");
        headers
            .iter()
            .all(|(name, value)| !is_accept(name) || value != media_type)
    })
}

/// Expects that an optional parameter is not sent. `name` is its name on the wire or in Rust; `query` and `headers` are
/// the optional parameters.
///
/// # Panics
///
/// If it is not one of them.
pub fn without(when: When, name: &str, query: &[&'static str], headers: &[&'static str]) -> When {
    let bare = |name: &str| name.replace(['_', '-'], "").to_lowercase();
    let known = |names: &[&'static str]| {
        let mut exact = names.iter().filter(|wire| **wire == name);
        let mut similar = names.iter().filter(|wire| bare(wire) == bare(name));
        exact.next().or_else(|| similar.next()).copied()
    };
    match (known(query), known(headers)) {
        (Some(wire), _) => when.query_param_missing(wire),
        (None, Some(wire)) => when.header_missing(wire),
        (None, None) => panic!(
            "`{name}` is not an optional parameter; optional parameters are: {}",
            [query, headers].concat().join(", ")
        ),
    }
}

/// Expects the JSON of a value as the body.
pub fn json_body(when: When, value: &(impl Serialize + ?Sized)) -> When {
    when.json_body_obj(value)
}

/// Expects a form with the members of a value as the body.
///
/// # Panics
///
/// If the value is not an object.
pub fn form_body(when: When, value: &(impl Serialize + ?Sized)) -> When {
    let members: HashMap<String, Value> = serde_json::to_value(value)
        .and_then(serde_json::from_value)
        .expect("a form has members");
    let member = |when: When, (name, value): (String, Value)| match value {
        Value::Null => when,
        Value::String(text) => when.form_urlencoded_tuple(name, text),
        value => when.form_urlencoded_tuple(name, value.to_string()),
    };
    members.into_iter().fold(when, member)
}

/// Expects these bytes as the body.
pub fn raw_body(when: When, bytes: Vec<u8>) -> When {
    when.is_true(move |request| request.body_ref() == bytes)
}

/// Responds with a status and the JSON of a value.
pub fn json(then: Then, status: u16, value: &(impl Serialize + ?Sized)) -> Then {
    then.status(status)
        .header("content-type", "application/json")
        .json_body_obj(value)
}

/// Responds with a status and the JSON of a record, which is the only element of the list `envelope`.
pub fn enveloped(then: Then, status: u16, envelope: &str, record: &impl Serialize) -> Then {
    json(then, status, &HashMap::from([(envelope, [record])]))
}

/// Responds with a status and a file.
pub fn file(then: Then, status: u16, content_type: &str, bytes: impl AsRef<[u8]>) -> Then {
    then.status(status)
        .header("content-type", content_type)
        .body(bytes)
}

/// Responds with a JSON object that has the text in a property.
pub fn wrapped_text(then: Then, property: &str, media_type: &str, content: &str) -> Then {
    json(
        then,
        200,
        &HashMap::from([("type", media_type), (property, content)]),
    )
}

/// Responds with a JSON object that has the bytes in a property, as Base64.
pub fn wrapped_file(
    then: Then,
    property: &str,
    media_type: &str,
    content: impl AsRef<[u8]>,
) -> Then {
    wrapped_text(then, property, media_type, &STANDARD.encode(content))
}

/// Adds the header `Content-Disposition` with the name of the file as `filename*`, which allows any character.
pub fn file_name(then: Then, name: &str) -> Then {
    let byte = |byte: u8| match byte {
        byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    let name: String = name.bytes().map(byte).collect();
    then.header(
        "content-disposition",
        format!("attachment; filename*=UTF-8''{name}"),
    )
}

/// Returns the status after checking that it is in the range.
///
/// # Panics
///
/// If it is not.
pub fn within(status: u16, allowed: RangeInclusive<u16>) -> u16 {
    let (first, last) = (allowed.start(), allowed.end());
    assert!(
        allowed.contains(&status),
        "the status of this response must be from {first} to {last}, not {status}"
    );
    status
}

#[cfg(test)]
mod tests {
    use regex::Regex;

    use super::*;

    const ITEM: Route = Route::new("GET", &["/api/v1"], "/orders/{order_id}/items/{name}.json");

    fn matches(pattern: &str, path: &str) -> bool {
        Regex::new(pattern).expect("a pattern").is_match(path)
    }

    #[test]
    fn a_route_matches_the_path_with_and_without_a_base() {
        let pattern = ITEM.pattern(None);
        for path in ["/orders/1/items/a.json", "/api/v1/orders/1/items/a.json"] {
            assert!(matches(&pattern, path), "{path}");
        }
        for path in [
            "/orders/1/items/ajson",
            "/orders/1/2/items/a.json",
            "/orders//items/a.json",
            "/api/v2/orders/1/items/a.json",
            "/orders/1/items/a.json/b",
        ] {
            assert!(!matches(&pattern, path), "{path}");
        }
    }

    #[test]
    fn a_known_value_is_found_percent_encoded_or_not() {
        let pattern = ITEM.pattern(Some(("name", "à/b +c")));
        assert!(matches(&pattern, "/orders/1/items/%C3%A0%2fb%20%2bc.json"));
        let pattern = ITEM.pattern(Some(("order_id", "1.5")));
        assert!(matches(&pattern, "/orders/1.5/items/a.json"));
        assert!(!matches(&pattern, "/orders/145/items/a.json"));
    }

    #[test]
    #[should_panic(expected = "from 400 to 499, not 200")]
    fn a_status_outside_the_range_is_refused() {
        within(200, 400..=499);
    }

    #[test]
    #[should_panic(expected = "id: out of range")]
    fn the_panic_for_an_invalid_expectation_names_the_parameter() {
        argument::<i8>("id", 300);
    }
}
