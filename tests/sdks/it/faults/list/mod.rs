//! The faults of the server, by name.

mod connections;
mod contents;
mod refusals;
mod statuses;

use super::{api::Sample, reaction::Reaction};

/// A fault or rare behaviour of a server.
#[derive(Clone)]
pub struct Fault {
    /// Its name in the table.
    pub name: String,
    /// What the server does with the call; `None` if no server listens.
    pub reaction: Option<Reaction>,
    /// What the server does with an earlier call.
    pub before: Option<Reaction>,
    /// Whether the client waits for a response that does not arrive.
    pub is_slow: bool,
}

impl Fault {
    fn new(name: impl Into<String>, reaction: Reaction) -> Self {
        Self {
            name: name.into(),
            reaction: Some(reaction),
            before: None,
            is_slow: false,
        }
    }

    fn slow(self) -> Self {
        Self {
            is_slow: true,
            ..self
        }
    }

    fn after(self, reaction: Reaction) -> Self {
        Self {
            before: Some(reaction),
            ..self
        }
    }
}

/// All faults for a call. `other` is the URL of another server.
pub fn faults(sample: &Sample, other: &str) -> Vec<Fault> {
    [
        connections::faults(sample),
        contents::faults(sample),
        refusals::faults(sample),
        statuses::faults(sample),
        statuses::redirects(other),
    ]
    .concat()
}

/// A response with its content length.
pub fn http(status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let length = body.len().to_string();
    let mut bytes = head(status, headers);
    if status != 204 && status != 304 {
        bytes.extend(format!("content-length: {length}\r\n").bytes());
    }
    bytes.extend(b"\r\n");
    bytes.extend(body);
    bytes
}

/// The start of a response; the empty line is missing.
pub fn head(status: u16, headers: &[(&str, &str)]) -> Vec<u8> {
    let mut text = format!("HTTP/1.1 {status} So\r\n");
    for (name, value) in headers {
        text += &format!("{name}: {value}\r\n");
    }
    text.into_bytes()
}

/// A JSON response.
pub fn json(status: u16, body: impl AsRef<[u8]>) -> Vec<u8> {
    http(status, JSON, body)
}

/// The documented content type.
pub const JSON: &[(&str, &str)] = &[("content-type", "application/json; charset=utf-8")];

/// The documented response of a call.
pub fn good(sample: &Sample) -> Vec<u8> {
    json(sample.status, sample.good.to_string())
}

/// One fault for a call that reads; two for a call that writes, because the order may or may not have been created.
fn either(sample: &Sample, name: &str, reaction: Reaction) -> Vec<Fault> {
    if !sample.writes {
        return vec![Fault::new(name, reaction)];
    }
    vec![
        Fault::new(format!("{name}, carried out"), reaction.clone().created()),
        Fault::new(format!("{name}, not carried out"), reaction),
    ]
}
