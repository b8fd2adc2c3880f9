//! Timestamps in UTC: `YYYY-MM-DDTHH:MMZ`, with seconds if they are not zero.
//!
//! Reads a `T` or a space between date and time, a fraction of a second, a time with or without `Z`, which is UTC
//! either way, and a date without a time, which is midnight UTC. A time with an offset is converted to UTC. An empty
//! string, null and a date of zeros mean that there is no timestamp.

use chrono::{DateTime, Datelike, NaiveDateTime, TimeDelta, Timelike, Utc};
use serde::{Serializer, ser::Error};

use super::{Wire, date, date_time, with_modules};

/// A timestamp as `YYYY-MM-DDTHH:MM:SSZ`, without the seconds if they are zero.
pub enum AsText {}

impl Wire for AsText {
    type Value = DateTime<Utc>;
    const EXPECTED: &'static str = "a UTC timestamp as YYYY-MM-DDTHH:MM:SSZ";

    fn from_text(text: &str) -> Result<Option<DateTime<Utc>>, String> {
        let bare = text.strip_suffix(['Z', 'z']).unwrap_or(text);
        match date_time::AsText::from_text(bare) {
            Ok(found) => Ok(found.as_ref().map(NaiveDateTime::and_utc)),
            Err(reason) => match with_offset(text) {
                Some(moment) if is_writable(&moment) => Ok(Some(moment)),
                _ => Err(reason),
            },
        }
    }

    fn write<S: Serializer>(value: &DateTime<Utc>, target: S) -> Result<S::Ok, S::Error> {
        if !is_writable(value) {
            return Err(S::Error::custom(format_args!(
                "the year of {value} cannot be written as YYYY"
            )));
        }
        let (date, time) = (value.date_naive(), value.time());
        match (time.second(), time.nanosecond()) {
            (0, 0) => {
                let (hour, minute) = (time.hour(), time.minute());
                target.collect_str(&format_args!("{date}T{hour:02}:{minute:02}Z"))
            }
            _ => target.collect_str(&format_args!("{date}T{time}Z")),
        }
    }
}

/// The timestamp in a string that ends with an offset, as RFC 3339 allows: `+01:00`.
fn with_offset(text: &str) -> Option<DateTime<Utc>> {
    let (moment, offset) = text.split_at_checked(text.len().checked_sub(6)?)?;
    let [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] = offset.as_bytes() else {
        return None;
    };
    let (hours, minutes) = (date::number([*h1, *h2])?, date::number([*m1, *m2])?);
    if hours > 23 || minutes > 59 {
        return None;
    }
    let offset = TimeDelta::minutes(i64::from(hours * 60 + minutes));
    let moment = date_time::with_time(moment)?.ok()??.and_utc();
    match sign {
        b'+' => moment.checked_sub_signed(offset),
        _ => moment.checked_add_signed(offset),
    }
}

/// Whether the year of a timestamp has four digits in UTC.
fn is_writable(moment: &DateTime<Utc>) -> bool {
    (0..=9999).contains(&moment.year())
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
            ("2018-03-01T12:00:05.25Z", r#""2018-03-01T12:00:05.250Z""#),
            ("2018-03-01T12:00:05.25", r#""2018-03-01T12:00:05.250Z""#),
            ("2018-03-01", r#""2018-03-01T00:00Z""#),
            ("2018-03-01T13:00:05+01:00", r#""2018-03-01T12:00:05Z""#),
            (
                "2018-03-01T00:30:05.5-02:30",
                r#""2018-03-01T03:00:05.500Z""#,
            ),
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
            r#""2018-3-1T1:2Z""#,
            r#""2018-3-1T1:2:3Z""#,
            r#""2018- 3-01T12:00:05Z""#,
            r#""2018-03-01T12:00:05UTC""#,
            r#""soon""#,
            r#""9999-12-31T23:59:59-05:00""#,
            r#""0000-01-01T00:00:00+05:00""#,
            r#""2018-03-01T13:00:05+24:00""#,
            r#""2018-03-01T13:00:05+01:60""#,
            r#""2018-03-01+01:00""#,
            r#""+12345-01-01T00:00:00Z""#,
            r#""Z""#,
            "1519905600",
        ] {
            let error = read(json).expect_err(json);
            assert!(error.starts_with("expected a UTC timestamp as"), "{error}");
        }
    }
}
