//! Redacts credentials that a server repeats.

use std::{error::Error as StdError, fmt, ops::Range, sync::Arc};

use bytes::Bytes;
use reqwest::header::{HeaderMap, HeaderValue};

use super::{Grant, address, fault::Fault, response, secrets::Secrets};

/// What replaces a credential.
const REDACTED: &str = "[secret]";
/// In bytes. How much of a body an error keeps.
const KEPT: usize = 64 << 10;

/// The credentials of a call: those in the headers of its request, and those of its grants.
pub(super) struct Redaction<'a> {
    /// `None` if the request has no secret headers of its own.
    own: Option<Secrets>,
    grants: &'a [Arc<Grant>],
}

impl<'a> Redaction<'a> {
    pub(super) fn new(own: &[HeaderValue], grants: &'a [Arc<Grant>]) -> Self {
        // Bytes that are not UTF-8 are replaced, as in a body.
        let own = own.iter().map(HeaderValue::as_bytes);
        let own: Vec<_> = own.map(String::from_utf8_lossy).collect();
        Self {
            own: (!own.is_empty()).then(|| Secrets::new(own.iter().map(AsRef::as_ref))),
            grants,
        }
    }

    /// The fault with secrets redacted in all its parts, and with long parts truncated.
    pub(super) fn hidden(&self, fault: Fault) -> Fault {
        // Redacted before it is truncated, so that the end shows no part of a secret.
        let text = |text: Option<String>| {
            let line = text?.replace(char::is_control, " ");
            Some(response::cut(self.redacted(line)))
        };
        let redirect = fault
            .redirect
            .map(|url| address::shown_url(&self.redacted(url)));
        // Twice as much is redacted as is kept, because a secret that is cut off at the end of the redacted part may
        // not be recognized. Its start is kept only if redaction halves the length of the text.
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
                .map(|row| row.redacted(|text| self.redacted(text)))
                .collect(),
            source: fault.source.map(|source| {
                if self.is_secret_in(&*source) {
                    Box::new(RedactedError::new(&*source, self))
                } else {
                    source
                }
            }),
            ..fault
        }
    }

    /// The text with the secrets redacted.
    pub(super) fn redacted(&self, text: String) -> String {
        let mut found: Vec<_> = self.found(&text).collect();
        if found.is_empty() {
            return text;
        }
        found.sort_unstable_by_key(|found| found.start);
        let mut redacted = String::new();
        let mut end = 0;
        for found in found {
            if found.start >= end {
                redacted.extend([&text[end..found.start], REDACTED]);
            }
            end = end.max(found.end);
        }
        redacted + &text[end..]
    }

    fn found(&self, text: &str) -> impl Iterator<Item = Range<usize>> {
        let grants = self.grants.iter().map(|grant| grant.secrets());
        let secrets = grants.chain(&self.own);
        secrets.flat_map(move |secrets| secrets.found(text))
    }

    fn body(&self, body: Bytes) -> Bytes {
        let text = String::from_utf8_lossy(&body);
        if self.found(&text).next().is_none() {
            return body;
        }
        self.redacted(text.into_owned()).into()
    }

    fn is_secret_in(&self, error: &(dyn StdError + 'static)) -> bool {
        let mut next = Some(error);
        while let Some(error) = next {
            // Searched separately, because each may end in the middle of a secret.
            let texts = [error.to_string(), format!("{error:?}")];
            if texts.iter().any(|text| self.found(text).next().is_some()) {
                return true;
            }
            next = error.source();
        }
        false
    }
}

/// An error with a redacted message. It replaces an error that shows a secret.
#[derive(Debug)]
struct RedactedError {
    message: String,
    source: Option<Box<RedactedError>>,
}

impl RedactedError {
    fn new(error: &(dyn StdError + 'static), redaction: &Redaction<'_>) -> Self {
        Self {
            message: redaction.redacted(error.to_string()),
            source: error
                .source()
                .map(|source| Box::new(Self::new(source, redaction))),
        }
    }
}

impl fmt::Display for RedactedError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message)
    }
}

impl StdError for RedactedError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        let source = self.source.as_deref();
        source.map(|source| source as &(dyn StdError + 'static))
    }
}

