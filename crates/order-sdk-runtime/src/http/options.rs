//! What a caller can set for one call.

use std::time::Duration;

use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, CONNECTION, CONTENT_ENCODING, CONTENT_LENGTH,
    CONTENT_TYPE, COOKIE, EXPECT, HOST, HeaderMap, HeaderName, HeaderValue, PROXY_AUTHORIZATION,
    TE, TRANSFER_ENCODING, UPGRADE, USER_AGENT,
};

use super::{Api, Operation, RetryPolicy, parameter::Location};

/// Headers that the client or the HTTP library sets: they carry credentials, or decide how the message is read.
const RESERVED: [HeaderName; 15] = [
    ACCEPT,
    ACCEPT_ENCODING,
    AUTHORIZATION,
    CONNECTION,
    CONTENT_ENCODING,
    CONTENT_LENGTH,
    CONTENT_TYPE,
    COOKIE,
    EXPECT,
    HOST,
    PROXY_AUTHORIZATION,
    TE,
    TRANSFER_ENCODING,
    UPGRADE,
    USER_AGENT,
];

/// What is set for one call.
#[derive(Clone, Debug, Default)]
pub(super) struct Options {
    pub(super) deadline: Option<Duration>,
    pub(super) retry: Option<RetryPolicy>,
    pub(super) headers: HeaderMap,
    pub(super) query: Vec<(String, String)>,
    /// What is wrong with the headers and query parameters.
    pub(super) problems: Vec<String>,
}

impl Options {
    /// Adds a header, unless it is one of the client's or of the operation's.
    pub(super) fn header(&mut self, name: &str, value: &str, api: &Api, operation: &Operation) {
        let (Ok(header), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value))
        else {
            self.problems.push(format!(
                "header {name:?}: its name or value is not valid in HTTP"
            ));
            return;
        };
        let is_reserved = api.reserved_headers.iter().any(|known| header == *known);
        if RESERVED.contains(&header) || is_reserved {
            self.problems.push(format!(
                "header {header}: the client sets this header itself; remove it from the call"
            ));
        } else if operation.has(Location::Header, |known| header == *known) {
            self.problems.push(format!(
                "header {header}: the operation has an argument for it"
            ));
        } else {
            self.headers.insert(header, value);
        }
    }

    /// Adds a query parameter, unless it is one of the client's or of the operation's.
    pub(super) fn query(&mut self, name: &str, value: &str, api: &Api, operation: &Operation) {
        if operation.has(Location::Query, |known| name == known) {
            let problem = format!("query parameter {name}: the operation has an argument for it");
            self.problems.push(problem);
        } else if api.reserved_query.contains(&name) {
            let problem = format!(
                "query parameter {name}: the client sets this parameter itself; remove it from the call"
            );
            self.problems.push(problem);
        } else {
            self.query.push((name.to_owned(), value.to_owned()));
        }
    }
}
