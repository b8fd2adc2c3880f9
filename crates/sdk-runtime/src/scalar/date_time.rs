//! Timestamps without a zone: `YYYY-MM-DD HH:MM:SS`, in the server's local time.
//!
//! Reads a blank or a `T` between date and time, and a time without seconds. Blank text, null and a date of zeros are no
//! timestamp.

use chrono::NaiveDateTime;
use serde::Serializer;

use super::{Wire, date, with_modules};

const FORM: &str = "%Y-%m-%d %H:%M:%S";
const FORMS: [&str; 4] = [
    FORM,
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%dT%H:%M",
];

/// A timestamp as `YYYY-MM-DD HH:MM:SS`.
pub enum AsText {}

impl Wire for AsText {
    type Value = NaiveDateTime;
    const EXPECTED: &'static str = "a timestamp as YYYY-MM-DD HH:MM:SS";

    fn from_text(text: &str) -> Result<Option<NaiveDateTime>, String> {
        if text.starts_with("0000-00-00") {
            return Ok(None);
        }
        if let Some(moment) = of_digits(text) {
            return Ok(Some(moment));
        }
        let found = FORMS
            .iter()
            .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok());
        found.map(Some).ok_or_else(String::new)
    }

    fn write<S: Serializer>(value: &NaiveDateTime, target: S) -> Result<S::Ok, S::Error> {
        target.collect_str(&value.format(FORM))
    }
}

/// The timestamp in a text that has all its digits in their places.
fn of_digits(text: &str) -> Option<NaiveDateTime> {
    let (date, time) = text.split_at_checked(10)?;
    let (minutes, seconds) = time.split_at_checked(6)?;
    let [b' ' | b'T', h1, h2, b':', m1, m2] = minutes.as_bytes() else {
        return None;
    };
    let second = match seconds.as_bytes() {
        [] => 0,
        [b':', s1, s2] => date::number([*s1, *s2])?,
        _ => return None,
    };
    let (hour, minute) = (date::number([*h1, *h2])?, date::number([*m1, *m2])?);
    date::of_digits(date)?.and_hms_opt(hour, minute, second)
}

with_modules!(AsText);

#[cfg(test)]
mod tests {
    use super::{super::testing::field, *};

    field!(NaiveDateTime, "super::option");

    #[test]
    fn every_form_seen_is_read_and_one_is_written() {
        for (text, expected) in [
            ("2018-05-03 11:33:45", r#""2018-05-03 11:33:45""#),
            ("2018-05-03T11:33:45", r#""2018-05-03 11:33:45""#),
            ("2018-05-03 11:33", r#""2018-05-03 11:33:00""#),
            ("2018-05-03T11:33", r#""2018-05-03 11:33:00""#),
        ] {
            let value = read(&format!("{text:?}")).expect(text).expect(text);
            assert_eq!(write(value).as_deref(), Ok(expected), "{text}");
        }
        for absent in [r#""""#, "null", r#""0000-00-00 00:00:00""#] {
            assert_eq!(read(absent), Ok(None), "{absent}");
        }
    }

    #[test]
    fn an_impossible_time_is_refused_with_what_was_found() {
        for json in [
            r#""2018-05-03 25:00:00""#,
            r#""2018-02-29 10:00:00""#,
            "1525339425",
        ] {
            let error = read(json).expect_err(json);
            assert!(error.starts_with("expected a timestamp as"), "{error}");
        }
    }
}
