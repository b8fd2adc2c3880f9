//! Dates, timestamps, integers and changes of fields: a written value reads back equal, and nothing else is read.

use chrono::{NaiveDate, NaiveDateTime};
use order_sdk_core::Patch;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
struct Record {
    #[serde(
        default,
        with = "order_sdk_core::date::option",
        skip_serializing_if = "Option::is_none"
    )]
    date: Option<NaiveDate>,
    #[serde(
        default,
        with = "order_sdk_core::date_time::option",
        skip_serializing_if = "Option::is_none"
    )]
    time: Option<NaiveDateTime>,
    #[serde(
        default,
        with = "order_sdk_core::integer::option",
        skip_serializing_if = "Option::is_none"
    )]
    count: Option<i64>,
}

#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
struct Update {
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    note: Patch<String>,
    #[serde(
        default,
        with = "order_sdk_core::date::patch",
        skip_serializing_if = "Patch::is_keep"
    )]
    date: Patch<NaiveDate>,
    #[serde(
        default,
        with = "order_sdk_core::integer::patch",
        skip_serializing_if = "Patch::is_keep"
    )]
    count: Patch<i64>,
    #[serde(
        default,
        with = "order_sdk_core::yes_no::patch",
        skip_serializing_if = "Patch::is_keep"
    )]
    included: Patch<bool>,
}

/// The record from JSON with one field, if it can be read.
fn read(field: &str, json: impl std::fmt::Display) -> Option<Record> {
    serde_json::from_str(&format!("{{\"{field}\":{json}}}")).ok()
}

fn written(record: &Record) -> String {
    serde_json::to_string(record).expect("written")
}

fn patch<T: std::fmt::Debug>(value: impl Strategy<Value = T>) -> impl Strategy<Value = Patch<T>> {
    prop::option::of(prop::option::of(value)).prop_map(|change| match change {
        None => Patch::Keep,
        Some(None) => Patch::Clear,
        Some(Some(value)) => Patch::Set(value),
    })
}

fn day() -> impl Strategy<Value = NaiveDate> {
    // From the first to the last day whose year has four digits.
    (1_i32..=3_652_059)
        .prop_map(|day| NaiveDate::from_num_days_from_ce_opt(day).expect("a day of the calendar"))
}

#[test]
fn every_day_of_two_centuries_is_read_and_no_other() {
    for year in 1896..2105 {
        for month in 0..=13 {
            for day in 0..=32 {
                let text = format!("{year:04}-{month:02}-{day:02}");
                let expected = NaiveDate::from_ymd_opt(year, month, day);
                let found = read("date", format!("{text:?}")).and_then(|record| record.date);
                assert_eq!(found, expected, "{text}");
            }
        }
    }
}

proptest! {
    #[test]
    fn dates_read_back_equal(date in day()) {
        let record = Record { date: Some(date), ..Record::default() };
        let json = written(&record);
        prop_assert_eq!(&json, &format!("{{\"date\":\"{date}\"}}"));
        prop_assert_eq!(serde_json::from_str::<Record>(&json).ok(), Some(record));
    }

    #[test]
    fn a_date_has_only_one_form(text in "[-+ 0-9T:/]{1,12}") {
        if let Some(Record { date: Some(date), .. }) = read("date", format!("{text:?}")) {
            prop_assert_eq!(date.to_string(), text);
        }
    }

    #[test]
    fn timestamps_are_read_from_each_form(date in day(), second in 0..86_400_u32) {
        let time = date.and_hms_opt(second / 3600, second / 60 % 60, second % 60).expect("a time");
        let exact = Record { time: Some(time), ..Record::default() };
        let json = format!("\"{}\"", time.format("%Y-%m-%d %H:%M:%S"));
        prop_assert_eq!(written(&exact), format!("{{\"time\":{json}}}"));
        prop_assert_eq!(read("time", &json), Some(exact.clone()));
        prop_assert_eq!(read("time", json.replace(' ', "T")), Some(exact));
        let minute = date.and_hms_opt(second / 3600, second / 60 % 60, 0);
        let brief = time.format("\"%Y-%m-%dT%H:%M\"");
        prop_assert_eq!(read("time", brief).and_then(|record| record.time), minute);
    }

    #[test]
    fn a_timestamp_has_only_the_known_forms(text in "2018-0[0-9T: ]{1,2}-[0-9]{1,2}[ T]{0,2}[-+ 0-9T:.Z]{1,10}") {
        if let Some(Record { time: Some(time), .. }) = read("time", format!("{text:?}")) {
            let seconds = match text.len() {
                10 => " 00:00:00",
                16 => ":00",
                _ => "",
            };
            let shown = time.format("%Y-%m-%d %H:%M:%S").to_string();
            prop_assert_eq!(shown, text.replace('T', " ") + seconds);
        }
    }

    #[test]
    fn integers_are_read_from_numbers_and_strings(count in any::<i64>()) {
        let record = Some(Record { count: Some(count), ..Record::default() });
        prop_assert_eq!(read("count", count), record.clone());
        prop_assert_eq!(read("count", format!("\"{count}\"")), record.clone());
        prop_assert_eq!(record.map(|record| written(&record)), Some(format!("{{\"count\":{count}}}")));
    }

    #[test]
    fn a_number_that_is_not_a_64_bit_integer_is_refused(beyond in any::<i128>(), fraction in 0.001..0.999_f64) {
        prop_assume!(i64::try_from(beyond).is_err());
        prop_assert_eq!(read("count", beyond), None);
        prop_assert_eq!(read("count", format!("\"{beyond}\"")), None);
        prop_assert_eq!(read("count", fraction), None);
    }

    #[test]
    fn each_state_of_a_change_reads_back_equal(
        note in patch(".*"), date in patch(day()), count in patch(any::<i64>()), included in patch(any::<bool>()),
    ) {
        let update = Update { note, date, count, included };
        let json = serde_json::to_string(&update).expect("written");
        prop_assert_eq!(serde_json::from_str::<Update>(&json).ok(), Some(update.clone()));
        prop_assert_eq!(json.contains("\"note\""), !update.note.is_keep());
        prop_assert_eq!(json.contains("\"date\":null"), update.date == Patch::Clear);
    }
}
