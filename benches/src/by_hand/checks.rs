//! Checks of the limits of a new EenvoudigFactureren order, written by hand. The error is the first violation.

use eenvoudigfactureren::types::{AddressInput, CustomValueInput, OrderCreate, OrderItemCreate};
use rust_decimal::Decimal;

type Checked = Result<(), String>;

/// Checks an order, its items and addresses.
pub fn order(order: &OrderCreate) -> Checked {
    length("external_order_id", order.external_order_id.as_deref(), 50)?;
    length("number", order.number.as_deref(), 255)?;
    length("reference", order.reference.as_deref(), 250)?;
    ensure(
        "days_delivery",
        order
            .days_delivery
            .is_none_or(|days| (0..=999).contains(&days)),
    )?;
    decimals("deposit_paid", order.deposit_paid, 2)?;
    for one in [
        &order.billing_address,
        &order.delivery_address,
        &order.site_address,
    ] {
        one.as_ref().map_or(Ok(()), address)?;
    }
    let percentage = order.discount_percentage;
    let is_percentage = |number: Decimal| (Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(&number);
    ensure("discount_percentage", percentage.is_none_or(is_percentage))?;
    decimals("discount_percentage", percentage, 2)?;
    let currency = order.currency.as_deref();
    ensure("currency", currency.is_none_or(|text| is_capitals(text, 3)))?;
    ensure(
        "language",
        order
            .language
            .as_ref()
            .is_none_or(|value| value.unknown().is_none()),
    )?;
    let calculation = order.tax_calculation.as_ref();
    ensure(
        "tax_calculation",
        calculation.is_none_or(|value| value.unknown().is_none()),
    )?;
    order.items.iter().flatten().try_for_each(item)?;
    length("note", order.note.as_deref(), 2000)?;
    length("note_html", order.note_html.as_deref(), 2000)?;
    order
        .custom_values
        .iter()
        .flatten()
        .try_for_each(custom_value)?;
    let is_total = calculation.is_some_and(|value| value.as_str() == "total");
    ensure(
        "tax_included",
        !(is_total && order.tax_included == Some(true)),
    )
}

fn address(address: &AddressInput) -> Checked {
    length("street", address.street.as_deref(), 150)?;
    length("street2", address.street2.as_deref(), 150)?;
    length("city", address.city.as_deref(), 50)?;
    length("postal_code", address.postal_code.as_deref(), 10)?;
    ensure("country_code", is_capitals(&address.country_code, 2))
}

fn custom_value(value: &CustomValueInput) -> Checked {
    ensure("name", !value.name.trim().is_empty())?;
    length("value", value.value.as_deref(), 75)
}

fn item(item: &OrderItemCreate) -> Checked {
    for amount in [item.amount, item.amount_with_tax] {
        most("amount", amount, Decimal::new(99_999_999_999, 4))?;
        decimals("amount", amount, 4)?;
    }
    most("quantity", item.quantity, Decimal::new(99_999_999, 2))?;
    decimals("quantity", item.quantity, 2)?;
    ensure("unit", item.unit.as_deref().is_none_or(is_unit))?;
    length("stockitem_code", item.stockitem_code.as_deref(), 20)?;
    for text in [&item.description, &item.description_html] {
        ensure(
            "description",
            text.as_ref().is_none_or(|text| !text.trim().is_empty()),
        )?;
    }
    length(
        "tax_rate_special_status",
        item.tax_rate_special_status.as_deref(),
        20,
    )?;
    let account = item.general_ledger_account.as_deref();
    ensure("general_ledger_account", account.is_none_or(is_account))?;
    item.custom_values
        .iter()
        .flatten()
        .try_for_each(custom_value)?;
    together(item)
}

/// Checks the fields that depend on each other.
fn together(item: &OrderItemCreate) -> Checked {
    let named = item.description.is_some() || item.description_html.is_some();
    ensure("description", named || item.stockitem_id.is_some())?;
    let priced = item.amount.is_some() || item.amount_with_tax.is_some();
    ensure("amount", priced || item.stockitem_id.is_some())?;
    let both =
        item.quantity_with_unit.is_some() && (item.quantity.is_some() || item.unit.is_some());
    ensure("quantity_with_unit", !both)?;
    ensure(
        "quantity_with_unit",
        item.quantity_with_unit
            .as_deref()
            .is_none_or(is_quantity_with_unit),
    )?;
    let taxed = item.tax_rate.is_some_and(|rate| !rate.is_zero());
    let special = item
        .tax_rate_special_status
        .as_deref()
        .is_some_and(|text| !text.is_empty());
    ensure("tax_rate", !(taxed && special))
}

fn ensure(field: &str, is_right: bool) -> Checked {
    if is_right {
        Ok(())
    } else {
        Err(format!("{field} exceeds its limits"))
    }
}

fn length(field: &str, text: Option<&str>, most: usize) -> Checked {
    ensure(
        field,
        text.is_none_or(|text| text.len() <= most || text.chars().count() <= most),
    )
}

fn decimals(field: &str, number: Option<Decimal>, most: u32) -> Checked {
    ensure(
        field,
        number.is_none_or(|number| number.scale() <= most || number.normalize().scale() <= most),
    )
}

fn most(field: &str, number: Option<Decimal>, most: Decimal) -> Checked {
    ensure(field, number.is_none_or(|number| number <= most))
}

fn is_capitals(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

fn is_unit(text: &str) -> bool {
    let begins = text.chars().next().is_some_and(char::is_alphabetic);
    begins && text.chars().count() <= 10 && !text.contains(char::is_whitespace)
}

fn is_quantity_with_unit(text: &str) -> bool {
    let Some((quantity, unit)) = text.split_once(' ') else {
        return false;
    };
    let number = quantity.replace(',', ".").parse::<Decimal>();
    let fits = |number: Decimal| number.scale() <= 2 && number <= Decimal::new(99_999_999, 2);
    number.is_ok_and(fits) && is_unit(unit)
}

fn is_account(text: &str) -> bool {
    (6..=8).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}
