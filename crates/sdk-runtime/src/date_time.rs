//! Timestamps without a zone: `YYYY-MM-DD HH:MM:SS`, in the server's local time.
//!
//! Reads a blank or a `T` between date and time, and a time without seconds. Blank text, null and a date of zeros are no
//! timestamp.

use chrono::NaiveDateTime;
use serde::{Deserializer, Serializer};

use crate::optional::{self, Scalar};

const FORM: &str = "%Y-%m-%d %H:%M:%S";
const FORMS: [&str; 4] = [FORM, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"];

impl Scalar for NaiveDateTime {
    const EXPECTED: &'static str = "a timestamp as YYYY-MM-DD HH:MM:SS";

    fn from_text(text: &str) -> Option<Result<Self, String>> {
        if text.starts_with("0000-00-00") {
            return None;
        }
        let found = FORMS
            .iter()
            .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok());
        Some(found.ok_or_else(String::new))
    }
}

/// Reads a timestamp.
///
/// # Errors
///
/// Where there is none, or one that calendar or clock do not have.
pub fn deserialize<'de, D: Deserializer<'de>>(source: D) -> Result<NaiveDateTime, D::Error> {
    optional::required(source)
}

/// Writes a timestamp as `YYYY-MM-DD HH:MM:SS`.
///
/// # Errors
///
/// As the target's.
pub fn serialize<S: Serializer>(value: &NaiveDateTime, target: S) -> Result<S::Ok, S::Error> {
    target.collect_str(&value.format(FORM))
}

/// The same for optional fields.
pub mod option {
    use super::{Deserializer, NaiveDateTime, Serializer, optional};

    /// Reads a timestamp, or none.
    ///
    /// # Errors
    ///
    /// Where calendar or clock do not have it.
    pub fn deserialize<'de, D: Deserializer<'de>>(
        source: D,
    ) -> Result<Option<NaiveDateTime>, D::Error> {
        optional::deserialize(source)
    }

    /// Writes a timestamp, none as null.
    ///
    /// # Errors
    ///
    /// As the target's.
    pub fn serialize<S: Serializer>(
        value: &Option<NaiveDateTime>,
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

    #[derive(Debug, Deserialize, Serialize)]
    struct Record {
        #[serde(default, with = "super::option")]
        at: Option<NaiveDateTime>,
    }

    fn read(text: &str) -> Result<String, String> {
        let record: Record = serde_json::from_str(&format!(r#"{{"at":"{text}"}}"#))
            .map_err(|error| error.to_string())?;
        serde_json::to_string(&record).map_err(|error| error.to_string())
    }

    #[test]
    fn every_form_seen_is_read_and_one_is_written() {
        let with_seconds = r#"{"at":"2018-05-03 11:33:45"}"#;
        assert_eq!(read("2018-05-03 11:33:45").as_deref(), Ok(with_seconds));
        assert_eq!(read("2018-05-03T11:33:45").as_deref(), Ok(with_seconds));
        assert_eq!(
            read("2018-05-03 11:33").as_deref(),
            Ok(r#"{"at":"2018-05-03 11:33:00"}"#)
        );
        assert_eq!(read("").as_deref(), Ok(r#"{"at":null}"#));
        assert_eq!(read("0000-00-00 00:00:00").as_deref(), Ok(r#"{"at":null}"#));
    }

    #[test]
    fn an_impossible_time_is_refused_with_what_was_found() {
        let error = read("2018-05-03 25:00:00").expect_err("no such hour");
        assert!(error.contains("found `2018-05-03 25:00:00`"), "{error}");
    }
}
