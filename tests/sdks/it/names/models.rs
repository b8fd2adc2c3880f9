//! The types in models and their errors have names. `tests/slow/run` also compiles this file without the feature
//! `client`.

use bouwsoft::{CommaSeparated, Secret};
use eenvoudigfactureren::{Patch, UnknownValue, XmlPlace, XmlProblem, types::OrderUpdate};

#[test]
fn the_types_of_fields_have_names() {
    use bouwsoft::{
        chrono::{DateTime, NaiveDate, NaiveDateTime, Utc},
        rust_decimal::Decimal,
        types::{ActivationState, Order},
    };

    let order = Order::default();
    let date: Option<NaiveDate> = order.date;
    let changed: Option<NaiveDateTime> = order.ts_lastupdate;
    let total: Option<Decimal> = order.amountinclvat;
    assert_eq!((date, changed, total), (None, None, None));

    let activation = ActivationState::default();
    let valid_until: Option<DateTime<Utc>> = activation.valid_until;
    let token: Option<Secret> = activation.access_token;
    assert!(valid_until.is_none() && token.is_none());

    let lines = CommaSeparated::from([1, 2]);
    assert_eq!(lines.to_string(), "1,2");
    let reference: Patch<String> = OrderUpdate::new().external_order_id;
    assert!(reference.is_keep());

    let order = eenvoudigfactureren::types::Order::default();
    let date: Option<eenvoudigfactureren::chrono::NaiveDate> = order.date;
    let paid: Option<eenvoudigfactureren::rust_decimal::Decimal> = order.deposit_paid;
    assert_eq!((date, paid), (None, None));
}

#[test]
fn the_errors_of_models_have_names() {
    let long = "x".repeat(51);
    let order = bouwsoft::types::OrderCreate::new("FAKTUUR").title(long.clone());
    let refused: bouwsoft::Invalid = order.validate().expect_err("too long");
    let violations: Vec<bouwsoft::Violation> = refused.violations;
    assert_eq!(violations[0].path, "title");

    let update = OrderUpdate::new().external_order_id(long);
    let refused: eenvoudigfactureren::Invalid = update.validate().expect_err("too long");
    let violations: Vec<eenvoudigfactureren::Violation> = refused.violations;
    assert_eq!(violations[0].path, "external_order_id");

    let word = "x".parse::<eenvoudigfactureren::types::OrderStatusInput>();
    let unknown: UnknownValue = word.expect_err("not in the vocabulary");
    assert!(unknown.to_string().contains('x'));

    let read = eenvoudigfactureren::types::OrderItem::from_xml("<item>");
    let error: eenvoudigfactureren::XmlError = read.expect_err("an incomplete value");
    let problem: &XmlProblem = error.problem();
    let place: Option<XmlPlace> = error.place();
    assert!(matches!(
        problem,
        XmlProblem::Truncated | XmlProblem::Syntax(_)
    ));
    assert!(place.is_some());
}
