//! The faults: what the server does, by name.

mod connections;
mod contents;
mod refusals;
mod statuses;

use super::{act::Act, api::Sample};

/// Something that a server does wrong, or seldom.
#[derive(Clone)]
pub struct Fault {
    /// What it is called in the table.
    pub name: String,
    /// What the server does with the call; none where no server listens.
    pub act: Option<Act>,
    /// What the server does with a call before it.
    pub before: Option<Act>,
    /// Whether the client waits for an answer that does not come.
    pub is_slow: bool,
}

impl Fault {
    fn new(name: impl Into<String>, act: Act) -> Self {
        Self {
            name: name.into(),
            act: Some(act),
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

    fn after(self, act: Act) -> Self {
        Self {
            before: Some(act),
            ..self
        }
    }
}

/// All faults, as they befall a call. `other` is the URL of another server.
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

/// An answer with its length.
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

/// The beginning of an answer; the blank line is missing.
pub fn head(status: u16, headers: &[(&str, &str)]) -> Vec<u8> {
    let mut text = format!("HTTP/1.1 {status} So\r\n");
    for (name, value) in headers {
        text += &format!("{name}: {value}\r\n");
    }
    text.into_bytes()
}

/// An answer in JSON.
pub fn json(status: u16, body: impl AsRef<[u8]>) -> Vec<u8> {
    http(status, JSON, body)
}

/// The usual content type.
pub const JSON: &[(&str, &str)] = &[("content-type", "application/json; charset=utf-8")];

/// The documented answer of a call.
pub fn good(sample: &Sample) -> Vec<u8> {
    json(sample.status, sample.good.to_string())
}

/// One fault of a call that reads; two of a call that writes, for the order may have been created before it.
fn either(sample: &Sample, name: &str, act: Act) -> Vec<Fault> {
    match sample.writes {
        true => vec![
            Fault::new(format!("{name}, carried out"), act.clone().created()),
            Fault::new(format!("{name}, not carried out"), act),
        ],
        false => vec![Fault::new(name, act)],
    }
}
