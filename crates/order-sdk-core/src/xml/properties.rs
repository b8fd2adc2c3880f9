//! Properties of reading and writing for random values and texts, and the limits.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{
    MAX_BYTES, MAX_DEPTH, Problem,
    characters::is_allowed,
    testing::{LIST, ROOT, read, write},
};

/// A text of characters that XML allows, often with characters that must be escaped.
fn text() -> impl Strategy<Value = String> {
    let awkward = prop::sample::select(vec![
        '&',
        '<',
        '>',
        '"',
        '\'',
        '\r',
        '\n',
        '\t',
        ' ',
        ']',
        ';',
        '#',
        '\u{85}',
        '\u{2028}',
        '\u{feff}',
        '\u{7f}',
        '\u{d7ff}',
        '\u{e000}',
        '\u{fffd}',
        '\u{10ffff}',
    ]);
    let any = any::<char>().prop_filter("not allowed in XML", |c| is_allowed(*c));
    prop::collection::vec(prop_oneof![awkward, any], 0..24)
        .prop_map(|all| all.into_iter().collect())
}

fn members(all: Vec<(&str, Option<Value>)>) -> Value {
    let present = all
        .into_iter()
        .filter_map(|(key, value)| Some((key.to_owned(), value?)));
    Value::Object(present.collect())
}

fn maybe(value: impl Strategy<Value = Value>) -> impl Strategy<Value = Option<Value>> {
    prop::option::of(value)
}

fn string() -> impl Strategy<Value = Value> {
    text().prop_map(Value::String)
}

fn list(entry: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    prop::collection::vec(entry, 0..4).prop_map(Value::Array)
}

fn line() -> impl Strategy<Value = Value> {
    let amount = || maybe(string());
    let inner = list(amount().prop_map(|amount| members(vec![("amount", amount)])));
    (amount(), maybe(inner))
        .prop_map(|(amount, lines)| members(vec![("amount", amount), ("lines", lines)]))
}

/// A record. An address without members is null, because an empty element is read as null.
fn record() -> impl Strategy<Value = Value> {
    let address = (string(), maybe(string()))
        .prop_map(|(street, city)| members(vec![("street", Some(street)), ("city", city)]));
    let address = prop_oneof![address, Just(Value::Null)];
    let marks = list(string()).prop_filter("an empty list is absent", |list| list != &json!([]));
    let all = (
        (
            maybe(string()),
            maybe(string()),
            maybe(address),
            maybe(list(line())),
        ),
        (maybe(list(string())), maybe(marks), maybe(string())),
    );
    all.prop_map(|((id, html, address, lines), (tags, marks, new))| {
        members(vec![
            ("id", id),
            ("note_html", html),
            ("address", address),
            ("lines", lines),
            ("tags", tags),
            ("marks", marks),
            ("new", new),
        ])
    })
}

proptest! {
    #[test]
    fn a_written_record_reads_back_equal(value in record()) {
        let text = write(&ROOT, &value).expect("written");
        prop_assert_eq!(read(&ROOT, &text).expect("read"), value);
    }

    #[test]
    fn a_written_list_reads_back_equal(value in list(record())) {
        let text = write(&LIST, &value).expect("written");
        prop_assert_eq!(read(&LIST, &text).expect("read"), value);
    }

    #[test]
    fn a_text_is_written_or_refused_but_never_changed(text in any::<String>()) {
        match write(&ROOT, &json!({ "id": text })) {
            Ok(xml) => prop_assert_eq!(read(&ROOT, &xml).expect("read"), json!({ "id": text })),
            Err(error) => prop_assert!(matches!(error.problem(), Problem::Character(_)), "{}", error),
        }
    }

    #[test]
    fn any_document_is_read_or_refused(inside in "[<>/&;a-c!\\[\\]\"'= \\-?CDATA#x0-9:]{0,40}") {
        let document = format!("<record>{inside}</record>");
        if let Ok(value) = read(&ROOT, &document) {
            // A value that was read can be written, and reads back equal.
            let text = write(&ROOT, &value).expect("written");
            prop_assert_eq!(read(&ROOT, &text).expect("read"), value);
        }
    }
}

#[test]
fn a_document_is_as_deep_as_the_limit_and_no_deeper() {
    let nested = |depth: usize| {
        let inner = "<a>".repeat(depth - 1) + &"</a>".repeat(depth - 1);
        read(&ROOT, &format!("<record>{inner}</record>"))
    };
    nested(MAX_DEPTH).expect("read");
    let error = nested(MAX_DEPTH + 1).expect_err("too deep");
    assert!(matches!(error.problem(), Problem::TooDeep), "{error}");
    assert!(error.path().starts_with("record/a/a/a"), "{error}");
    // The parser stops at the limit, so a million levels are as safe for the stack as one level too many.
    let endless = format!("<record>{}", "<a>".repeat(1_000_000));
    let error = read(&ROOT, &endless).expect_err("too deep");
    assert!(matches!(error.problem(), Problem::TooDeep), "{error}");
}

#[test]
fn a_document_that_is_too_long_is_refused() {
    let text = " ".repeat(MAX_BYTES + 1);
    let error = read(&ROOT, &text).expect_err("too long");
    assert!(matches!(error.problem(), Problem::TooLong(_)), "{error}");
}

#[test]
fn elements_are_counted() {
    let text = format!("<record>{}</record>", "<a/>".repeat(1_000_000));
    let error = read(&ROOT, &text).expect_err("too many");
    assert!(
        matches!(error.problem(), Problem::TooManyElements),
        "{error}"
    );
}
