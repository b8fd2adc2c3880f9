//! The VAT and the prices of lines.

use bouwsoft::types::{Address, Order, OrderLine};
use eenvoudigfactureren::types::OrderItemCreate;
use rust_decimal::Decimal;
use sync::{mapping, settings::Vat};

fn vat(zero_rate_status: Option<&str>) -> Vat {
    Vat {
        rates: [6, 12, 21].map(Decimal::from).into(),
        statuses: Some(["MC", "ICL"].map(str::to_owned).into()),
        zero_rate_status: zero_rate_status.map(str::to_owned),
    }
}

fn line(code: &str, percent: i64) -> OrderLine {
    let line = OrderLine::default()
        .linenr(1)
        .description("Sand")
        .unit1("m3");
    let line = line.vatcode(code).vatpercent(percent).price_total(0);
    line.vatcocontractor(false)
}

/// The item of a line, or the reason why the line is refused.
fn item(line: OrderLine, vat: &Vat) -> Result<OrderItemCreate, String> {
    let total = line.price_total.unwrap_or_default();
    let rate = line.vatpercent.unwrap_or_default() / Decimal::ONE_HUNDRED;
    let order = Order::default().id(7).amountinclvat(total + total * rate);
    let order = mapping::order(&order, &[line], vat).map_err(|reasons| reasons.join("; "))?;
    Ok(order.items.into_iter().flatten().next().expect("an item"))
}

#[test]
fn the_vat_follows_from_the_flag_and_the_percentage() {
    let reported = |line: OrderLine, status| match item(line, &vat(status)) {
        Ok(item) => {
            let status = item.tax_rate_special_status.unwrap_or_default();
            format!("{} {status}", item.tax_rate.unwrap_or_default())
        }
        Err(reason) => reason,
    };
    assert_eq!(reported(line("21", 21), None), "21 ");
    assert_eq!(reported(line("6B", 6), None), "6 ");
    assert_eq!(
        reported(line("21M", 21).vatcocontractor(true), None),
        "0 MC"
    );
    assert_eq!(
        reported(line("0M", 0).vatcocontractor(true), Some("ICL")),
        "0 MC"
    );
    assert_eq!(reported(line("21M", 21), None), "21 ");
    assert_eq!(reported(line("0", 0), Some("")), "0 ");
    assert_eq!(reported(line("0", 0), Some("ICL")), "0 ICL");
    for (line, status, reason) in [
        (
            line("0", 0),
            None,
            "line 1: the line has 0 % VAT: set `zero_rate_status` in the settings file",
        ),
        (
            line("0", 0),
            Some("ICD"),
            "line 1: the account has no VAT status ICD",
        ),
        (
            line("9", 9),
            None,
            "line 1: 9 % (VAT code 9) is not one of the VAT percentages of the account",
        ),
        (
            OrderLine::default()
                .linenr(1)
                .vatcode("21")
                .vatpercent(21)
                .price_total(0),
            None,
            "line 1: it is unknown whether the VAT code 21 is reverse charge: `vatcocontractor` is missing",
        ),
        (
            OrderLine::default()
                .linenr(1)
                .vatcode("21")
                .vatcocontractor(false)
                .price_total(0),
            None,
            "line 1: `vatpercent` is missing (VAT code 21)",
        ),
        (
            OrderLine::default().linenr(1).vatcode("21").vatpercent(21),
            None,
            "line 1: it has no price: `price_total` is missing",
        ),
    ] {
        assert_eq!(reported(line, status), reason);
    }
}

#[test]
fn a_line_whose_unit_price_would_be_rounded_is_one_unit() {
    let priced = |unit: Decimal, total: Decimal| {
        let line = line("21", 21).price_unit_afterdiscount(unit);
        let line = line.quantity_total(3).price_total(total);
        item(line, &vat(None)).expect("an item")
    };
    let unit = Decimal::new(121_005, 4);
    let kept = priced(unit, Decimal::new(3_630, 2));
    assert_eq!(
        (kept.amount, kept.quantity),
        (Some(unit), Some(Decimal::from(3)))
    );
    let whole = priced(Decimal::new(1_234_567, 5), Decimal::new(3_704, 2));
    assert_eq!(
        (whole.amount, whole.quantity),
        (Some(Decimal::new(3_704, 2)), None)
    );
    assert_eq!(whole.description.as_deref(), Some("Sand (3 m3)"));
}

#[test]
fn a_line_that_is_not_part_of_the_total_is_kept_for_its_text() {
    let text = line("9", 9).price_total(100).include_line_in_total(false);
    let order = Order::default().id(7).amountinclvat(0);
    let order = mapping::order(&order, &[text], &vat(None)).expect("an order");
    let items = order.items.expect("items");
    assert_eq!(items[0].description.as_deref(), Some("Sand"));
    assert_eq!(items[0].amount, Some(Decimal::ZERO));
    assert_eq!(order.external_order_id.as_deref(), Some("bouwsoft-7"));
}

#[test]
fn what_cannot_be_created_is_refused_with_all_reasons() {
    let order = Order::default().id(7).amountinclvat(Decimal::new(1_000, 2));
    let lines = [line("21", 21).price_total(10)];
    let reasons = mapping::order(&order, &lines, &vat(None)).expect_err("another total");
    let total =
        "the total of the lines including VAT is 12.10, but the total of the order is 10.00";
    assert_eq!(reasons, [total]);
    let unnamed = mapping::customer(5, &Address::default().name(" "));
    assert_eq!(unnamed.expect_err("no name"), ["the address 5 has no name"]);
    let long = Address::default()
        .name("x".repeat(300))
        .zipcode("x".repeat(300));
    let reasons = mapping::customer(5, &long).expect_err("too long");
    assert_eq!(reasons.len(), 2, "{reasons:?}");
    assert!(
        reasons[0].starts_with("address 5: name: 300 characters"),
        "{reasons:?}"
    );
}
