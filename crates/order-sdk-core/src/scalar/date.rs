//! Calendar dates: `YYYY-MM-DD`.
//!
//! A time after the date is ignored, because some services send one. An empty string, null and `0000-00-00`, with or
//! without a time, mean that there is no date.

use chrono::{Datelike, NaiveDate};
use serde::{Serializer, ser::Error};

use super::{Wire, date_time, looks_like, with_modules};

const ZEROS: &str = "0000-00-00";

/// A date as `YYYY-MM-DD`.
pub enum AsText {}

impl Wire for AsText {
    type Value = NaiveDate;
    const EXPECTED: &'static str = "a date as YYYY-MM-DD";

    fn from_text(text: &str) -> Result<Option<NaiveDate>, String> {
        if let Some(date) = of_digits(text) {
            return Ok(Some(date));
        }
        if text == ZEROS {
            return Ok(None);
        }
        if looks_like(text, ZEROS) {
            return Err("the calendar has no such day".into());
        }
        let moment = date_time::with_time(text).unwrap_or(Err(String::new()))?;
        Ok(moment.map(|moment| moment.date()))
    }

    fn write<S: Serializer>(value: &NaiveDate, target: S) -> Result<S::Ok, S::Error> {
        match value.year() {
            0..=9999 => target.collect_str(value),
            _ => Err(S::Error::custom(format_args!(
                "the year of {value} cannot be written as YYYY"
            ))),
        }
    }
}

/// Parses a date that is exactly `YYYY-MM-DD`.
pub(super) fn of_digits(text: &str) -> Option<NaiveDate> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else {
        return None;
    };
    let year = number([*y1, *y2])? * 100 + number([*y3, *y4])?;
    let (month, day) = (number([*m1, *m2])?, number([*d1, *d2])?);
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

/// The number in two ASCII digits.
pub(super) fn number(digits: [u8; 2]) -> Option<u32> {
    let [tens, ones] = digits.map(|digit| digit.wrapping_sub(b'0'));
    (tens < 10 && ones < 10).then(|| u32::from(tens) * 10 + u32::from(ones))
}

with_modules!(AsText);

#[cfg(test)]
mod tests {
    use super::{super::testing::field, *};

    field!(NaiveDate, "super::option");

    #[test]
    fn dates_and_their_absence_are_read() {
        let date = NaiveDate::from_ymd_opt(2018, 2, 15).expect("a date");
        assert_eq!(read(r#""2018-02-15""#), Ok(Some(date)));
        for with_time in [
            "2018-02-15 10:00:00",
            "2018-02-15T10:00",
            "2018-02-15 10:00:00.123",
        ] {
            assert_eq!(
                read(&format!("{with_time:?}")),
                Ok(Some(date)),
                "{with_time}"
            );
        }
        for absent in [
            r#""""#,
            "null",
            r#""0000-00-00""#,
            r#""0000-00-00 00:00:00""#,
        ] {
            assert_eq!(read(absent), Ok(None), "{absent}");
        }
        assert_eq!(write(date).as_deref(), Ok(r#""2018-02-15""#));
    }

    #[test]
    fn an_impossible_date_is_refused_with_what_was_found() {
        let error = read(r#""2018-02-29""#).expect_err("no leap year");
        assert!(
            error.starts_with("expected a date as YYYY-MM-DD, found `2018-02-29`: "),
            "{error}"
        );
        for json in [
            r#""2018-2-1""#,
            r#""-218-02-15""#,
            r#""2018- 2- 1""#,
            r#""+2018-2-01""#,
            r#"" 2018-02-01""#,
            r#""2018-02-15 25:00:00""#,
            r#""2018-02-15 noon""#,
            r#""0000-00-00 noon""#,
            "20180201",
            r#""15/02/2018""#,
            "true",
        ] {
            assert!(read(json).is_err(), "{json}");
        }
    }

    #[test]
    fn a_year_without_four_digits_is_not_written() {
        let written = |year| write(NaiveDate::from_ymd_opt(year, 1, 1).expect("a date"));
        assert_eq!(written(9999).as_deref(), Ok(r#""9999-01-01""#));
        for year in [10_000, -1] {
            let error = written(year).expect_err("too many digits");
            assert!(
                error.contains("-01-01 cannot be written as YYYY"),
                "{error}"
            );
        }
    }
}
