//! The fields that the service sets in an order.

use serde_json::{Map, Value, json};

use super::{
    routes::{Refusal, invalid},
    state::State,
    totals,
};

/// The fields of an order that the service copies from its customer.
pub const OF_CUSTOMER: [&str; 3] = ["client_uri", "client_name", "client_attention"];

/// The only article in stock.
const ARTICLE: i64 = 2002;

impl State {
    /// The fields that the service sets in an order, to which those of the request are added. `own` is the order before
    /// the write, or `None` for a new order.
    ///
    /// # Errors
    ///
    /// If its customer does not exist, or another order has its number.
    pub fn defaults(
        &mut self,
        sent: &Map<String, Value>,
        own: Option<&Value>,
    ) -> Result<Map<String, Value>, Refusal> {
        let client_id = sent.get("client_id").or_else(|| own?.get("client_id"));
        let mut customers = self.customers.iter();
        let customer = customers.find(|customer| Some(&customer["client_id"]) == client_id);
        let customer = customer
            .ok_or_else(|| invalid("client_id unknown"))?
            .clone();
        if let Some(number) = sent.get("number") {
            let id = own.map(|own| &own["order_id"]);
            let mut others = self.orders.iter();
            if others.any(|order| Some(&order["order_id"]) != id && order["number"] == *number) {
                return Err(invalid("number not unique"));
            }
        }
        let number = match (sent.get("number"), own) {
            (Some(number), _) => number.clone(),
            (None, Some(own)) => own["number"].clone(),
            (None, None) => self.next_number().into(),
        };
        let address = |name: &str| {
            let parts = ["street", "street2", "city", "postal_code", "country_code"];
            match name {
                "billing_address" => parts
                    .iter()
                    .filter(|part| !customer[**part].is_null())
                    .map(|part| ((*part).to_owned(), customer[*part].clone()))
                    .collect::<Map<_, _>>()
                    .into(),
                name => customer[name].clone(),
            }
        };
        let [rate_1, rate_2, rate_3] = &self.rates;
        let order = json!({
            "client_uri": customer["uri"], "client_name": customer["name"],
            "client_attention": customer["attention"], "type": "order", "number": number,
            "layout_id": 8001, "date": self.today().to_string(), "days_delivery": 0,
            "deposit_paid": 0, "status": "open", "billing_address": address("billing_address"),
            "delivery_address": address("delivery_address"),
            "site_address": address("site_address"), "discount_percentage": 0, "currency": "EUR",
            "exchange_rate": 1, "show_tax_for_exchange_rate": "yes", "tax_calculation": "total",
            "tax_included": "no", "items": [], "remarks": [], "events": [], "tags": [],
            "custom_values": [], "tax_rate_1": rate_1, "tax_rate_2": rate_2,
            "tax_rate_3": rate_3,
        });
        match order {
            Value::Object(order) => Ok(order),
            _ => Ok(Map::new()),
        }
    }

    /// A record after a write. An order gets its totals, its delivery date and the time of the write.
    pub fn finished(&mut self, collection: &str, mut record: Value) -> Result<Value, Refusal> {
        if collection != "orders" {
            return Ok(record);
        }
        for item in record["items"].as_array_mut().into_iter().flatten() {
            complete_item(item)?;
        }
        let today = self.today().to_string();
        for remark in record["remarks"].as_array_mut().into_iter().flatten() {
            if remark["date"].is_null() {
                remark["date"] = today.clone().into();
            }
        }
        totals::compute(&mut record).map_err(invalid)?;
        let days = record["days_delivery"].as_i64().unwrap_or_default();
        let date = record["date"].as_str().and_then(|date| date.parse().ok());
        let delivery = date
            .filter(|_| days > 0)
            .map(|date: chrono::NaiveDate| (date + chrono::Duration::days(days)).to_string());
        record["date_delivery"] = delivery.unwrap_or_default().into();
        record["last_activity"] = self.tick().into();
        Ok(record)
    }
}

/// Sets missing fields of an item: the description and price from its article, the quantity and unit from
/// `quantity_with_unit`. The default quantity is 1.
fn complete_item(item: &mut Value) -> Result<(), Refusal> {
    if !item["stockitem_id"].is_null() {
        if item["stockitem_id"] != ARTICLE {
            return Err(invalid("stockitem_id unknown"));
        }
        for (name, value) in [
            ("description", json!("product description")),
            ("amount", json!(100)),
        ] {
            if item[name].is_null() {
                item[name] = value;
            }
        }
    }
    if let Some(text) = item["quantity_with_unit"].as_str().map(str::to_owned) {
        let (quantity, unit) = text.split_once(' ').unwrap_or((&text, ""));
        let quantity = totals::decimal(&quantity.replace(',', ".").into());
        item["quantity"] = serde_json::from_str(&quantity.to_string()).unwrap_or_default();
        item["unit"] = unit.into();
    }
    if let Some(item) = item.as_object_mut() {
        item.remove("stockitem_id");
        item.remove("quantity_with_unit");
        item.entry("quantity").or_insert(json!(1));
        item.entry("tax_rate").or_insert(json!(0));
    }
    Ok(())
}
