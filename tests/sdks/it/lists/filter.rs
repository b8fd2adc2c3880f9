//! Filters: a parser of the grammar reads the rendered filter, and values that it would misread are refused.

use chrono::{Datelike, NaiveDate, NaiveDateTime};
use eenvoudigfactureren::{
    Field, Fields, Filter, Sort,
    lists::{Condition, Refusal},
    order_fields::{
        DATE, LAST_ACTIVITY, NUMBER, ORDER_ID, REFERENCE, STATUS, TAX_INCLUDED, TOTAL_WITH_TAX,
    },
    types::OrderStatus,
};
use proptest::prelude::*;
use rust_decimal::Decimal;

/// Operators; an operator comes before its prefixes.
const OPERATORS: [&str; 7] = ["!=", "<=", ">=", "=~", "=", "<", ">"];

/// The operators as words, and as signs.
const WORDS: [(&str, &str); 6] = [
    ("eq", "="),
    ("ne", "!="),
    ("le", "<="),
    ("ge", ">="),
    ("lt", "<"),
    ("gt", ">"),
];

/// Field, operator and value of each condition. In the grammar, conditions are separated by commas; a condition is a
/// name, the longest operator or a word between double underscores, and the value.
fn parsed(filter: &str) -> Vec<(String, String, String)> {
    filter.split(',').map(condition).collect()
}

fn condition(text: &str) -> (String, String, String) {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    let (name, rest) = text.split_at(end.unwrap_or(text.len()));
    if let Some((field, rest)) = text.split_once("__").filter(|_| name.contains("__")) {
        let (word, value) = rest.split_once("__").expect("a word");
        let known = WORDS.iter().find(|(known, _)| *known == word);
        let (_, operator) = known.unwrap_or_else(|| panic!("{text}: no operator"));
        return (field.into(), (*operator).into(), value.into());
    }
    let operator = OPERATORS
        .iter()
        .find(|operator| rest.starts_with(**operator));
    let operator = operator.unwrap_or_else(|| panic!("{text}: no operator"));
    let value = &rest[operator.len()..];
    (name.into(), (*operator).into(), value.into())
}

fn rendered(condition: Condition) -> Result<String, Refusal> {
    let filter = Filter::of(condition).render();
    filter.map_err(|error| error.refusal)
}

fn day(year: i32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, 2, 28).expect("a day")
}

#[test]
fn each_type_is_written_as_the_service_writes_it() {
    let moment = day(2026).and_hms_opt(9, 5, 0).expect("a moment");
    let filter = Filter::of(STATUS.is_not(OrderStatus::Late))
        .and(DATE.at_least(day(2026)))
        .and(LAST_ACTIVITY.greater_than(moment))
        .and(TOTAL_WITH_TAX.less_than(Decimal::new(-1250, 2)))
        .and(TAX_INCLUDED.is(true))
        .and(ORDER_ID.at_most(5005))
        .and(REFERENCE.contains("Gent & co + 10%"));
    let expected = "status!=late,date>=2026-02-28,last_activity>2026-02-28 09:05:00,total_with_tax<-12.50,\
                    tax_included=yes,order_id<=5005,reference=~Gent & co + 10%";
    assert_eq!(filter.render().as_deref(), Ok(expected));
}

#[test]
fn conditions_are_joined_in_any_way() {
    let open = || STATUS.is("open");
    let (first, second) = (ORDER_ID.is(1), NUMBER.is("7"));
    let joined = open().and(first.clone()).and(second.clone());
    assert_eq!(
        joined,
        Filter::of(open()).and(first.clone().and(second.clone()))
    );
    assert_eq!(Some(joined), Filter::all([open(), first, second]));
    assert_eq!(Filter::all([]), None);
}

#[test]
fn a_value_that_would_be_misread_is_refused_with_its_field() {
    let empty = "the value is empty; only `is` and `is_not` accept an empty string";
    let control = "the value contains a line break or another control character";
    let operator = "the value begins with the sign of an operator or with `_`, or contains `__`, and may be misread \
                    with its operator; choose another value";
    let cases = [
        (
            REFERENCE.is("a,number=1"),
            "reference: the value contains a comma, which would start another condition".to_owned(),
        ),
        (
            REFERENCE.contains("~Gent"),
            format!("reference: {operator}"),
        ),
        (REFERENCE.is("a__LIKE__b"), format!("reference: {operator}")),
        (REFERENCE.is("a\nb"), format!("reference: {control}")),
        (STATUS.is("open\u{0}"), format!("status: {control}")),
        (REFERENCE.contains(""), format!("reference: {empty}")),
        (NUMBER.at_least(""), format!("number: {empty}")),
        (
            DATE.is(day(12_026)),
            "date: the year of the date is not between 0 and 9999".to_owned(),
        ),
        (
            LAST_ACTIVITY.at_most(NaiveDateTime::from(day(-1))),
            "last_activity: the year of the date is not between 0 and 9999".to_owned(),
        ),
    ];
    for (condition, message) in cases {
        let filter = ORDER_ID.is(1).and(condition);
        let error = String::try_from(filter).expect_err(&message);
        assert_eq!(error.to_string(), message);
    }
}

