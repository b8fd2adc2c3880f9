//! Orders to write, as users create them.

use bouwsoft::types as bouwsoft_types;
use eenvoudigfactureren::types::{AddressInput, OrderCreate, OrderItemCreate};
use rust_decimal::Decimal;
use serde_json::Value;

/// A Bouwsoft order with the fields that callers usually set.
pub fn bouwsoft() -> bouwsoft_types::OrderCreate {
    bouwsoft_types::OrderCreate::new("FAKTUUR")
        .company_id(2)
        .title("L'Atelier, web order 2026-17")
        .concerning("Doors and windows of the first floor")
        .ordernr("PO-2026-0017")
        .address_id(3759)
        .project_id(278)
        .commercialdiscount_percent(Decimal::new(25, 1))
        .blocked(false)
}

/// An order with this number of items.
pub fn eenvoudigfactureren(items: i64) -> OrderCreate {
    let address = AddressInput::new("BE")
        .street("Langestraat 189")
        .city("Antwerp")
        .postal_code("2000");
    let items: Vec<_> = (0..items).map(item).collect();
    OrderCreate::new(1001)
        .external_order_id("Q-2026-17")
        .client_attention("Administration Department")
        .reference("REF123456789")
        .days_delivery(14)
        .delivery_address(address)
        .discount_percentage(5)
        .currency("EUR")
        .tax_included(false)
        .items(items)
        .note("Warranty conditions applicable")
}

/// The order as JSON with booleans instead of `yes` and `no`, because the unpolished models accept only booleans.
pub fn natural(order: &OrderCreate) -> serde_json::Result<Value> {
    let mut json = serde_json::to_value(order)?;
    json["tax_included"] = false.into();
    Ok(json)
}

fn item(index: i64) -> OrderItemCreate {
    OrderItemCreate::new()
        .amount(Decimal::new(10_000 + 137 * index, 2))
        .quantity(2)
        .unit("pcs")
        .stockitem_code(format!("A{index:07}"))
        .description("Survey of the site, with a report")
        .tax_rate(21)
        .general_ledger_account("700000")
}
