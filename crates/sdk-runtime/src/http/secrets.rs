//! Blots out credentials that a server repeats in what it says.

use std::{error::Error as StdError, fmt};

use bytes::Bytes;
use regex::Regex;
use reqwest::header::HeaderMap;

use super::{address, error::Fault, message};
use crate::Secret;

/// What stands where a credential stood.
const BLOT: &str = "[secret]";
/// How much of a body an error keeps.
const KEPT: usize = 64 << 10;
/// Shorter ones are in texts by chance.
const SHORTEST: usize = 4;

/// The credentials of a call, in every form in which a server may repeat them.
pub(super) struct Secrets(Vec<(String, Regex)>);

impl Secrets {
    pub(super) fn new(secrets: &[Secret]) -> Self {
        let secrets = secrets.iter().map(Secret::expose);
        let long = secrets.filter(|secret| secret.len() >= SHORTEST);
        let forms = long.filter_map(|secret| {
            let forms = Regex::new(&forms(secret));
            // One too long for all its forms is still known as it is.
            let forms = forms.or_else(|_| Regex::new(&regex::escape(secret)));
            Some((secret.to_owned(), forms.ok()?))
        });
        Self(forms.collect())
    }

    /// The fault as users may see it: without the secrets, whatever part of it they are in, and not too long.
    pub(super) fn hidden(&self, fault: Fault) -> Fault {
        // What is cut afterwards shows no half of a secret.
        let text = |text: Option<String>| {
            let line = text?.replace(char::is_control, " ");
            Some(message::cut(self.blotted(line)))
        };
        let redirect = fault.redirect.map(|url| address::shown(&self.blotted(url)));
        // What is behind it cannot come to stand in what is kept, unless half of that is secrets.
        let body = fault.body.slice(..fault.body.len().min(2 * KEPT));
        let body = self.body(body);
        Fault {
            message: text(fault.message),
            code: text(fault.code),
            request_id: text(fault.request_id),
            redirect,
            reason: text(fault.reason),
            body: body.slice(..body.len().min(KEPT)),
            unreadable: fault
                .unreadable
                .into_iter()
                .map(|row| row.redacted(|text| self.blotted(text)))
                .collect(),
            source: fault.source.map(|source| match self.shown_by(&*source) {
                true => Box::new(Told::new(&*source, self)),
                false => source,
            }),
            ..fault
        }
    }

    /// A text without the secrets.
    pub(super) fn blotted(&self, text: String) -> String {
        self.0.iter().fold(text, |text, (secret, forms)| {
            let text = match forms.is_match(&text) {
                true => forms.replace_all(&text, BLOT).into_owned(),
                false => text,
            };
            without_cut(text, secret)
        })
    }

    fn body(&self, body: Bytes) -> Bytes {
        let text = String::from_utf8_lossy(&body);
        let blotted = self.blotted(text.clone().into_owned());
        match blotted == text {
            true => body,
            false => blotted.into(),
        }
    }

    fn shown_by(&self, error: &(dyn StdError + 'static)) -> bool {
        let mut next = Some(error);
        while let Some(error) = next {
            let said = format!("{error} {error:?}");
            if self.0.iter().any(|(_, forms)| forms.is_match(&said)) {
                return true;
            }
            next = error.source();
        }
        false
    }
}

/// A pattern for a secret as it is, and as JSON, HTML and URLs write it.
fn forms(secret: &str) -> String {
    let form = |character: char| {
        let itself = regex::escape(character.encode_utf8(&mut [0; 4]));
        if character.is_ascii_alphanumeric() {
            return itself;
        }
        let mut bytes = [0; 4];
        let bytes = character.encode_utf8(&mut bytes).bytes();
        let percent: String = bytes.map(|byte| format!("%{byte:02x}")).collect();
        let code = u32::from(character);
        let name = match character {
            '&' => "amp",
            '<' => "lt",
            '>' => "gt",
            '"' => "quot",
            '\'' => "apos",
            _ => "",
        };
        let escaped = format!(r"\\+u{code:04x}|{percent}|&#0*{code};|&#x0*{code:x};|&{name};");
        let blank = if character == ' ' { r"|\+|\s+" } else { "" };
        format!(r"(?:\\*{itself}|(?i:{escaped}){blank})")
    };
    secret.chars().map(form).collect()
}

/// A text that was cut, without the beginning of a secret at its end.
fn without_cut(text: String, secret: &str) -> String {
    let (start, end) = match text.strip_suffix('…') {
        Some(start) => (start, "…"),
        None => (text.as_str(), ""),
    };
    let begun = (SHORTEST..secret.len()).rev().find(|length| {
        secret
            .get(..*length)
            .is_some_and(|begun| start.ends_with(begun))
    });
    match begun {
        Some(length) => format!("{}{BLOT}{end}", &start[..start.len() - length]),
        None => text,
    }
}

/// What is left of an error that showed a secret: its words.
#[derive(Debug)]
struct Told {
    words: String,
    source: Option<Box<Told>>,
}

impl Told {
    fn new(error: &(dyn StdError + 'static), secrets: &Secrets) -> Self {
        Self {
            words: secrets.blotted(error.to_string()),
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

/// Takes out the headers that are secret, which hooks are not shown.
pub(super) fn without_secrets(headers: &mut HeaderMap) -> HeaderMap {
    let secret = headers.iter().filter(|(_, value)| value.is_sensitive());
    let secret: HeaderMap = secret
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    for name in secret.keys() {
        headers.remove(name);
    }
    secret
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
        let secrets = Secrets::new(&["topsecret".into(), "be".into(), "".into()]);
        let error = Error::from(secrets.hidden(fault.caused_by(source)));
        let source = error.source().expect("a source");
        let shown = format!("{error} {error:?} {source} {source:?}");
        assert!(!shown.contains("topsecret"), "{shown}");
        assert_eq!(error.body(), b"<p>[secret]</p>");
        assert_eq!(error.redirect(), Some("https://x.be/[secret]"));
        assert_eq!(source.to_string(), "not sent: no [secret]");
    }

    #[test]
    fn a_secret_is_found_however_it_is_written() {
        let secrets = Secrets::new(&["k/y&\"é+ 1<".into()]);
        for written in [
            "k/y&\"é+ 1<",
            r#"k\/y&\"\u00e9+ 1\u003C"#,
            "k%2Fy%26%22%c3%a9%2b%201%3C",
            "k%2Fy%26%22%c3%a9%2b+1%3C",
            "k/y&amp;&quot;&#233;+ 1&lt;",
            "k&#x2F;y&#38;&#x22;é&#43;&#32;1&#60;",
        ] {
            let blotted = secrets.blotted(format!("<{written}>"));
            assert_eq!(blotted, "<[secret]>", "{written}");
        }
        let cut = secrets.blotted("wrong key k/y&…".into());
        assert_eq!(cut, "wrong key [secret]…");
        let other = secrets.blotted("k/y k-y& k/".into());
        assert_eq!(other, "k/y k-y& k/");
    }
}
