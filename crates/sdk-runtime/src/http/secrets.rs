//! Blots out credentials that a server repeats in what it says.

use std::{error::Error as StdError, fmt};

use bytes::Bytes;

use super::error::Fault;

/// What stands where a credential stood.
const BLOT: &str = "[secret]";
/// Shorter ones are in texts by chance.
const SHORTEST: usize = 4;

/// The fault without the secrets, whatever part of it they are in.
pub(super) fn hidden(fault: Fault, secrets: &[String]) -> Fault {
    let secrets: Vec<&str> = secrets.iter().map(String::as_str).collect();
    let secrets: Vec<&str> = secrets
        .into_iter()
        .filter(|secret| secret.len() >= SHORTEST)
        .collect();
    let text = |text: Option<String>| text.map(|text| blotted(text, &secrets));
    Fault {
        message: text(fault.message),
        code: text(fault.code),
        request_id: text(fault.request_id),
        redirect: text(fault.redirect),
        reason: text(fault.reason),
        body: body(fault.body, &secrets),
        source: fault.source.map(|source| match shows(&*source, &secrets) {
            true => Box::new(Told::new(&*source, &secrets)),
            false => source,
        }),
        ..fault
    }
}

/// A text without the secrets.
pub(super) fn blotted(text: String, secrets: &[&str]) -> String {
    let found = secrets.iter().filter(|secret| text.contains(**secret));
    found.fold(text.clone(), |text, secret| text.replace(secret, BLOT))
}

fn body(body: Bytes, secrets: &[&str]) -> Bytes {
    let is_in = |secret: &&str| {
        let mut windows = body.windows(secret.len());
        windows.any(|window| window == secret.as_bytes())
    };
    match secrets.iter().any(is_in) {
        true => blotted(String::from_utf8_lossy(&body).into_owned(), secrets).into(),
        false => body,
    }
}

fn shows(error: &(dyn StdError + 'static), secrets: &[&str]) -> bool {
    let mut next = Some(error);
    while let Some(error) = next {
        let said = format!("{error} {error:?}");
        if secrets.iter().any(|secret| said.contains(secret)) {
            return true;
        }
        next = error.source();
    }
    false
}

/// What is left of an error that showed a secret: its words.
#[derive(Debug)]
struct Told {
    words: String,
    source: Option<Box<Told>>,
}

impl Told {
    fn new(error: &(dyn StdError + 'static), secrets: &[&str]) -> Self {
        Self {
            words: blotted(error.to_string(), secrets),
            source: error
                .source()
                .map(|source| Box::new(Self::new(source, secrets))),
        }
    }
}

impl fmt::Display for Told {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.words)
    }
}

impl StdError for Told {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        let source = self.source.as_deref();
        source.map(|source| source as &(dyn StdError + 'static))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::{Error, ErrorKind};

    #[test]
    fn a_secret_is_in_no_part_of_an_error() {
        let fault = Fault {
            message: Some("key topsecret is wrong".into()),
            code: Some("topsecret".into()),
            request_id: Some("topsecret".into()),
            redirect: Some("https://x.be/topsecret".into()),
            body: Bytes::from_static(b"<p>topsecret</p>"),
            ..Fault::new(ErrorKind::Authentication).because("topsecret")
        };
        let source = Error::invalid_request("no topsecret");
        let error = hidden(fault.caused_by(source), &["topsecret".into(), "be".into()]);
        let error = Error::from(error);
        let source = error.source().expect("a source");
        let shown = format!("{error} {error:?} {source} {source:?}");
        assert!(!shown.contains("topsecret"), "{shown}");
        assert_eq!(error.body(), b"<p>[secret]</p>");
        assert_eq!(error.redirect(), Some("https://x.be/[secret]"));
        assert_eq!(source.to_string(), "not sent: no [secret]");
    }
}
