//! Timestamps without a zone: `YYYY-MM-DD HH:MM:SS`, in the server's local time.
//!
//! Reads a blank or a `T` between date and time, and a time without seconds. Blank text, null and a date of zeros are no
//! timestamp.

use chrono::NaiveDateTime;
use serde::Serializer;

use super::{Wire, date, looks_like, with_modules};

const FORM: &str = "%Y-%m-%d %H:%M:%S";
/// What a timestamp looks like, and how chrono calls that.
const FORMS: [(&str, &str); 4] = [
    ("0000-00-00 00:00:00", FORM),
    ("0000-00-00T00:00:00", "%Y-%m-%dT%H:%M:%S"),
    ("0000-00-00 00:00", "%Y-%m-%d %H:%M"),
    ("0000-00-00T00:00", "%Y-%m-%dT%H:%M"),
];

/// A timestamp as `YYYY-MM-DD HH:MM:SS`.
pub enum AsText {}

impl Wire for AsText {
    type Value = NaiveDateTime;
    const EXPECTED: &'static str = "a timestamp as YYYY-MM-DD HH:MM:SS";

    fn from_text(text: &str) -> Result<Option<NaiveDateTime>, String> {
        if let Some(moment) = of_digits(text) {
            return Ok(Some(moment));
        }
        if text == "0000-00-00" {
            return Ok(None);
        }
        // chrono alone would also take signs, more blanks or none, and parts of one digit.
        let form = FORMS.iter().find(|(form, _)| looks_like(text, form));
        let Some((_, form)) = form else {
            return Err(String::new());
        };
        if text.starts_with("0000-00-00") {
            return Ok(None);
        }
        let found = NaiveDateTime::parse_from_str(text, form);
        found.map(Some).map_err(|error| error.to_string())
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
        for absent in [
            r#""""#,
            "null",
            r#""0000-00-00""#,
            r#""0000-00-00T00:00""#,
            r#""0000-00-00 00:00:00""#,
        ] {
            assert_eq!(read(absent), Ok(None), "{absent}");
        }
    }

    #[test]
    fn an_impossible_time_is_refused_with_what_was_found() {
        for json in [
            r#""2018-05-03 25:00:00""#,
            r#""2018-02-29 10:00:00""#,
            r#""2018-05-03""#,
            r#""2018-05-0311:33:45""#,
            r#""2018-5-3 1:2:3""#,
            r#""2018-05-03 11:33:45Z""#,
            r#""0000-00-00 later""#,
            "1525339425",
        ] {
            let error = read(json).expect_err(json);
            assert!(error.starts_with("expected a timestamp as"), "{error}");
        }
    }
}
