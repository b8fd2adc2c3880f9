//! Filters, sorting and fields as they are sent.

use chrono::{NaiveDate, NaiveDateTime};
use rust_decimal::Decimal;

use crate::{
    Fields, Filter,
    order_fields::{
        ADDRESS_LATITUDE, ADDRESS_NAME, AMOUNTINCLVAT, APPROVED, BILLED, DATE, ID, NR, TITLE,
        TS_LASTUPDATE,
    },
    order_line_fields,
};

fn day(year: i32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, 5, 7).expect("a day")
}

fn rendered(filter: Filter) -> Result<String, String> {
    String::try_from(filter).map_err(|error| error.to_string())
}

#[test]
fn each_type_is_written_as_the_service_writes_it() {
    let moment = day(2026).and_hms_milli_opt(9, 20, 27, 999).expect("a time");
    for (filter, expected) in [
        (order_line_fields::NR1.eq("H.018"), "nr1 eq 'H.018'"),
        (TITLE.ne("L'Atelier"), "title ne 'L''Atelier'"),
        (ADDRESS_NAME.eq(""), "address_name eq ''"),
        (order_line_fields::ORDERID.eq(67), "orderid eq 67"),
        (ID.gt(-1), "id gt -1"),
        (
            AMOUNTINCLVAT.gt(Decimal::new(-12_50, 2)),
            "amountinclvat gt -12.5",
        ),
        (AMOUNTINCLVAT.ne(-Decimal::ZERO), "amountinclvat ne 0"),
        (ADDRESS_LATITUDE.eq(-0.0), "address_latitude eq 0"),
        (ADDRESS_LATITUDE.gt(51.05), "address_latitude gt 51.05"),
        (ADDRESS_LATITUDE.gt(1e-7), "address_latitude gt 0.0000001"),
        (APPROVED.eq(true), "approved eq true"),
        (DATE.gt(day(987)), "date gt '0987-05-07'"),
        (
            TS_LASTUPDATE.gt(moment),
            "ts_lastupdate gt '2026-05-07 09:20:27'",
        ),
        (Filter::raw(" nr le 5 "), " nr le 5 "),
    ] {
        assert_eq!(rendered(filter).as_deref(), Ok(expected));
    }
}

#[test]
fn operands_with_another_operator_are_in_parentheses() {
    let approved = || APPROVED.eq(true);
    let billed = || BILLED.eq(false);
    let raw = || Filter::raw("nr lt 5");
    for (filter, expected) in [
        (
            approved().and(billed()),
            "approved eq true and billed eq false",
        ),
        (
            approved().and(billed().and(NR.eq(1))),
            "approved eq true and billed eq false and nr eq 1",
        ),
        (
            approved().or(billed()).and(NR.eq(1)),
            "(approved eq true or billed eq false) and nr eq 1",
        ),
        (
            approved().or(billed().and(NR.eq(1))),
            "approved eq true or (billed eq false and nr eq 1)",
        ),
        (raw().or(raw()), "(nr lt 5) or (nr lt 5)"),
    ] {
        assert_eq!(rendered(filter).as_deref(), Ok(expected));
    }
}

#[test]
fn the_error_names_the_field_whose_value_cannot_be_written() {
    let control = "the value contains a line break or another control character";
    let year = "the year of the date is not between 0 and 9999";
    let number = "the number is infinite or not a number";
    for (filter, expected) in [
        (TITLE.eq("a\tb"), format!("title: {control}")),
        (DATE.eq(day(12_026)), format!("date: {year}")),
        (
            TS_LASTUPDATE.gt(NaiveDateTime::from(day(-1))),
            format!("ts_lastupdate: {year}"),
        ),
        (
            ADDRESS_LATITUDE.eq(f64::NAN),
            format!("address_latitude: {number}"),
        ),
        // Only the first of two errors is reported.
        (
            TITLE.eq("\n").and(DATE.eq(day(-1))),
            format!("title: {control}"),
        ),
    ] {
        assert_eq!(rendered(filter.clone()), Err(expected.clone()));
        let inside = NR.eq(1).or(NR.eq(2).and(filter)).or(Filter::raw("nr lt 5"));
        assert_eq!(rendered(inside), Err(expected));
    }
}

#[test]
fn sorting_and_fields_are_written_as_the_service_reads_them() {
    assert_eq!(String::from(ID.ascending()), "id");
    assert_eq!(String::from(ID.descending()), "-id");
    assert_eq!(
        String::from(Fields::of(TITLE).and(TS_LASTUPDATE)),
        "title|ts_lastupdate"
    );
    assert_eq!(String::from(TITLE), "title");
}
