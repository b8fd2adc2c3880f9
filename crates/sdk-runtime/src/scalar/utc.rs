//! Moments in UTC: `YYYY-MM-DDTHH:MMZ`, with seconds where there are any.
//!
//! Reads a `T` or a blank between date and time, any part of a second, and a time with or without `Z`: it is UTC both
//! ways. A time with an offset of its own is taken by it. Blank text, null and a date of zeros are no moment.

use chrono::{DateTime, NaiveDateTime, Timelike, Utc};
use serde::Serializer;

use super::{Wire, date_time, with_modules};

/// A moment as `YYYY-MM-DDTHH:MM:SSZ`, the seconds left out where they are none.
pub enum AsText {}

impl Wire for AsText {
    type Value = DateTime<Utc>;
    const EXPECTED: &'static str = "a moment as YYYY-MM-DDTHH:MM:SSZ";

    fn from_text(text: &str) -> Result<Option<DateTime<Utc>>, String> {
        let bare = text.strip_suffix(['Z', 'z']).unwrap_or(text);
        // What RFC 3339 allows and the timestamps of this crate lack: an offset, and parts of a second.
        let full = || text.parse().or_else(|_| format!("{bare}Z").parse()).ok();
        match date_time::AsText::from_text(bare) {
            Ok(found) => Ok(found.as_ref().map(NaiveDateTime::and_utc)),
            Err(reason) => full().map(Some).ok_or(reason),
        }
    }

    fn write<S: Serializer>(value: &DateTime<Utc>, target: S) -> Result<S::Ok, S::Error> {
        target.collect_str(&value.format(match value.second() {
            0 => "%Y-%m-%dT%H:%MZ",
            _ => "%Y-%m-%dT%H:%M:%SZ",
        }))
    }
}

with_modules!(AsText);

#[cfg(test)]
mod tests {
    use super::{super::testing::field, *};

    field!(DateTime<Utc>, "super::option");

    #[test]
    fn every_form_seen_is_read_and_the_shortest_is_written() {
        for (text, expected) in [
            ("2018-03-01T12:00Z", r#""2018-03-01T12:00Z""#),
            ("2018-03-01T12:00", r#""2018-03-01T12:00Z""#),
            ("2018-03-01 12:00Z", r#""2018-03-01T12:00Z""#),
            ("2018-03-01 12:00:00", r#""2018-03-01T12:00Z""#),
            ("2018-03-01T12:00:05Z", r#""2018-03-01T12:00:05Z""#),
            ("2018-03-01 12:00:05", r#""2018-03-01T12:00:05Z""#),
            ("2018-03-01T12:00:05.25Z", r#""2018-03-01T12:00:05Z""#),
            ("2018-03-01T12:00:05.25", r#""2018-03-01T12:00:05Z""#),
            ("2018-03-01T13:00:05+01:00", r#""2018-03-01T12:00:05Z""#),
        ] {
            let value = read(&format!("{text:?}")).expect(text).expect(text);
            assert_eq!(write(value).as_deref(), Ok(expected), "{text}");
        }
        for absent in [r#""""#, "null", r#""0000-00-00""#, r#""0000-00-00T00:00Z""#] {
            assert_eq!(read(absent), Ok(None), "{absent}");
        }
    }

    #[test]
    fn an_impossible_moment_is_refused_with_what_was_found() {
        for json in [
            r#""2018-03-01T25:00Z""#,
            r#""2018-02-29T10:00Z""#,
            r#""2018-03-01""#,
            r#""2018-03-01Z""#,
            r#""2018-3-1T1:2Z""#,
            r#""soon""#,
            r#""Z""#,
            "1519905600",
        ] {
            let error = read(json).expect_err(json);
            assert!(error.starts_with("expected a moment as"), "{error}");
        }
    }
}
