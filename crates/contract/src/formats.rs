//! The formats of strings that the contracts define; `spec/README.md` describes them.

use chrono::{NaiveDate, NaiveDateTime};
use openapi_document::Format;

/// The formats, each with its check.
pub const FORMATS: &[Format] = &[
    ("date-or-empty", |text| text.is_empty() || is_date(text)),
    ("local-date-time", is_local_date_time),
    ("utc-date-time", is_utc_date_time),
];

fn is_date(text: &str) -> bool {
    text.len() == 10 && NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok()
}

fn is_local_date_time(text: &str) -> bool {
    text.len() == 19 && NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").is_ok()
}

/// The seconds are optional: the vendor's example has none, and published programs expect both forms.
fn is_utc_date_time(text: &str) -> bool {
    let has_form =
        |form, length| text.len() == length && NaiveDateTime::parse_from_str(text, form).is_ok();
    has_form("%Y-%m-%dT%H:%MZ", 17) || has_form("%Y-%m-%dT%H:%M:%SZ", 20)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is(format: &str, text: &str) -> bool {
        let (_, check) = FORMATS
            .iter()
            .find(|(name, _)| *name == format)
            .expect("a format");
        check(text)
    }

    #[test]
    fn each_format_has_its_form_and_no_other() {
        assert!(is("date-or-empty", "") && is("date-or-empty", "2018-02-28"));
        assert!(!is("date-or-empty", "2018-02-29"));
        assert!(is("local-date-time", "2026-05-07 09:20:27"));
        assert!(!is("local-date-time", "2026-05-07T09:20:27"));
        for text in ["2018-03-01T12:00Z", "2018-03-01T12:00:05Z"] {
            assert!(is("utc-date-time", text), "{text}");
        }
        for text in ["2018-03-01T12:00", "2018-03-01 12:00Z", "2018-02-29T12:00Z"] {
            assert!(!is("utc-date-time", text), "{text}");
        }
    }
}
