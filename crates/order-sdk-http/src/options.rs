//! What a caller can set for one call.

use std::time::Duration;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

use super::{Api, Operation, RetryPolicy, parameter::Location};

/// Headers that the client or the HTTP library sets: they contain credentials, determine how the message is read, or
/// change the method.
const RESERVED: [&str; 22] = [
    "accept",
    "accept-encoding",
    "authorization",
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "cookie",
    "expect",
    "host",
    "keep-alive",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
    "x-http-method",
    "x-http-method-override",
    "x-method",
    "x-method-override",
];
/// The query parameter with which some servers change the method.
const METHOD: &str = "_method";

/// What is set for one call.
#[derive(Clone, Debug, Default)]
pub(super) struct Options {
    pub(super) deadline: Option<Duration>,
    pub(super) retry: Option<RetryPolicy>,
    pub(super) headers: HeaderMap,
    pub(super) query: Vec<(String, String)>,
    /// The path that replaces the route of the operation, for a call that is not in the contract.
    pub(super) path: Option<String>,
    /// What is wrong with the headers, query parameters and path.
    pub(super) problems: Vec<String>,
}

impl Options {
    /// Adds a header, unless the client or the operation sets it.
    pub(super) fn header(&mut self, name: &str, value: &str, api: &Api, operation: &Operation) {
        let (Ok(header), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value))
        else {
            self.problems.push(format!(
                "header {name:?}: its name or value is not valid in HTTP"
            ));
            return;
        };
        // Servers that pass headers on as variables do not distinguish `-` from `_`.
        let bare = header.as_str().replace('_', "-");
        let is_reserved = RESERVED
            .iter()
            .chain(api.reserved_headers)
            .any(|known| bare == *known);
        if is_reserved {
            self.problems.push(format!(
                "header {header}: it is reserved, because the client sets it or it changes the method; remove it from the call"
            ));
        } else if operation.has(Location::Header, |known| bare.eq_ignore_ascii_case(known)) {
            self.problems.push(format!(
                "header {header}: the operation has an argument for it"
            ));
        } else {
            self.headers.insert(header, value);
        }
    }

    /// Adds a query parameter, unless the client or the operation sets it.
    pub(super) fn query(&mut self, name: &str, value: &str, api: &Api, operation: &Operation) {
        // Servers may accept other spellings of the same parameter.
        let bare = name.trim_end_matches("[]");
        let is_own = |known: &str| bare.eq_ignore_ascii_case(known);
        if operation.has(Location::Query, is_own) {
            let problem = format!("query parameter {name}: the operation has an argument for it");
            self.problems.push(problem);
        } else if bare == METHOD || api.reserved_query.iter().any(|known| is_own(known)) {
            let problem = format!(
                "query parameter {name}: it is reserved, because the client sets it or it changes the method; remove it from the call"
            );
            self.problems.push(problem);
        } else {
            self.query.push((name.to_owned(), value.to_owned()));
        }
    }
}