#[test]
fn a_condition_that_needs_a_word_operator_gives_the_whole_filter_word_operators() {
    let tag = || Field::named("tag").is_not("accountant");
    let filter = |conditions: [Condition; 2]| {
        let filter = Filter::all(conditions).expect("two conditions").render();
        filter.map_err(|error| error.to_string())
    };
    let cases = [
        (DATE.at_least(day(2026)), "date__ge__2026-02-28"),
        (DATE.at_most(day(2026)), "date__le__2026-02-28"),
        (DATE.less_than(day(2026)), "date__lt__2026-02-28"),
        (DATE.greater_than(day(2026)), "date__gt__2026-02-28"),
        (STATUS.is(OrderStatus::Open), "status__eq__open"),
        (NUMBER.is_not("7"), "number__ne__7"),
        (NUMBER.is("=7"), "number__eq__=7"),
    ];
    for (condition, words) in cases {
        let expected = format!("tag__ne__accountant,{words}");
        assert_eq!(filter([tag(), condition]), Ok(expected));
    }
    let by_sign = filter([NUMBER.less_than("=5"), ORDER_ID.is(1)]);
    assert_eq!(by_sign.as_deref(), Ok("number__lt__=5,order_id__eq__1"));
    for other in [tag(), NUMBER.is("<7")] {
        let error = filter([REFERENCE.contains("Gent"), other]).expect_err("no word");
        assert!(
            error.starts_with("reference: `contains` cannot be sent"),
            "{error}"
        );
    }
    for value in ["a__b", "__", "_x"] {
        let error = filter([tag(), NUMBER.is(value)]).expect_err(value);
        assert!(error.starts_with("number: the value begins"), "{error}");
    }
    let error = filter([Field::named("tag").contains("acc"), ORDER_ID.is(1)]);
    assert!(error.expect_err("no word").starts_with("tag: `contains`"));
}

#[test]
fn fields_have_any_name_that_cannot_be_misread() {
    let field = Field::named("custom_field2");
    assert_eq!(rendered(field.is("a")).as_deref(), Ok("custom_field2=a"));
    assert_eq!(Sort::by(field.descending()).to_string(), "-custom_field2");
    assert_eq!(Fields::of(field).to_string(), "custom_field2");
    for name in ["", "a,b", "a=b", "a b", "a__eq__b", "a_", "\u{e9}"] {
        std::panic::catch_unwind(|| Field::named(name)).expect_err(name);
    }
}

#[test]
fn underscores_in_a_value_are_not_an_operator() {
    for value in ["a_b", "a__b", "__", "a____b", "2026__1__2"] {
        let filter = format!("reference={value}");
        assert_eq!(rendered(REFERENCE.is(value)), Ok(filter));
    }
}

#[test]
fn a_field_can_be_compared_with_the_empty_string() {
    assert_eq!(rendered(REFERENCE.is("")).as_deref(), Ok("reference="));
    assert_eq!(rendered(REFERENCE.is_not("")).as_deref(), Ok("reference!="));
}

/// A string with special characters of the grammar, and others.
fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[=~<>!,a 1%+&\\-_\u{e9}]{0,6}", ".{0,12}"]
}

proptest! {
    #[test]
    fn a_string_is_parsed_back_or_refused(value in text()) {
        let conditions = [
            ("=", REFERENCE.is(value.as_str())),
            ("!=", REFERENCE.is_not(value.as_str())),
            ("<=", REFERENCE.at_most(value.as_str())),
            (">=", REFERENCE.at_least(value.as_str())),
            ("<", REFERENCE.less_than(value.as_str())),
            (">", REFERENCE.greater_than(value.as_str())),
            ("=~", REFERENCE.contains(value.as_str())),
            ("=", STATUS.is(value.as_str())),
        ];
        for (operator, condition) in conditions {
            // Between two other conditions, so that the test notices if the value changes them.
            let filter = ORDER_ID.is(1).and(condition).and(ORDER_ID.is(2));
            match filter.render() {
                Ok(filter) => {
                    let [first, found, last] = &parsed(&filter)[..] else {
                        panic!("{filter}: not three conditions");
                    };
                    prop_assert_eq!(first, &("order_id".into(), "=".into(), "1".into()));
                    prop_assert_eq!((&*found.1, &found.2), (operator, &value));
                    prop_assert_eq!(last, &("order_id".into(), "=".into(), "2".into()));
                }
                Err(error) => prop_assert!(
                    value.is_empty()
                        || (operator == "=~" && value.starts_with(['=', '~', '<', '>', '!']))
                        || value.matches("__").count() > 1
                        || (value.starts_with(['=', '~', '<', '>', '!']) && value.contains("__"))
                        || value.contains(|c: char| c == ',' || c.is_control()),
                    "{}: {:?}", error, value
                ),
            }
        }
    }

    #[test]
    fn numbers_and_timestamps_are_parsed_back(
        id in any::<i64>(),
        digits in any::<i64>(),
        scale in 0_u32..10,
        days in -3_700_000_i64..3_700_000,
        seconds in 0_u32..86_400,
    ) {
        let value = |condition| rendered(condition).map(|filter| parsed(&filter).remove(0).2);
        prop_assert_eq!(value(ORDER_ID.is(id)), Ok(id.to_string()));
        let amount = Decimal::new(digits, scale);
        let found = value(TOTAL_WITH_TAX.at_most(amount)).expect("a number");
        prop_assert_eq!(found.parse(), Ok(amount));

        let date = NaiveDate::default() + chrono::Duration::days(days);
        let moment = date.and_hms_opt(0, 0, 0).expect("midnight")
            + chrono::Duration::seconds(seconds.into());
        match value(LAST_ACTIVITY.is(moment)) {
            Ok(found) => {
                let found = NaiveDateTime::parse_from_str(&found, "%Y-%m-%d %H:%M:%S");
                prop_assert_eq!(found, Ok(moment));
            }
            Err(refusal) => {
                prop_assert_eq!(refusal, Refusal::Year);
                prop_assert!(!(0..=9999).contains(&date.year()));
            }
        }
    }
}
