//! The checks for URLs and e-mail addresses of the rules `url` and `email-address`.

use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::json;

static REFERENCE: LazyLock<Validator> = LazyLock::new(|| format("iri-reference"));
static EMAIL: LazyLock<Validator> = LazyLock::new(|| format("email"));

fn format(name: &str) -> Validator {
    jsonschema::draft7::options()
        .should_validate_formats(true)
        .build(&json!({ "format": name }))
        .expect("a valid schema")
}

/// Whether `text` is a URL, absolute or relative.
pub fn is_reference(text: &str) -> bool {
    REFERENCE.is_valid(&text.into())
}

/// Whether `text` is an absolute URL, or a relative URL that cannot be mistaken for an absolute one without `https://`.
pub fn is_url(text: &str) -> bool {
    is_reference(text) && (text.starts_with(['/', '.']) || has_scheme(text))
}

/// Whether `text` begins with a scheme. `localhost:80` and `example.com:80` begin with a host and a port instead.
fn has_scheme(text: &str) -> bool {
    let rest = text.split_once(':').map(|(_, rest)| rest);
    rest.is_some_and(|rest| !rest.starts_with(|first: char| first.is_ascii_digit()))
}

/// Whether `text` is an e-mail address.
pub fn is_email(text: &str) -> bool {
    EMAIL.is_valid(&text.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_absolute_or_visibly_relative() {
        for url in ["https://a.test/b?c#d", "urn:a:b", "/token", "../docs"] {
            assert!(is_url(url), "{url}");
        }
        for text in [
            "",
            "spdx MIT",
            "MIT",
            "a.test/docs",
            "a.test:80/docs",
            "https://a test",
            "https://{a}",
        ] {
            assert!(!is_url(text), "{text}");
        }
    }

    #[test]
    fn addresses_have_a_name_and_a_host() {
        assert!(is_email("desk@parcels.test"));
        assert!(!is_email("desk at parcels.test") && !is_email("parcels.test"));
    }
}
