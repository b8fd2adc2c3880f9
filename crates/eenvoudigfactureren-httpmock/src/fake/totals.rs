//! Totals of an order, as the vendor's article describes them.

use rust_decimal::{Decimal, RoundingStrategy::MidpointAwayFromZero};
use serde_json::{Value, json};

/// Computes the prices and totals of the items, and the totals of the order.
///
/// # Errors
///
/// If the tax percentage of an item is not one of the order's.
pub fn compute(order: &mut Value) -> Result<(), String> {
    let rates = [1, 2, 3].map(|index| decimal(&order[format!("tax_rate_{index}")]));
    let with_tax = order["tax_included"] == "yes";
    let per_item = order["tax_calculation"] == "item";
    let discount = decimal(&order["discount_percentage"]) / Decimal::ONE_HUNDRED;
    let factor = Decimal::ONE - discount;
    let (mut sum, mut deposit) = (Decimal::ZERO, Decimal::ZERO);
    let mut taxable = [Decimal::ZERO; 3];
    let mut taxes = [Decimal::ZERO; 3];
    for item in order["items"].as_array_mut().into_iter().flatten() {
        let rate = decimal(&item["tax_rate"]);
        let line = price(item, rate, with_tax);
        sum += line;
        if item["tax_rate_special_status"] == "DR" {
            deposit += line;
        }
        if rate.is_zero() {
            continue;
        }
        let place = rates.iter().position(|known| *known == rate);
        let place = place.ok_or_else(|| format!("tax_rate {rate} unknown"))?;
        taxable[place] += line * factor;
        taxes[place] += cents(line * factor * rate / Decimal::ONE_HUNDRED);
    }
    if !per_item {
        taxes = [0, 1, 2].map(|at| cents(taxable[at] * rates[at] / Decimal::ONE_HUNDRED));
    }
    let without_tax = cents(sum * factor);
    let tax: Decimal = taxes.iter().sum();
    for (index, tax) in (1..).zip(taxes) {
        order[format!("total_tax_{index}")] = number(tax);
    }
    let discounted = sum - without_tax;
    order["discount_total_without_tax"] = number(discounted);
    order["discount_total_with_tax"] = number(cents(discounted + tax_of(&taxable, &rates, factor)));
    order["total_refundable_deposit"] = number(cents(deposit));
    order["total_without_tax"] = number(without_tax);
    order["total_with_tax"] = number(without_tax + tax);
    Ok(())
}

/// The tax that the discount saves: that on the amounts before it, minus that on those after it.
fn tax_of(taxable: &[Decimal; 3], rates: &[Decimal; 3], factor: Decimal) -> Decimal {
    if factor.is_zero() {
        return Decimal::ZERO;
    }
    let saved = |(amount, rate): (&Decimal, &Decimal)| {
        (amount / factor - amount) * rate / Decimal::ONE_HUNDRED
    };
    taxable.iter().zip(rates).map(saved).sum()
}

/// Sets the prices of an item, and returns its total without tax.
fn price(item: &mut Value, rate: Decimal, with_tax: bool) -> Decimal {
    let factor = Decimal::ONE + rate / Decimal::ONE_HUNDRED;
    let given = |name: &str| Some(decimal(&item[name])).filter(|_| !item[name].is_null());
    let (without, with) = (given("amount"), given("amount_with_tax"));
    let amount = match (without, with) {
        (Some(amount), None) => amount,
        (Some(amount), Some(_)) if !with_tax => amount,
        (_, Some(with)) => with / factor,
        (None, None) => Decimal::ZERO,
    };
    let gross = match with {
        Some(with) if with_tax => with,
        _ => amount * factor,
    };
    let quantity = decimal(&item["quantity"]);
    let total = cents(amount * quantity);
    item["amount"] = number(amount.round_dp(4));
    item["amount_with_tax"] = number(gross.round_dp(4));
    item["total_without_tax"] = number(total);
    item["total_with_tax"] = number(cents(total * factor));
    total
}

fn cents(amount: Decimal) -> Decimal {
    amount.round_dp_with_strategy(2, MidpointAwayFromZero)
}

/// A number, or the digits of one; 0 for anything else.
pub fn decimal(value: &Value) -> Decimal {
    let text = match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    text.parse().unwrap_or_default()
}

/// A number as the service writes it, exactly.
fn number(value: Decimal) -> Value {
    let value = value.normalize().to_string();
    serde_json::from_str(&value).unwrap_or_else(|_| json!(value))
}
