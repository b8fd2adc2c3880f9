//! Orders written as columns and parsed again: the documented call, and forms that other clients send.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{
    ColumnsError, OrderColumns, OrderLineColumns, OrderLineUpdateColumns, OrderUpdateColumns,
};
use crate::types::{OrderCreate, OrderLineCreate, OrderLineUpdate, OrderUpdate};

/// The call that the vendor documents.
const DOCUMENTED: &str = "type='FAKTUUR',company_id=2,address_id=3759";

fn read(text: &str) -> OrderCreate {
    let order = OrderColumns::from(text).parse();
    order.unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn written(order: &OrderCreate) -> String {
    OrderColumns::try_from(order).expect("written").to_string()
}

fn refused(text: &str) -> String {
    let error = text.parse::<OrderCreate>();
    error.expect_err(text).to_string()
}

fn minimal() -> OrderCreate {
    OrderCreate::new("FAKTUUR")
}

#[test]
fn the_documented_call_is_read_and_written_in_declared_order() {
    let order = read(DOCUMENTED);
    assert_eq!(order.type_, "FAKTUUR");
    assert_eq!((order.company_id, order.address_id), (Some(2), Some(3759)));
    assert_eq!(
        written(&order),
        "company_id=2,type='FAKTUUR',address_id=3759"
    );
}

#[test]
fn each_kind_of_value_is_written_in_one_form() {
    let order = OrderCreate {
        nr: Some(-159),
        nr_add: Some("12".into()),
        date: NaiveDate::from_ymd_opt(2026, 5, 7),
        title: Some("L'Atelier, \"a=b\" \\ é".into()),
        concerning: Some(String::new()),
        cashdiscount_percent: Some(Decimal::new(1235, 2)),
        advance: Some(Decimal::new(100_000, 3)),
        blocked: Some(true),
        approved: Some(false),
        ..minimal()
    };
    let text = "type='FAKTUUR',nr=-159,nr_add='12',date='2026-05-07',title='L''Atelier, \"a=b\" \\ é',concerning='',\
                cashdiscount_percent=12.35,advance=100,blocked=True,approved=False";
    assert_eq!(written(&order), text);
    assert_eq!(read(text), order);
}

#[test]
fn forms_of_other_clients_are_read() {
    let order = OrderCreate {
        date: NaiveDate::from_ymd_opt(2026, 5, 7),
        title: Some("x".into()),
        advance: Some(Decimal::new(85, 2)),
        blocked: Some(false),
        ..read(DOCUMENTED)
    };
    for text in [
        "type='FAKTUUR', company_id=2, address_id=3759, date='2026-05-07', title ='x', advance=0.85, blocked=False",
        "  address_id = 3759 ,\r\n\tcompany_id=2,type='FAKTUUR',date='2026-05-07',title='x',advance=0.850,blocked=false ",
        "type='FAKTUUR',company_id='2',address_id='3759',date='2026-05-07',title='x',advance='0.85',blocked='False'",
        "type='FAKTUUR',company_id='2',address_id='3759',date='2026-05-07',title='x',advance='0.85',blocked='0'",
    ] {
        assert_eq!(read(text), order, "{text}");
    }
}

#[test]
fn an_empty_date_or_number_is_none_and_an_empty_string_is_kept() {
    let order = read("type='FAKTUUR',date='',nr='',title=''");
    assert_eq!((order.date, order.nr), (None, None));
    assert_eq!(order.title.as_deref(), Some(""));
}

#[test]
fn a_bare_number_keeps_all_its_digits() {
    let order = read("type='FAKTUUR',advance=0.1234567890123456789012345678");
    assert_eq!(
        order.advance.map(|advance| advance.to_string()).as_deref(),
        Some("0.1234567890123456789012345678")
    );
}

#[test]
fn one_error_reports_all_fields_that_cannot_be_written() {
    let order = OrderCreate {
        nr_add: Some("123456".into()),
        title: Some(format!("two\n{}", "x".repeat(47))),
        concerning: Some("tab\there".into()),
        ordernr: Some("\u{85}".into()),
        vatcode: Some("21\u{7f}".into()),
        advance: "0.12345678901234567890".parse().ok(),
        sent_date: NaiveDate::from_ymd_opt(10_000, 1, 1),
        ..minimal()
    };
    let error = OrderColumns::try_from(order).expect_err("control characters");
    let ColumnsError::Invalid(invalid) = error else {
        panic!("{error}");
    };
    let messages: Vec<_> = invalid.violations.iter().map(ToString::to_string).collect();
    assert_eq!(
        messages,
        [
            "nr_add: 6 characters, at most 5 are allowed",
            "title: 51 characters, at most 50 are allowed",
            "advance: 0.12345678901234567890 has more digits than can be sent exactly as a JSON number",
            "title: character 4 is a line feed (U+000A), which is not allowed in columns",
            "concerning: character 4 is a tab (U+0009), which is not allowed in columns",
            "ordernr: character 1 is a control character (U+0085), which is not allowed in columns",
            "vatcode: character 3 is a delete character (U+007F), which is not allowed in columns",
            "sent_date: the year of +10000-01-01 cannot be written as YYYY",
        ]
    );
}

#[test]
fn a_doubled_apostrophe_counts_once() {
    let order = minimal().nr_add("'".repeat(5));
    assert_eq!(
        written(&order),
        format!("type='FAKTUUR',nr_add='{}'", "'".repeat(10))
    );
}

#[test]
fn unknown_repeated_missing_and_mistyped_fields_are_refused() {
    for (text, message) in [
        (
            "type='A',typ='B'",
            "columns, byte 10: the field `typ` is unknown or cannot be written; remove it, or correct its name",
        ),
        (
            "type='A',Nr=1",
            "columns, byte 10: the field `Nr` is unknown or cannot be written; remove it, or correct its name",
        ),
        (
            "type='A',nr=1, nr=2",
            "columns, byte 16: `nr` is given a second time",
        ),
        ("nr=1", "columns: `type` is missing"),
        (
            "type='A',nr='x'",
            "columns, byte 13: `nr`: expected a whole number, found `x`",
        ),
        (
            "type='A',nr=1.5",
            "columns, byte 13: `nr`: expected a whole number, found `1.5`",
        ),
        (
            "type='A',nr=True",
            "columns, byte 13: `nr`: expected a whole number, found true",
        ),
        (
            "type='A',date=20260507",
            "columns, byte 15: `date`: expected a date as YYYY-MM-DD, found 20260507",
        ),
        (
            "type='A',nr_add=12",
            "columns, byte 17: `nr_add`: expected a string in apostrophes, found 12",
        ),
        (
            "type=True",
            "columns, byte 6: `type`: expected a string in apostrophes, found true",
        ),
        (
            "type='é',blocked=2",
            "columns, byte 19: `blocked`: expected true or false, found 2",
        ),
    ] {
        assert_eq!(refused(text), message, "{text}");
    }
    let error = refused("type='A',date='2026-02-30'");
    assert!(
        error.starts_with(
            "columns, byte 15: `date`: expected a date as YYYY-MM-DD, found `2026-02-30`"
        ),
        "{error}"
    );
}

#[test]
fn an_update_has_the_fields_that_change() {
    let update = OrderUpdate::new().concerning("L'Atelier").approved(false);
    let columns = OrderUpdateColumns::try_from(&update).expect("written");
    assert_eq!(columns.as_str(), "concerning='L''Atelier',approved=False");
    assert_eq!(columns.parse(), Ok(update));
    let error = OrderUpdateColumns::from_text("type='FAKTUUR'").parse();
    let error = error.expect_err("an update has no type").to_string();
    assert_eq!(
        error,
        "columns, byte 1: the field `type` is unknown or cannot be written; remove it, or correct its name"
    );
}

#[test]
fn an_update_without_a_change_is_refused() {
    for refused in [
        OrderUpdateColumns::try_from(OrderUpdate::new()).map(drop),
        OrderLineUpdateColumns::try_from(OrderLineUpdate::new()).map(drop),
    ] {
        assert_eq!(refused, Err(ColumnsError::Empty));
    }
}

#[test]
fn a_line_is_written_and_read_with_decimals_and_negative_ids() {
    let line = OrderLineCreate::new(-17)
        .description("Oak door")
        .quantity1(2)
        .price_unit(Decimal::new(4505, 1))
        .vatcocontractor(true);
    let columns = OrderLineColumns::try_from(&line).expect("written");
    let text =
        "orderid=-17,description='Oak door',quantity1=2,price_unit=450.5,vatcocontractor=True";
    assert_eq!(columns.as_str(), text);
    assert_eq!(columns.parse(), Ok(line));
    let error = OrderLineColumns::from_text("quantity1=2").parse();
    assert_eq!(
        error.expect_err("no order").to_string(),
        "columns: `orderid` is missing"
    );
    let long = OrderLineUpdate::new()
        .unit1("12345678901")
        .vatcode("123456");
    let refused = OrderLineUpdateColumns::try_from(long).expect_err("too long");
    let refused = refused.to_string();
    assert!(
        refused.contains("unit1") && refused.contains("vatcode"),
        "{refused}"
    );
}
