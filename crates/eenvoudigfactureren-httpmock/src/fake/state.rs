//! The records that the fake keeps.

use chrono::{Duration, NaiveDate, NaiveDateTime};
use serde_json::{Value, json};

/// The ID of the account.
const ACCOUNT: &str = "CAAAAAAAA";

#[derive(Clone, Debug)]
pub struct State {
    pub orders: Vec<Value>,
    pub customers: Vec<Value>,
    pub uploads: Vec<Value>,
    pub settings: Value,
    /// The tax percentages of the categories 1 to 3.
    pub rates: [Value; 3],
    pub layouts: Value,
    pub account: Value,
    /// The last ID that was assigned.
    id: i64,
    /// The last number of an order.
    number: i64,
    clock: NaiveDateTime,
}

impl State {
    pub fn new() -> Self {
        let code = |rate: i64, name: &str, category: i64, reason: &str| {
            json!({
                "rate": rate, "name": name, "tax_category": category,
                "exemption_reason_code": reason, "note": "",
            })
        };
        let codes = [
            code(21, "BTW 21%", 1, ""),
            code(12, "BTW 12%", 2, ""),
            code(6, "BTW 6%", 3, ""),
            code(0, "MC - Medecontractant", 0, "MC"),
            code(0, "ICD - Intracommunautaire diensten", 0, "ICD"),
            code(0, "ICL - Intracommunautaire levering goederen", 0, "ICL"),
        ];
        let day = NaiveDate::from_ymd_opt(2026, 1, 5).unwrap_or_default();
        Self {
            orders: Vec::new(),
            customers: Vec::new(),
            uploads: Vec::new(),
            settings: json!({
                "uri": uri("settings"), "use_empty_stock": "no",
                "taxes": { "default_tax_category": 1, "use_taxes": "yes", "codes": codes },
            }),
            rates: [21, 12, 6].map(Value::from),
            layouts: json!([{
                "layout_id": 8001, "name": "My layout", "version": "dompdf1", "template": "",
                "active": "yes",
            }]),
            account: json!({ "account_id": 1111, "number": ACCOUNT, "name": "My Company" }),
            id: 9000,
            number: 0,
            clock: day.and_hms_opt(9, 0, 0).unwrap_or_default(),
        }
    }

    /// Replaces the settings. Without a list of VAT codes, the tax percentages stay as they are.
    pub fn set_settings(&mut self, settings: Value) {
        for code in settings["taxes"]["codes"].as_array().into_iter().flatten() {
            let category = code["tax_category"].as_u64().unwrap_or_default();
            for (rate, known) in self.rates.iter_mut().zip(1..) {
                if known == category {
                    *rate = code["rate"].clone();
                }
            }
        }
        self.settings = settings;
    }

    /// Adds a record unchanged. IDs that are assigned later are greater than its IDs.
    pub fn add(&mut self, collection: &str, record: Value) {
        self.id = self.id.max(greatest_id(&record));
        self.collection(collection).push(record);
    }

    pub fn collection(&mut self, name: &str) -> &mut Vec<Value> {
        match name {
            "orders" => &mut self.orders,
            _ => &mut self.customers,
        }
    }

    pub fn next_id(&mut self) -> i64 {
        self.id += 1;
        self.id
    }

    /// The number of the next order.
    pub fn next_number(&mut self) -> String {
        loop {
            self.number += 1;
            let number = format!("{:08}", self.number);
            if !self.orders.iter().any(|order| order["number"] == *number) {
                return number;
            }
        }
    }

    /// Advances the clock by a second, and returns the time as the timestamp of a write.
    pub fn tick(&mut self) -> String {
        self.clock += Duration::seconds(1);
        self.clock.format("%Y-%m-%d %H:%M:%S").to_string()
    }

    pub fn today(&self) -> NaiveDate {
        self.clock.date()
    }
}

/// The URL of a record, with the host of the vendor's examples.
pub fn uri(path: &str) -> String {
    format!("https://eenvoudigfactureren.be/api/v1/{path}")
}

fn greatest_id(value: &Value) -> i64 {
    match value {
        Value::Object(members) => members
            .iter()
            .map(|(name, member)| {
                if name.ends_with("_id") {
                    member.as_i64().unwrap_or_default()
                } else {
                    greatest_id(member)
                }
            })
            .max()
            .unwrap_or_default(),
        Value::Array(items) => items.iter().map(greatest_id).max().unwrap_or_default(),
        _ => 0,
    }
}
