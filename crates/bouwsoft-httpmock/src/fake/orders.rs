//! The fields that the service computes: totals of lines and orders, and fields that it copies from other records.

use rust_decimal::{Decimal, RoundingStrategy::MidpointAwayFromZero};
use serde_json::{Value, json};

use super::state::State;

/// The maximum number of VAT codes in an order.
const CODES: usize = 5;

/// The fields that an order has for each of its VAT codes. In the order, the index of the code follows each name.
const OF_CODE: [&str; 7] = [
    "basis",
    "taxableamount",
    "vatcode",
    "vatpercent",
    "vatcocontractor",
    "vatamount",
    "amountinclvat",
];

impl State {
    /// Sets the computed fields of a record after a write, and its timestamp. A write to a line also updates its order.
    pub fn finish(&mut self, resource: &str, id: i64) {
        let time = self.tick();
        self.complete(resource, id, &time);
    }

    fn complete(&mut self, resource: &str, id: i64, time: &str) {
        match resource {
            "OrderLines" => {
                self.finish_line(id);
                let order = self
                    .find("OrderLines", id)
                    .map(|line| line["orderid"].clone());
                if let Some(order) = order.and_then(|order| order.as_i64()) {
                    self.complete("Orders", order, time);
                }
            }
            "Orders" => {
                self.copy_address(id);
                self.total(id);
            }
            _ => {}
        }
        // Other resources have no timestamp.
        let has_time = matches!(
            resource,
            "Orders" | "OrderLines" | "Addresses" | "AddressContacts"
        );
        if let Some(record) = self.find(resource, id).filter(|_| has_time) {
            record["ts_lastupdate"] = time.into();
        }
    }

    /// The record of a resource with this ID.
    pub fn find(&mut self, resource: &str, id: i64) -> Option<&mut Value> {
        let mut records = self.records(resource).iter_mut();
        records.find(|record| record["id"] == id)
    }

    fn copy_address(&mut self, id: i64) {
        let address = self
            .find("Orders", id)
            .and_then(|order| order["address_id"].as_i64());
        let Some(address) = address.and_then(|id| self.find("Addresses", id).cloned()) else {
            return;
        };
        let copied = [
            ("address_name", "name"),
            ("address_address", "address"),
            ("address_countrycode", "countrycode"),
            ("address_zipcode", "zipcode"),
            ("address_city", "city"),
            ("vatnr", "vatnr"),
        ];
        if let Some(order) = self.find("Orders", id) {
            for (own, theirs) in copied {
                order[own] = address[theirs].clone();
            }
        }
    }

    /// Computes the quantity and the prices of a line, and copies its VAT code.
    fn finish_line(&mut self, id: i64) {
        let Some(line) = self.find("OrderLines", id).cloned() else {
            return;
        };
        let order = line["orderid"].as_i64();
        let order = order
            .and_then(|id| self.find("Orders", id).cloned())
            .unwrap_or_default();
        let siblings = self.records("OrderLines").iter();
        let last = siblings
            .filter(|other| other["orderid"] == line["orderid"] && other["id"] != id)
            .filter_map(|other| other["linenr"].as_i64())
            .max();
        let code = [&line["vatcode"], &order["vatcode"]]
            .into_iter()
            .find(|code| code.is_string());
        let code = code.cloned().unwrap_or_default();
        let mut codes = self.records("VATCodes").iter();
        let code = codes.rfind(|known| known["code"] == code).cloned();
        let quantity = ["quantity1", "quantity2", "quantity3", "quantity4"]
            .map(|name| decimal(&line[name]).unwrap_or(Decimal::ONE));
        let quantity = if line["all_quantities_are_included_in_quantity_total"] == false {
            quantity[0]
        } else {
            quantity.iter().product()
        };
        let discount = decimal(&line["discount"]).unwrap_or_default() / Decimal::ONE_HUNDRED;
        let price = decimal(&line["price_unit"]).unwrap_or_default();
        let price = price * (Decimal::ONE - discount);
        let Some(line) = self.find("OrderLines", id) else {
            return;
        };
        if let Some(code) = code {
            line["vatcode"] = code["code"].clone();
            line["vatpercent"] = code["percent"].clone();
            line["vatcocontractor"] = code["co_contractor"].clone();
        }
        if line["linenr"].is_null() {
            line["linenr"] = (last.unwrap_or_default() + 1).into();
        }
        line["ordertype"] = order["type"].clone();
        line["ordernr"] = order["nr"].clone();
        line["quantity_total"] = number(quantity);
        line["price_unit_afterdiscount"] = number(price);
        line["price_total"] = number(cents(quantity * price));
    }

    /// Computes the totals of an order, for each VAT code and for the whole order.
    fn total(&mut self, id: i64) {
        let mut groups: Vec<(Value, Decimal)> = Vec::new();
        for line in self.records("OrderLines").iter() {
            if line["orderid"] != id || line["include_line_in_total"] == false {
                continue;
            }
            let price = decimal(&line["price_total"]).unwrap_or_default();
            let same = |(known, _): &&mut (Value, Decimal)| known["vatcode"] == line["vatcode"];
            match groups.iter_mut().find(same) {
                Some((_, sum)) => *sum += price,
                None => groups.push((line.clone(), price)),
            }
        }
        let Some(order) = self.find("Orders", id) else {
            return;
        };
        let (mut basis, mut vat) = (Decimal::ZERO, Decimal::ZERO);
        if let Some(order) = order.as_object_mut() {
            order.retain(|name, _| !is_of_code(name));
        }
        for (index, (line, sum)) in (1..).zip(groups) {
            let percent = decimal(&line["vatpercent"]).unwrap_or_default();
            let is_owed = line["vatcocontractor"] != true;
            let rate = if is_owed { percent } else { Decimal::ZERO };
            let amount = cents(sum * rate / Decimal::ONE_HUNDRED);
            let values = [
                number(sum),
                number(sum),
                line["vatcode"].clone(),
                line["vatpercent"].clone(),
                line["vatcocontractor"].clone(),
                number(amount),
                number(sum + amount),
            ];
            for (name, value) in OF_CODE.into_iter().zip(values).filter(|_| index <= CODES) {
                order[format!("{name}{index}")] = value;
            }
            basis += sum;
            vat += amount;
        }
        order["basis"] = number(basis);
        order["vatamount"] = number(vat);
        order["amountinclvat"] = number(basis + vat);
    }
}

/// Whether a field belongs to one of the VAT codes of an order.
fn is_of_code(name: &str) -> bool {
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
    stem != name && OF_CODE.contains(&stem)
}

fn cents(amount: Decimal) -> Decimal {
    amount.round_dp_with_strategy(2, MidpointAwayFromZero)
}

fn decimal(value: &Value) -> Option<Decimal> {
    match value {
        Value::Number(number) => number.to_string().parse().ok(),
        _ => None,
    }
}

fn number(value: Decimal) -> Value {
    let value = value.normalize().to_string();
    serde_json::from_str(&value).unwrap_or_else(|_| json!(value))
}
