//! Rules between fields, and several violations at once.

use eenvoudigfactureren::types::*;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{violations, violations_of};

/// The violations of each body, one per line.
fn report(check: fn(&Value) -> Vec<String>, bodies: &[Value]) -> String {
    let lines = bodies.iter().map(|body| match check(body).as_slice() {
        [] => format!("{body} fits\n"),
        report => format!("{body}\n    {}\n", report.join("\n    ")),
    });
    lines.collect()
}

#[test]
fn a_new_item_needs_a_description_and_a_price_or_an_article() {
    let bodies = [
        json!({}),
        json!({ "amount": 1, "quantity": 2, "unit": "stuk" }),
        json!({ "description": "x" }),
        json!({ "description": "x", "amount": 0 }),
        json!({ "description_html": "<p>x</p>", "amount_with_tax": 121 }),
        json!({ "stockitem_id": 1 }),
        json!({ "description": "x", "description_html": "x", "amount": 1, "stockitem_id": 1 }),
        json!({ "description": "", "amount": 1 }),
        json!({ "description_html": " \n", "amount": 1 }),
    ];
    insta::assert_snapshot!(report(violations_of::<OrderItemCreate>, &bodies), @r#"
    {}
        one of description, description_html, stockitem_id is needed
        one of amount, amount_with_tax, stockitem_id is needed
    {"amount":1,"quantity":2,"unit":"stuk"}
        one of description, description_html, stockitem_id is needed
    {"description":"x"}
        one of amount, amount_with_tax, stockitem_id is needed
    {"amount":0,"description":"x"} fits
    {"amount_with_tax":121,"description_html":"<p>x</p>"} fits
    {"stockitem_id":1} fits
    {"amount":1,"description":"x","description_html":"x","stockitem_id":1} fits
    {"amount":1,"description":""}
        description: "" must be a string with a character other than white space
    {"amount":1,"description_html":" \n"}
        description_html: " \n" must be a string with a character other than white space
    "#);
    let replaced = report(violations_of::<OrderItemReplace>, &bodies);
    assert_eq!(replaced, report(violations_of::<OrderItemCreate>, &bodies));
    // An update keeps the fields that it omits, but it cannot set an empty description.
    let changed = report(violations_of::<OrderItemUpdate>, &bodies);
    assert_eq!(changed.matches(" fits").count(), bodies.len() - 2);
}

#[test]
fn a_new_remark_needs_a_description() {
    let bodies = [
        json!({}),
        json!({ "date": "2018-02-15" }),
        json!({ "description": "x" }),
        json!({ "description_html": "x" }),
        json!({ "description": "" }),
        json!({ "description": "x", "description_html": " " }),
    ];
    insta::assert_snapshot!(report(violations_of::<OrderRemarkCreate>, &bodies), @r#"
    {}
        one of description, description_html is needed
    {"date":"2018-02-15"}
        one of description, description_html is needed
    {"description":"x"} fits
    {"description_html":"x"} fits
    {"description":""}
        description: "" must be a string with a character other than white space
    {"description":"x","description_html":" "}
        description_html: " " must be a string with a character other than white space
    "#);
    // The vendor's article says that a changed remark needs a description too.
    for check in [
        violations_of::<OrderRemarkReplace>,
        violations_of::<OrderRemarkUpdate>,
    ] {
        let other = report(check, &bodies);
        assert_eq!(other, report(violations_of::<OrderRemarkCreate>, &bodies));
    }
    let cleared = OrderRemarkUpdate::new().clear_description();
    let needed = "one of description, description_html is needed";
    assert_eq!(violations(&cleared), [needed]);
}

#[test]
fn a_quantity_with_its_unit_excludes_quantity_and_unit() {
    let bodies = [
        json!({ "stockitem_id": 1, "quantity_with_unit": "2 stuk" }),
        json!({ "stockitem_id": 1, "quantity_with_unit": "2 stuk", "quantity": 2 }),
        json!({ "stockitem_id": 1, "quantity_with_unit": "2 stuk", "unit": "stuk" }),
        json!({ "stockitem_id": 1, "quantity_with_unit": "2 stuk", "quantity": 2, "unit": "stuk" }),
        json!({ "stockitem_id": 1, "quantity": 2, "unit": "stuk" }),
    ];
    insta::assert_snapshot!(report(violations_of::<OrderItemCreate>, &bodies), @r#"
    {"quantity_with_unit":"2 stuk","stockitem_id":1} fits
    {"quantity":2,"quantity_with_unit":"2 stuk","stockitem_id":1}
        only one of quantity_with_unit, quantity can be given
    {"quantity_with_unit":"2 stuk","stockitem_id":1,"unit":"stuk"}
        only one of quantity_with_unit, unit can be given
    {"quantity":2,"quantity_with_unit":"2 stuk","stockitem_id":1,"unit":"stuk"}
        only one of quantity_with_unit, quantity can be given
        only one of quantity_with_unit, unit can be given
    {"quantity":2,"stockitem_id":1,"unit":"stuk"} fits
    "#);
    let changed = report(violations_of::<OrderItemUpdate>, &bodies);
    assert_eq!(changed, report(violations_of::<OrderItemCreate>, &bodies));
    let cleared = OrderItemUpdate::new()
        .quantity_with_unit("2 stuk")
        .clear_quantity()
        .clear_unit();
    assert!(violations(&cleared).is_empty());
}

#[test]
fn a_special_status_excludes_tax() {
    let bodies = [
        json!({ "stockitem_id": 1, "tax_rate": 21, "tax_rate_special_status": "MC" }),
        json!({ "stockitem_id": 1, "tax_rate": 0.01, "tax_rate_special_status": "MC" }),
        json!({ "stockitem_id": 1, "tax_rate": 0, "tax_rate_special_status": "MC" }),
        json!({ "stockitem_id": 1, "tax_rate": "0.00", "tax_rate_special_status": "ICD" }),
        json!({ "stockitem_id": 1, "tax_rate_special_status": "MC" }),
        json!({ "stockitem_id": 1, "tax_rate": 21, "tax_rate_special_status": "" }),
        json!({ "stockitem_id": 1, "tax_rate": 21 }),
    ];
    insta::assert_snapshot!(report(violations_of::<OrderItemCreate>, &bodies), @r#"
    {"stockitem_id":1,"tax_rate":21,"tax_rate_special_status":"MC"}
        a tax_rate other than 0 and a tax_rate_special_status cannot be sent together
    {"stockitem_id":1,"tax_rate":0.01,"tax_rate_special_status":"MC"}
        a tax_rate other than 0 and a tax_rate_special_status cannot be sent together
    {"stockitem_id":1,"tax_rate":0,"tax_rate_special_status":"MC"} fits
    {"stockitem_id":1,"tax_rate":"0.00","tax_rate_special_status":"ICD"} fits
    {"stockitem_id":1,"tax_rate_special_status":"MC"} fits
    {"stockitem_id":1,"tax_rate":21,"tax_rate_special_status":""} fits
    {"stockitem_id":1,"tax_rate":21} fits
    "#);
    let changed = report(violations_of::<OrderItemUpdate>, &bodies);
    assert_eq!(changed, report(violations_of::<OrderItemCreate>, &bodies));
}

#[test]
fn a_tax_on_the_total_requires_prices_without_tax() {
    let bodies = [
        json!({ "client_id": 1, "tax_calculation": "total", "tax_included": "yes" }),
        json!({ "client_id": 1, "tax_calculation": "total", "tax_included": true }),
        json!({ "client_id": 1, "tax_calculation": "total", "tax_included": "no" }),
        json!({ "client_id": 1, "tax_calculation": "item", "tax_included": "yes" }),
        json!({ "client_id": 1, "tax_included": "yes" }),
        json!({ "client_id": 1, "tax_calculation": "total" }),
    ];
    insta::assert_snapshot!(report(violations_of::<OrderCreate>, &bodies), @r#"
    {"client_id":1,"tax_calculation":"total","tax_included":"yes"}
        tax_calculation total and tax_included yes cannot be sent together
    {"client_id":1,"tax_calculation":"total","tax_included":true}
        tax_calculation total and tax_included yes cannot be sent together
    {"client_id":1,"tax_calculation":"total","tax_included":"no"} fits
    {"client_id":1,"tax_calculation":"item","tax_included":"yes"} fits
    {"client_id":1,"tax_included":"yes"} fits
    {"client_id":1,"tax_calculation":"total"} fits
    "#);
    for check in [violations_of::<OrderReplace>, violations_of::<OrderUpdate>] {
        assert_eq!(
            report(check, &bodies),
            report(violations_of::<OrderCreate>, &bodies)
        );
    }
}

#[test]
fn either_price_is_enough() {
    let item = || OrderItemCreate::new().description("x");
    let hundred = Decimal::ONE_HUNDRED;
    for item in [
        item().amount(hundred),
        item().amount_with_tax(121),
        item().amount(hundred).amount_with_tax(121),
    ] {
        for included in [true, false] {
            let order = OrderCreate::new(1001)
                .tax_included(included)
                .items([item.clone()]);
            assert!(violations(&order).is_empty(), "{order:?}");
        }
    }
}

#[test]
fn unknown_values_can_be_read_and_not_sent() {
    let bodies = [
        json!({ "client_id": 1, "language": "klingon", "tax_calculation": "TOTAL" }),
        json!({ "client_id": 1, "language": "german", "tax_calculation": "item" }),
        json!({ "client_id": 1, "language": "", "tax_included": "" }),
    ];
    insta::assert_snapshot!(report(violations_of::<OrderCreate>, &bodies), @r#"
    {"client_id":1,"language":"klingon","tax_calculation":"TOTAL"}
        language: `klingon` is not a value that can be sent
        tax_calculation: `TOTAL` is not a value that can be sent
    {"client_id":1,"language":"german","tax_calculation":"item"} fits
    {"client_id":1,"language":"","tax_included":""} fits
    "#);
    let set_by_the_server =
        serde_json::from_value::<OrderCreate>(json!({ "client_id": 1, "status": "late" }));
    let error = set_by_the_server
        .expect_err("late is set by the server")
        .to_string();
    assert_eq!(
        error,
        "`late` is not one of open, create_invoice, completed"
    );
}

/// An order with a violation in every part.
fn wrong_everywhere() -> OrderCreate {
    let valid = OrderItemCreate::new()
        .description("Survey of the site")
        .amount(100);
    let items = [
        valid.clone(),
        OrderItemCreate::new()
            .amount(Decimal::new(100_001, 5))
            .quantity(Decimal::new(1_000_000, 0))
            .quantity_with_unit("2 stuk")
            .unit("2 stuk")
            .tax_rate(21)
            .tax_rate_special_status("MC")
            .general_ledger_account("70A"),
        valid.custom_values([
            CustomValueInput::new("ean").value("1"),
            CustomValueInput::new(" "),
            CustomValueInput::new("colour").value("ë".repeat(76)),
        ]),
    ];
    OrderCreate::new(1001)
        .reference("é".repeat(251))
        .days_delivery(1000)
        .deposit_paid(Decimal::new(10_005, 3))
        .billing_address(AddressInput::new("België").postal_code("B-9000 Gent"))
        .discount_percentage(-1)
        .currency("€")
        .exchange_rate(Decimal::from_i128_with_scale(1_234_567_890_123_456_789, 18))
        .language(Language::from("klingon"))
        .tax_calculation(TaxCalculation::Total)
        .tax_included(true)
        .items(items)
        .custom_values([CustomValueInput::new("x").value("y".repeat(80))])
        .remarks([OrderRemarkCreate::new()])
}

#[test]
fn all_violations_are_reported_at_once() {
    insta::assert_snapshot!(violations(&wrong_everywhere()).join("\n"), @r#"
    reference: 251 characters, at most 250 are allowed
    days_delivery: 1000 is more than 999
    deposit_paid: 10.005 has 3 decimals, at most 2 are allowed
    billing_address.postal_code: 11 characters, at most 10 are allowed
    billing_address.country_code: 6 characters, at most 2 are allowed
    billing_address.country_code: "België" must be two capital letters from A to Z
    discount_percentage: -1 is less than 0
    currency: "€" must be three capital letters from A to Z
    exchange_rate: 1.234567890123456789 has more digits than can be sent exactly as a JSON number
    language: `klingon` is not a value that can be sent
    items[1].amount: 1.00001 has 5 decimals, at most 4 are allowed
    items[1].quantity: 1000000 is more than 999999.99
    items[1].unit: "2 stuk" must be 1 to 10 characters without white space, beginning with a Latin letter
    items[1].general_ledger_account: "70A" must be 6 to 8 digits from 0 to 9
    items[1]: one of description, description_html, stockitem_id is needed
    items[1]: only one of quantity_with_unit, quantity can be given
    items[1]: only one of quantity_with_unit, unit can be given
    items[1]: a tax_rate other than 0 and a tax_rate_special_status cannot be sent together
    items[2].custom_values[1].name: " " must be a string with a character other than white space
    items[2].custom_values[2].value: 76 characters, at most 75 are allowed
    custom_values[0].value: 80 characters, at most 75 are allowed
    remarks[0]: one of description, description_html is needed
    tax_calculation total and tax_included yes cannot be sent together
    "#);
    let error = wrong_everywhere().validate().expect_err("wrong everywhere");
    assert_eq!(
        error.to_string(),
        violations(&wrong_everywhere()).join("; ")
    );
}