/// Removes the secret headers, which hooks must not see, and returns them.
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
    use std::time::{Duration, Instant};

    use super::*;
    use crate::{Error, ErrorKind, basic};

    fn grant(secrets: &[&str]) -> Vec<Arc<Grant>> {
        let grant = Grant::new("https://x.be", false).expect("a URL");
        let hiding = |grant: Grant, secret: &&str| grant.redacting(secret);
        vec![Arc::new(secrets.iter().fold(grant, hiding))]
    }

    fn redacted(secrets: &[&str], text: &str) -> String {
        Redaction::new(&[], &grant(secrets)).redacted(text.to_owned())
    }

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
        let grants = grant(&["topsecret", "be", ""]);
        let redaction = Redaction::new(&[], &grants);
        let error = Error::from(redaction.hidden(fault.caused_by(source)));
        let source = error.source().expect("a source");
        let shown = format!("{error} {error:?} {source} {source:?}");
        assert!(!shown.contains("topsecret"), "{shown}");
        assert_eq!(error.body(), b"<p>[secret]</p>");
        assert_eq!(error.redirect(), Some("https://x.be/[secret]"));
        assert_eq!(source.to_string(), "the request was not sent: no [secret]");
    }

    #[test]
    fn a_secret_is_found_in_all_forms() {
        for written in [
            "k/y&\"é+ 1<",
            r#"k\/y&\"\u00e9+ 1\u003C"#,
            r#"k\\\/y\u0026amp;\\\"\\u00E9+ 1<"#,
            "k%2Fy%26%22%c3%a9%2b%201%3C",
            "k%2Fy%26%22%c3%a9%2b+1%3C",
            "k/y&amp;&quot;&#233;+ 1&lt;",
            "k&#x2F;y&#38;&#x22;é&#43;&#32;1&#60;",
            "k&sol;y&amp;&quot;&eacute;&plus; 1&LT;",
            "k/y&\"\u{fffd}+ 1<",
            "k/y&\"Ã©+ 1<",
        ] {
            let text = redacted(&["k/y&\"é+ 1<"], &format!("<{written}>"));
            assert_eq!(text, "<[secret]>", "{written}");
        }
        let other = redacted(&["k/y&\"é+ 1<"], "k/y k-y& k/");
        assert_eq!(other, "k/y k-y& k/");
    }

    #[test]
    fn text_around_a_secret_does_not_prevent_redaction() {
        for (secret, text) in [
            ("41/topsecret", "%41%2Ftopsecret"),
            ("n0/topsecret", r"\n0\/topsecret"),
            ("amp;topsecret", "&amp;topsecret"),
            ("top%2Fsecret", "top%2Fsecret"),
            ("top%2F/secret", "top%252F%2Fsecret"),
            ("topsecret%", "topsecret%41"),
            ("topsecret&", "topsecret&amp;amp;"),
            ("&amp;topsecret", "&amp;topsecret"),
            ("&amp;topsecret", "&amp;amp;topsecret"),
            ("/topsecret", r"\/topsecret"),
            ("aatopsecret/", "aaatopsecret%2F"),
            ("topsecret", "toptopsecret"),
        ] {
            let text = redacted(&[secret], text);
            assert!(text.contains("[secret]"), "{secret}: {text}");
            assert!(
                !text.contains("secret/") && !text.contains("opsec"),
                "{text}"
            );
        }
    }

    #[test]
    fn white_space_in_a_secret_may_be_lost() {
        for secret in [
            "top  secret",
            "top\u{a0}secret",
            "top \t secret",
            " top secret ",
        ] {
            for written in [
                "top secret",
                "top  secret",
                "top\u{a0}secret",
                "top+secret",
                "top++secret",
                "top%20%20secret",
                "top%C2%A0secret",
                r"top\u00a0secret",
                r"top \t secret",
                "top&nbsp;secret",
                "top&#160;secret",
            ] {
                assert_eq!(
                    redacted(&[secret], written),
                    "[secret]",
                    "{secret:?} {written}"
                );
            }
        }
        assert_eq!(redacted(&["a +b"], "a+%2Bb, a +b"), "[secret], [secret]");
    }

    #[test]
    fn the_start_of_a_secret_at_the_end_of_a_text_is_hidden_in_all_forms() {
        for cut in [
            "topsecret/é",
            "tops",
            "topsecret",
            "topsecret%",
            "topsecret%2",
            "topsecret%2F%c3",
            r"topsecret\",
            r"topsecret\/\u00e",
            "topsecret&#",
            "topsecret&#x2F;&eacu",
        ] {
            for end in ["", "…"] {
                let text = redacted(&["topsecret/éx"], &format!("wrong key {cut}{end}"));
                assert_eq!(text, format!("wrong key [secret]{end}"), "{cut}");
            }
        }
        for other in ["to", "top", "tops and more", "topsecret%zz and more"] {
            assert_eq!(redacted(&["topsecret/éx"], other), other);
        }
    }

    #[test]
    fn secrets_that_overlap_are_hidden_together() {
        let text = redacted(
            &["topsecret", "secret-key", "top"],
            "a topsecret-key, topsecret",
        );
        assert_eq!(text, "a [secret], [secret]");
    }

    /// In a debug build each text takes about half a second. If the time were proportional to the square of the length,
    /// a text would take half a minute.
    #[test]
    fn redaction_takes_less_than_quadratic_time() {
        let grants = grant(&["aaaab/\\ \"x", "\\\\//&&x", "&amp;&amp;x"]);
        let redaction = Redaction::new(&[], &grants);
        for part in ["a", "\\", "&amp;", "%5C", " ", "aaaab/\\ \""] {
            let text = part.repeat(256_000 / part.len());
            let start = Instant::now();
            drop(redaction.redacted(text));
            let time = start.elapsed();
            assert!(time < Duration::from_secs(10), "{part}: {time:?}");
        }
    }

    #[test]
    fn a_header_that_is_not_ascii_is_redacted() {
        let value = HeaderValue::from_str("clé-secrète").expect("a header");
        let redaction = Redaction::new(&[value], &[]);
        let text = redaction.redacted("no clé-secrète, cl\\u00e9-secr\\u00e8te".into());
        assert_eq!(text, "no [secret], [secret]");
    }

    #[test]
    fn every_part_of_basic_credentials_is_redacted() {
        let header = basic("me@here.be", "top  secret");
        let grant = Grant::new("https://x.be", false).expect("a URL");
        let grant = grant.secret("Authorization", &header).expect("a header");
        let grants = [Arc::new(grant)];
        let redaction = Redaction::new(&[], &grants);
        let text = format!("{header}, me@here.be:top secret, top%20%20secret");
        let text = redaction.redacted(text);
        assert_eq!(text, "Basic [secret], me@here.be:[secret], [secret]");
    }
}
