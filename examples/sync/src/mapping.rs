//! Converts an order of Bouwsoft, its lines and its customer to the models of EenvoudigFactureren. All amounts are
//! decimals.

use bouwsoft::types::{Address, Order, OrderLine};
use eenvoudigfactureren::{
    Invalid,
    types::{CustomerCreate, OrderCreate, OrderItemCreate},
};
use rust_decimal::{Decimal, RoundingStrategy::MidpointAwayFromZero};

use crate::settings::Vat;

/// The `external_order_id` of an order, and the `external_client_id` of a customer.
pub fn external_id(id: i64) -> String {
    format!("bouwsoft-{id}")
}

/// The maximum difference between the totals of both systems: a cent for each line, because lines are rounded.
pub fn tolerance(lines: usize) -> Decimal {
    Decimal::new(i64::try_from(lines).unwrap_or(i64::MAX), 2)
}

/// The customer with this address.
///
/// # Errors
///
/// If the customer cannot be created, for example because the address has no name. The error contains all reasons.
pub fn customer(id: i64, address: &Address) -> Result<CustomerCreate, Vec<String>> {
    let text = |text: &Option<String>| text.as_deref().unwrap_or_default().trim().to_owned();
    let name = text(&address.name);
    if name.is_empty() {
        return Err(vec![format!("the address {id} has no name")]);
    }
    let mut customer = CustomerCreate::new(name).external_client_id(external_id(id));
    for (value, set) in [
        (
            &address.address,
            CustomerCreate::street as fn(_, String) -> _,
        ),
        (&address.addressline2, CustomerCreate::street2),
        (&address.zipcode, CustomerCreate::postal_code),
        (&address.city, CustomerCreate::city),
        (&address.countrycode, CustomerCreate::country_code),
        (&address.vatnr, CustomerCreate::tax_code),
        (&address.email, CustomerCreate::email_address),
        (&address.telephone1, CustomerCreate::phone_number),
    ] {
        let value = text(value);
        if !value.is_empty() {
            customer = set(customer, value);
        }
    }
    match customer.validate() {
        Ok(()) => Ok(customer),
        Err(invalid) => Err(reasons(&format!("address {id}: "), &invalid)),
    }
}

/// The violations of the limits of EenvoudigFactureren, each after the prefix `place`.
fn reasons(place: &str, invalid: &Invalid) -> Vec<String> {
    let violations = invalid.violations.iter();
    violations.map(|found| format!("{place}{found}")).collect()
}

/// The order form, without its customer.
///
/// # Errors
///
/// If the order is refused. The error contains all reasons.
pub fn order(order: &Order, lines: &[OrderLine], vat: &Vat) -> Result<OrderCreate, Vec<String>> {
    let mut items = Vec::new();
    let mut reasons = Vec::new();
    for line in lines {
        match item(line, vat) {
            Ok(item) => items.push(item),
            Err(reason) => {
                reasons.push(format!(
                    "line {}: {reason}",
                    line.linenr.unwrap_or_default()
                ));
            }
        }
    }
    let source = order.amountinclvat.unwrap_or_default();
    if order.amountinclvat.is_none() {
        reasons.push("the order has no total: `amountinclvat` is missing".to_owned());
    }
    let target = total(&items);
    if reasons.is_empty() && target.saturating_sub(source).abs() > tolerance(lines.len()) {
        reasons.push(format!(
            "the total of the lines including VAT is {target:.2}, but the total of the order is {source:.2}"
        ));
    }
    if !reasons.is_empty() {
        return Err(reasons);
    }
    let kind = order.type_.as_deref().unwrap_or_default();
    let nr = order.nr.unwrap_or_default();
    let form = OrderCreate::new(0)
        .external_order_id(external_id(order.id.unwrap_or_default()))
        .reference(format!("{kind} {nr}"))
        .tax_included(false)
        .items(items);
    match form.validate() {
        Ok(()) => Ok(form),
        Err(invalid) => Err(self::reasons("", &invalid)),
    }
}

fn item(line: &OrderLine, vat: &Vat) -> Result<OrderItemCreate, String> {
    let description = line.description.as_deref().unwrap_or_default().trim();
    let description = match description {
        "" => format!("Line {}", line.linenr.unwrap_or_default()),
        text => text.to_owned(),
    };
    // A line that is not included in the total becomes an item with its text and the price 0.
    if line.include_line_in_total == Some(false) {
        return Ok(OrderItemCreate::new().description(description).amount(0));
    }
    let total = line.price_total.map(cents);
    let total = total.ok_or("it has no price: `price_total` is missing")?;
    vat.apply(line, priced(line, total, description))
}

/// Keeps the unit price and the quantity if they have at most 4 and 2 decimals and their product is the price of the
/// line. Otherwise the item has the quantity 1 and the price of the line, and its description contains the quantity,
/// because a rounded unit price would change the total.
fn priced(line: &OrderLine, total: Decimal, description: String) -> OrderItemCreate {
    let quantity = line.quantity_total.unwrap_or(Decimal::ONE);
    let unit = line.price_unit_afterdiscount.or(line.price_unit);
    let unit = unit.unwrap_or(total);
    let fits = unit == unit.round_dp(4) && quantity == quantity.round_dp(2);
    if fits && unit.checked_mul(quantity).map(cents) == Some(total) {
        let item = OrderItemCreate::new().description(description);
        return item.amount(unit).quantity(quantity);
    }
    let measure = line.unit1.as_deref().unwrap_or_default();
    let with_quantity = format!("{description} ({} {measure}", quantity.normalize());
    OrderItemCreate::new()
        .description(format!("{})", with_quantity.trim_end()))
        .amount(total)
}

/// The total including VAT. By default, EenvoudigFactureren computes VAT on the sum of the items with the same
/// percentage.
fn total(items: &[OrderItemCreate]) -> Decimal {
    let mut rates: Vec<(Decimal, Decimal)> = Vec::new();
    for item in items {
        let quantity = item.quantity.unwrap_or(Decimal::ONE);
        let price = cents(item.amount.unwrap_or_default().saturating_mul(quantity));
        let rate = item.tax_rate.unwrap_or_default();
        match rates.iter_mut().find(|(known, _)| *known == rate) {
            Some((_, sum)) => *sum = sum.saturating_add(price),
            None => rates.push((rate, price)),
        }
    }
    rates.iter().fold(Decimal::ZERO, |total, (rate, sum)| {
        let vat = cents(sum.saturating_mul(rate / Decimal::ONE_HUNDRED));
        total.saturating_add(*sum).saturating_add(vat)
    })
}

fn cents(amount: Decimal) -> Decimal {
    amount.round_dp_with_strategy(2, MidpointAwayFromZero)
}
