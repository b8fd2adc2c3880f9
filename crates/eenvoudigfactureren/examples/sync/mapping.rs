//! An order of Bouwsoft and its lines as an order of EenvoudigFactureren. Money is decimal from one end to the other.

use bouwsoft::types::{Order, OrderLine};
use eenvoudigfactureren::types::{OrderCreate, OrderItemCreate};
use rust_decimal::{Decimal, RoundingStrategy::MidpointAwayFromZero};

use super::vat::{self, Account};

/// Sums of rounded lines may be this much off.
const TOLERANCE: Decimal = Decimal::from_parts(5, 0, 0, false, 2);

/// The key under which the order is found again: it makes a second run harmless.
pub fn external_id(order: i64) -> String {
    format!("bouwsoft-{order}")
}

/// The order to be made for the client `client_id`, or everything that speaks against it.
pub fn order(
    order: &Order,
    lines: &[OrderLine],
    client_id: i64,
    account: &Account,
) -> Result<OrderCreate, String> {
    let key = order.id.ok_or("the order has no key")?;
    let mut items = Vec::new();
    let mut faults = Vec::new();
    for line in lines {
        match item(line, account) {
            Ok(item) => items.push(item),
            Err(fault) => faults.push(format!("line {}: {fault}", line.linenr.unwrap_or_default())),
        }
    }
    let (total, theirs) = (total(&items), order.amountinclvat.unwrap_or_default());
    if faults.is_empty() && (total - theirs).abs() > TOLERANCE {
        faults.push(format!(
            "its lines come to {total} with VAT, but it says {theirs}"
        ));
    }
    if !faults.is_empty() {
        return Err(faults.join("; "));
    }
    let kind = order.type_.as_deref().unwrap_or_default();
    let nr = order.nr.unwrap_or_default();
    Ok(OrderCreate::new(client_id)
        .external_order_id(external_id(key))
        .reference(format!("{kind} {nr}"))
        .tax_included(false)
        .items(items))
}

fn item(line: &OrderLine, account: &Account) -> Result<OrderItemCreate, String> {
    let description = line.description.as_deref().unwrap_or_default().trim();
    let description = match description {
        "" => format!("Line {}", line.linenr.unwrap_or_default()),
        text => text.to_owned(),
    };
    // A line that does not count is kept for its text.
    if line.include_line_in_total == Some(false) {
        return Ok(OrderItemCreate::new().description(description).amount(0));
    }
    let vat = vat::of(line, account)?;
    let item = priced(line, description).tax_rate(vat.rate);
    Ok(match vat.status {
        Some(status) => item.tax_rate_special_status(status),
        None => item,
    })
}

/// The price per unit where it has the 4 decimals, and the quantity the 2, that the service takes and their product is the
/// price of the line; else the line as one piece, with the quantity in words. Rounding the price of a unit would change
/// that of many.
fn priced(line: &OrderLine, description: String) -> OrderItemCreate {
    let total = cents(line.price_total.unwrap_or_default());
    let quantity = line.quantity_total.unwrap_or(Decimal::ONE);
    let unit = line.price_unit_afterdiscount.or(line.price_unit);
    let unit = unit.unwrap_or(total);
    let fits = unit == unit.round_dp(4) && quantity == quantity.round_dp(2);
    if fits && cents(unit * quantity) == total {
        let item = OrderItemCreate::new().description(description);
        return item.amount(unit).quantity(quantity);
    }
    let measure = line.unit1.as_deref().unwrap_or_default();
    let words = format!("{description} ({} {measure}", quantity.normalize());
    OrderItemCreate::new()
        .description(format!("{})", words.trim_end()))
        .amount(total)
}

/// The total with VAT: VAT is reckoned on the sum of each rate, as the service does unless asked otherwise.
pub fn total(items: &[OrderItemCreate]) -> Decimal {
    let mut rates: Vec<(Decimal, Decimal)> = Vec::new();
    for item in items {
        let quantity = item.quantity.unwrap_or(Decimal::ONE);
        let price = cents(item.amount.unwrap_or_default() * quantity);
        let rate = item.tax_rate.unwrap_or_default();
        match rates.iter_mut().find(|(known, _)| *known == rate) {
            Some((_, sum)) => *sum += price,
            None => rates.push((rate, price)),
        }
    }
    let with_vat =
        |(rate, sum): &(Decimal, Decimal)| sum + cents(sum * rate / Decimal::ONE_HUNDRED);
    rates.iter().map(with_vat).sum()
}

fn cents(amount: Decimal) -> Decimal {
    amount.round_dp_with_strategy(2, MidpointAwayFromZero)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(unit: Decimal, quantity: Decimal, total: Decimal) -> OrderLine {
        let line = OrderLine::default().linenr(1).description("Sand");
        line.unit1("m3")
            .vatpercent(21)
            .price_unit_afterdiscount(unit)
            .quantity_total(quantity)
            .price_total(total)
    }

    fn account() -> Account {
        Account {
            rates: [6, 12, 21].map(Decimal::from),
            exempt: None,
        }
    }

    #[test]
    fn a_line_whose_unit_price_would_be_rounded_is_one_piece() {
        let (unit, quantity) = (Decimal::new(121_005, 4), Decimal::from(3));
        let kept =
            item(&line(unit, quantity, Decimal::new(3_630, 2)), &account()).expect("an item");
        assert_eq!((kept.amount, kept.quantity), (Some(unit), Some(quantity)));
        let unit = Decimal::new(1_234_567, 5);
        let total = Decimal::new(3_703_701, 5);
        let whole = item(&line(unit, quantity, total), &account()).expect("an item");
        assert_eq!(
            (whole.amount, whole.quantity),
            (Some(Decimal::new(3_704, 2)), None)
        );
        assert_eq!(whole.description.as_deref(), Some("Sand (3 m3)"));
    }

    #[test]
    fn all_that_speaks_against_an_order_is_told() {
        let good = line(Decimal::TEN, Decimal::ONE, Decimal::TEN);
        let signed = Order::default().id(7).amountinclvat(Decimal::new(1_210, 2));
        let made = order(&signed, std::slice::from_ref(&good), 1, &account()).expect("an order");
        assert_eq!(made.external_order_id.as_deref(), Some("bouwsoft-7"));
        made.validate().expect("within the limits of the contract");

        let lines = [
            good.clone().vatpercent(9),
            good.clone().vatpercent(Decimal::new(195, 1)),
        ];
        let refused = order(&signed, &lines, 1, &account()).expect_err("no such rates");
        assert_eq!(
            refused.matches("is no rate of the account").count(),
            2,
            "{refused}"
        );

        let refused = order(&signed, &[good.clone(), good], 1, &account());
        let told = "its lines come to 24.20 with VAT, but it says 12.10";
        assert_eq!(refused.expect_err("another total"), told);
    }
}
