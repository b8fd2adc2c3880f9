//! Timestamps without a zone: `YYYY-MM-DD HH:MM:SS`, in the server's local time.
//!
//! Reads a space or a `T` between date and time, a time without seconds or with a fraction of a second, and a date
//! without a time, which is midnight. An empty string, null and a date of zeros mean that there is no
//! timestamp.

use chrono::{Datelike, NaiveDateTime};
use serde::{Serializer, ser::Error};

use super::{Wire, date, looks_like, with_modules};

/// What a timestamp looks like, and the same form in chrono's notation.
const FORMS: [(&str, &str); 4] = [
    ("0000-00-00 00:00:00", "%Y-%m-%d %H:%M:%S"),
    ("0000-00-00T00:00:00", "%Y-%m-%dT%H:%M:%S"),
    ("0000-00-00 00:00", "%Y-%m-%d %H:%M"),
    ("0000-00-00T00:00", "%Y-%m-%dT%H:%M"),
];
/// How many characters a timestamp with seconds has.
const WITH_SECONDS: usize = "0000-00-00 00:00:00".len();

/// A timestamp as `YYYY-MM-DD HH:MM:SS`.
pub enum AsText {}

impl Wire for AsText {
    type Value = NaiveDateTime;
    const EXPECTED: &'static str = "a timestamp as YYYY-MM-DD HH:MM:SS";

    fn from_text(text: &str) -> Result<Option<NaiveDateTime>, String> {
        if let Some(moment) = of_digits(text) {
            return Ok(Some(moment));
        }
        match with_time(text) {
            Some(found) => found,
            None => {
                let date = date::AsText::from_text(text)?;
                Ok(date.and_then(|date| date.and_hms_opt(0, 0, 0)))
            }
        }
    }

    fn write<S: Serializer>(value: &NaiveDateTime, target: S) -> Result<S::Ok, S::Error> {
        match value.year() {
            // A fraction of a second is written only if there is one.
            0..=9999 => target.collect_str(value),
            _ => Err(S::Error::custom(format_args!(
                "the year of {value} cannot be written as YYYY"
            ))),
        }
    }
}

/// Reads a date and a time; `None` if the string does not have the form of both.
pub(super) fn with_time(text: &str) -> Option<Result<Option<NaiveDateTime>, String>> {
    let (whole, fraction) = text.split_at_checked(WITH_SECONDS).unwrap_or((text, ""));
    // Without this check, chrono would also accept signs, several spaces or none, and parts of one digit.
    let (_, form) = FORMS.iter().find(|(form, _)| looks_like(whole, form))?;
    let is_fraction =
        |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !fraction.is_empty() && !fraction.strip_prefix('.').is_some_and(is_fraction) {
        return None;
    }
    if text.starts_with("0000-00-00") {
        return Some(Ok(None));
    }
    let found = NaiveDateTime::parse_from_str(text, &format!("{form}%.f"));
    Some(found.map(Some).map_err(|error| error.to_string()))
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
            ("2018-05-03", r#""2018-05-03 00:00:00""#),
            ("2018-05-03 11:33:45.25", r#""2018-05-03 11:33:45.250""#),
            ("2018-05-03T11:33:45.000000", r#""2018-05-03 11:33:45""#),
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
            r#""0000-00-00 00:00:00.000""#,
        ] {
            assert_eq!(read(absent), Ok(None), "{absent}");
        }
    }

    #[test]
    fn an_impossible_time_is_refused_with_what_was_found() {
        for json in [
            r#""2018-05-03 25:00:00""#,
            r#""2018-02-29 10:00:00""#,
            r#""2018-05-03 11:33:45.""#,
            r#""2018-05-03 11:33:45,5""#,
            r#""2018-05-03 11:33.5""#,
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
