//! Calendar dates: `YYYY-MM-DD`. Blank text, null and `0000-00-00` are no date.

use chrono::NaiveDate;
use serde::{Deserializer, Serializer};

use crate::optional::{self, Scalar};

const FORM: &str = "%Y-%m-%d";

impl Scalar for NaiveDate {
    const EXPECTED: &'static str = "a date as YYYY-MM-DD";

    fn from_text(text: &str) -> Option<Result<Self, String>> {
        if text == "0000-00-00" {
            return None;
        }
        // chrono also takes months and days of one digit.
        if text.len() != 10 {
            return Some(Err(String::new()));
        }
        Some(NaiveDate::parse_from_str(text, FORM).map_err(|error| format!(" ({error})")))
    }
}

/// Reads a date.
///
/// # Errors
///
/// Where there is none, or one that the calendar does not have.
pub fn deserialize<'de, D: Deserializer<'de>>(source: D) -> Result<NaiveDate, D::Error> {
    optional::required(source)
}

/// Writes a date as `YYYY-MM-DD`.
///
/// # Errors
///
/// As the target's.
pub fn serialize<S: Serializer>(value: &NaiveDate, target: S) -> Result<S::Ok, S::Error> {
    target.collect_str(&value.format(FORM))
}

/// The same for optional fields.
pub mod option {
    use super::{Deserializer, NaiveDate, Serializer, optional};

    /// Reads a date, or none.
    ///
    /// # Errors
    ///
    /// Where the calendar does not have the date.
    pub fn deserialize<'de, D: Deserializer<'de>>(
        source: D,
    ) -> Result<Option<NaiveDate>, D::Error> {
        optional::deserialize(source)
    }

    /// Writes a date, none as null.
    ///
    /// # Errors
    ///
    /// As the target's.
    pub fn serialize<S: Serializer>(
        value: &Option<NaiveDate>,
        target: S,
    ) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => super::serialize(value, target),
            None => target.serialize_none(),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Serialize};

    use super::*;

    #[derive(Debug, Deserialize, PartialEq, Serialize)]
    struct Record {
        #[serde(default, with = "super::option")]
        date: Option<NaiveDate>,
    }

    fn read(json: &str) -> Result<Option<NaiveDate>, String> {
        let record = serde_json::from_str::<Record>(&format!(r#"{{"date":{json}}}"#));
        record.map(|record| record.date).map_err(|error| error.to_string())
    }

    #[test]
    fn dates_and_their_absence_are_read() {
        assert_eq!(read(r#""2018-02-15""#), Ok(NaiveDate::from_ymd_opt(2018, 2, 15)));
        for absent in [r#""""#, "null", r#""0000-00-00""#] {
            assert_eq!(read(absent), Ok(None), "{absent}");
        }
    }

    #[test]
    fn an_impossible_date_is_refused_with_what_was_found() {
        let error = read(r#""2018-02-29""#).expect_err("no leap year");
        assert!(error.starts_with("expected a date as YYYY-MM-DD, found `2018-02-29`"), "{error}");
        assert!(read(r#""2018-2-1""#).is_err());
        assert!(read("20180201").is_err());
    }

    #[test]
    fn a_date_is_written_in_its_one_form() {
        let date = NaiveDate::from_ymd_opt(2026, 5, 7);
        let json = serde_json::to_string(&Record { date }).expect("written");
        assert_eq!(json, r#"{"date":"2026-05-07"}"#);
    }
}
