//! The totals of an order, computed as the vendor's article describes.

use rust_decimal::{Decimal, RoundingStrategy::MidpointAwayFromZero};
use serde_json::{Value, json};

/// Computes the prices and totals of the items, and the totals of the order.
///
/// # Errors
///
/// If the tax percentage of an item is neither 0 nor one of the tax percentages of the order.
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
        let (without, with) = price(item, rate, with_tax);
        let line = if with_tax { with } else { without };
        sum += line;
        if item["tax_rate_special_status"] == "DR" {
            deposit += without;
        }
        if rate.is_zero() {
            continue;
        }
        let place = rates.iter().position(|known| *known == rate);
        let place = place.ok_or_else(|| format!("tax_rate {rate} unknown"))?;
        taxable[place] += line * factor;
        taxes[place] += cents(tax(line * factor, rate, with_tax));
    }
    if !per_item {
        taxes = [0, 1, 2].map(|at| cents(tax(taxable[at], rates[at], with_tax)));
    }
    for (index, tax) in (1..).zip(taxes) {
        order[format!("total_tax_{index}")] = number(tax);
    }
    let (total, tax_total) = (cents(sum * factor), taxes.iter().sum());
    let (without, with) = both(total, tax_total, with_tax);
    let before = [0, 1, 2].map(|at| taxable[at].checked_div(factor).unwrap_or_default());
    let saved = (0..3).map(|at| tax(before[at] - taxable[at], rates[at], with_tax));
    let (less_without, less_with) = both(sum - total, saved.sum(), with_tax);
    order["discount_total_without_tax"] = number(cents(less_without));
    order["discount_total_with_tax"] = number(cents(less_with));
    order["total_refundable_deposit"] = number(cents(deposit));
    order["total_without_tax"] = number(without);
    order["total_with_tax"] = number(with);
    Ok(())
}

/// The tax on an amount. `is_included` says whether the amount includes the tax.
fn tax(amount: Decimal, rate: Decimal, is_included: bool) -> Decimal {
    let rate = rate / Decimal::ONE_HUNDRED;
    if is_included {
        amount - amount / (Decimal::ONE + rate)
    } else {
        amount * rate
    }
}

/// An amount without tax and with tax.
fn both(amount: Decimal, tax: Decimal, is_included: bool) -> (Decimal, Decimal) {
    if is_included {
        (amount - tax, amount)
    } else {
        (amount, amount + tax)
    }
}

/// Sets the prices of an item, and returns its totals without and with tax.
fn price(item: &mut Value, rate: Decimal, with_tax: bool) -> (Decimal, Decimal) {
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
    let (without, with) = if with_tax {
        let total = cents(gross * quantity);
        (cents(total / factor), total)
    } else {
        let total = cents(amount * quantity);
        (total, cents(total * factor))
    };
    item["amount"] = number(amount.round_dp(4));
    item["amount_with_tax"] = number(gross.round_dp(4));
    item["total_without_tax"] = number(without);
    item["total_with_tax"] = number(with);
    (without, with)
}

fn cents(amount: Decimal) -> Decimal {
    amount.round_dp_with_strategy(2, MidpointAwayFromZero)
}

/// A number, or a string of digits, as a decimal. Anything else is 0.
pub fn decimal(value: &Value) -> Decimal {
    let text = match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    text.parse().unwrap_or_default()
}

/// A JSON number with exactly the digits of the value.
fn number(value: Decimal) -> Value {
    let value = value.normalize().to_string();
    serde_json::from_str(&value).unwrap_or_else(|_| json!(value))
}
