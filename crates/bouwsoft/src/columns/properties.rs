//! Property tests: every order is read as it was written, and no string makes the parser panic.

use chrono::{NaiveDate, TimeDelta};
use proptest::{array, collection, option, prelude::*};
use rust_decimal::Decimal;

use super::{ColumnsError, OrderColumns};
use crate::types::OrderCreate;

const SPECIAL: [char; 12] = [
    '\'', ',', '=', '"', '\\', ' ', '%', '+', '&', 'é', '\u{2028}', '🏗',
];

/// A string of at most `max_length` characters, without control characters.
fn text(max_length: usize) -> impl Strategy<Value = String> {
    // Control characters are replaced instead of filtered, because proptest aborts after too many rejected values.
    let plain = any::<char>().prop_map(|found| if found.is_control() { 'x' } else { found });
    let character = prop_oneof![
        proptest::sample::select(&SPECIAL[..]),
        plain,
        proptest::char::range('0', '9')
    ];
    let free = collection::vec(character, 0..=max_length).prop_map(String::from_iter);
    let tricky = proptest::sample::select(&["", "'", "''", "12", "1.5", "True", "2026-05-07"][..]);
    prop_oneof![4 => free, 1 => tricky.prop_map(move |text| text.chars().take(max_length).collect())]
}

/// Decimals of at most 15 digits, or integers.
fn decimal() -> impl Strategy<Value = Decimal> {
    let digits = 999_999_999_999_999_i64;
    prop_oneof![
        (-digits..=digits, 0..=28_u32).prop_map(|(number, scale)| Decimal::new(number, scale)),
        integer().prop_map(Decimal::from),
    ]
}

fn integer() -> impl Strategy<Value = i64> {
    prop_oneof![any::<i64>(), Just(i64::MIN), Just(i64::MAX), -9..=9_i64]
}

fn date() -> impl Strategy<Value = NaiveDate> {
    let first = NaiveDate::from_ymd_opt(0, 1, 1).expect("a date");
    let days = NaiveDate::from_ymd_opt(9999, 12, 31).expect("a date") - first;
    (0..=days.num_days()).prop_map(move |days| first + TimeDelta::days(days))
}

/// An order with all fields that are not strings.
fn scalars() -> impl Strategy<Value = OrderCreate> {
    let fields = (
        array::uniform8(option::of(integer())),
        array::uniform5(option::of(decimal())),
        array::uniform8(option::of(any::<bool>())),
        array::uniform5(option::of(date())),
    );
    fields.prop_map(|(integers, decimals, booleans, dates)| {
        let mut order = OrderCreate::new("");
        [
            order.company_id,
            order.nr,
            order.pricedecimals,
            order.ledger,
            ..,
        ] = integers;
        [
            ..,
            order.address_id,
            order.contact_id,
            order.project_id,
            order.detail_source,
        ] = integers;
        [
            order.cashdiscount_percent,
            order.creditlimitation_percent,
            ..,
        ] = decimals;
        [
            ..,
            order.commercialdiscount_percent,
            order.distributeddiscount_amount,
            order.advance,
        ] = decimals;
        [
            order.include_commission_in_total,
            order.blocked,
            order.approved,
            order.rejected,
            ..,
        ] = booleans;
        [
            ..,
            order.verified,
            order.sent,
            order.billed,
            order.detail_ordergroups,
        ] = booleans;
        [order.date, order.expirationdate, ..] = dates;
        [
            ..,
            order.approved_date,
            order.rejected_date,
            order.sent_date,
        ] = dates;
        order
    })
}

/// Any order that can be sent.
fn order() -> impl Strategy<Value = OrderCreate> {
    let texts = (
        // The type must not be empty.
        text(49).prop_map(|rest| format!("F{rest}")),
        option::of(text(5)),
        option::of(text(50)),
        option::of(text(100)),
        option::of(text(100)),
        option::of(text(300)),
        option::of(text(50)),
    );
    (texts, scalars()).prop_map(|(texts, scalars)| {
        let (type_, nr_add, title, concerning, ordernr, vatcode, detail_sourcelist) = texts;
        OrderCreate {
            type_,
            nr_add,
            title,
            concerning,
            ordernr,
            vatcode,
            detail_sourcelist,
            ..scalars
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn a_written_order_reads_back_equal(order in order()) {
        let columns = OrderColumns::try_from(&order).expect("written");
        prop_assert_eq!(columns.parse(), Ok(order), "{}", columns);
    }

    #[test]
    fn the_error_names_the_fields_that_cannot_be_written(
        title in any::<String>(), mantissa in any::<i128>(), scale in 0..=28_u32
    ) {
        let advance = Decimal::try_from_i128_with_scale(mantissa >> 32, scale).ok();
        let order = OrderCreate { title: Some(title), advance, ..OrderCreate::new("FAKTUUR") };
        match OrderColumns::try_from(&order) {
            Ok(columns) => prop_assert_eq!(columns.parse(), Ok(order)),
            Err(ColumnsError::Invalid(invalid)) => {
                let fields = invalid.violations.iter().map(|violation| violation.path.as_str());
                prop_assert!(fields.clone().count() > 0);
                prop_assert!(fields.clone().all(|field| ["title", "advance"].contains(&field)));
            }
            Err(other) => prop_assert!(false, "{}", other),
        }
    }

    #[test]
    fn no_string_makes_the_parser_panic(text in any::<String>()) {
        let _ = OrderColumns::from(text).parse();
    }

    #[test]
    fn a_string_similar_to_columns_is_parsed_or_refused(text in "(type|nr|title|date|blocked)?[ =',.a-zé0-9\n-]{0,40}") {
        if let Ok(order) = OrderColumns::from(text).parse() {
            match OrderColumns::try_from(&order) {
                Ok(columns) => prop_assert_eq!(columns.parse(), Ok(order)),
                Err(error) => prop_assert!(order.validate().is_err(), "{}", error),
            }
        }
    }
}
