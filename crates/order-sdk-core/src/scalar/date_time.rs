//! Timestamps without a time zone: `YYYY-MM-DD HH:MM:SS`, in the server's local time.
//!
//! Reads a space or a `T` between date and time, a time without seconds or with a fraction of a second, and a date
//! without a time, which is midnight. An empty string, null and a date of zeros mean that there is no timestamp.

use chrono::{Datelike, NaiveDateTime, TimeDelta};
use serde::{Serializer, ser::Error};

use super::{Wire, date, looks_like, with_modules};

/// What a timestamp looks like.
const FORMS: [&str; 4] = [
    "0000-00-00 00:00:00",
    "0000-00-00T00:00:00",
    "0000-00-00 00:00",
    "0000-00-00T00:00",
];
/// The length of a timestamp with seconds.
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
    if !FORMS.iter().any(|form| looks_like(whole, form)) {
        return None;
    }
    let nanoseconds = match fraction {
        "" => 0,
        fraction => nanoseconds(fraction.strip_prefix('.')?)?,
    };
    if text.starts_with("0000-00-00") {
        return Some(Ok(None));
    }
    let moment = of_digits(whole).map(|moment| moment + TimeDelta::nanoseconds(nanoseconds));
    let moment =
        moment.ok_or_else(|| "the calendar has no such day, or the time does not exist".into());
    Some(moment.map(Some))
}

/// A fraction of a second from its digits. Those after the ninth are ignored.
fn nanoseconds(digits: &str) -> Option<i64> {
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let digits = &digits[..digits.len().min(9)];
    format!("{digits:0<9}").parse().ok()
}

/// Parses a timestamp in one of the [`FORMS`].
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
    // chrono keeps a leap second as the second before it and a fraction.
    let (second, fraction) = match second {
        60 => (59, 1_000_000_000),
        second => (second, 0),
    };
    date::of_digits(date)?.and_hms_nano_opt(hour, minute, second, fraction)
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
            ("2016-12-31 23:59:60", r#""2016-12-31 23:59:60""#),
            (
                "2018-05-03 11:33:45.1234567891",
                r#""2018-05-03 11:33:45.123456789""#,
            ),
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
