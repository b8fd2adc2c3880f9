//! The records that the fake keeps.

use std::collections::BTreeMap;

use chrono::{Duration, NaiveDate, NaiveDateTime};
use serde_json::{Value, json};

/// The resources, by their names in paths.
pub const RESOURCES: [&str; 8] = [
    "Orders",
    "OrderLines",
    "OrderCosts",
    "OrderVariables",
    "OrderCommissions",
    "Addresses",
    "AddressContacts",
    "VATCodes",
];

#[derive(Clone, Debug)]
pub struct State {
    resources: BTreeMap<&'static str, Vec<Value>>,
    /// The plain texts of records, by resource, ID and name.
    pub texts: BTreeMap<(String, i64, String), String>,
    id: i64,
    nr: i64,
    clock: NaiveDateTime,
}

impl State {
    pub fn new() -> Self {
        let day = NaiveDate::from_ymd_opt(2026, 1, 5).unwrap_or_default();
        let mut state = Self {
            resources: RESOURCES.map(|name| (name, Vec::new())).into(),
            texts: BTreeMap::new(),
            id: 900_000,
            nr: 202_600_000,
            clock: day.and_hms_opt(9, 0, 0).unwrap_or_default(),
        };
        let codes = [
            ("0", 0),
            ("0M", 0),
            ("6", 6),
            ("12", 12),
            ("21", 21),
            ("21M", 21),
        ];
        for (id, (code, percent)) in (1..).zip(codes) {
            let code = json!({
                "id": id, "code": code, "percent": percent, "co_contractor": code.ends_with('M'),
            });
            state.records("VATCodes").push(code);
        }
        state
    }

    /// The records of a resource.
    ///
    /// # Panics
    ///
    /// If there is no such resource.
    pub fn records(&mut self, resource: &str) -> &mut Vec<Value> {
        let records = self.resources.get_mut(resource);
        records.unwrap_or_else(|| panic!("there is no resource {resource}"))
    }

    /// Adds a record unchanged. IDs that are assigned later are greater than its ID.
    pub fn add(&mut self, resource: &str, record: Value) {
        let greatest = |name: &str| record[name].as_i64().unwrap_or_default();
        self.id = self.id.max(greatest("id"));
        self.nr = self.nr.max(greatest("nr"));
        let time = record["ts_lastupdate"].as_str();
        let time = time.and_then(|time| time.replace(' ', "T").parse().ok());
        self.clock = self.clock.max(time.unwrap_or(self.clock));
        self.records(resource).push(record);
    }

    /// Removes a record, its texts and the contacts of an address, and updates the order of a line.
    pub fn remove(&mut self, resource: &str, id: i64) {
        let order = self
            .find(resource, id)
            .and_then(|record| record["orderid"].as_i64());
        self.records(resource).retain(|record| record["id"] != id);
        self.texts
            .retain(|(of, key, _), _| of != resource || *key != id);
        match (resource, order) {
            ("Addresses", _) => {
                self.records("AddressContacts")
                    .retain(|contact| contact["address_id"] != id);
            }
            ("OrderLines", Some(order)) => self.finish("Orders", order),
            _ => {}
        }
    }

    pub fn next_id(&mut self) -> i64 {
        self.id += 1;
        self.id
    }

    /// The number of the next order.
    pub fn next_nr(&mut self) -> i64 {
        self.nr += 1;
        self.nr
    }

    /// Advances the clock by a second, and returns the time as the timestamp of a write.
    pub fn tick(&mut self) -> String {
        self.clock += Duration::seconds(1);
        self.clock.format("%Y-%m-%d %H:%M:%S").to_string()
    }

    pub fn today(&self) -> String {
        self.clock.date().to_string()
    }
}
