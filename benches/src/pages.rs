//! Pages to read: the same records with their fields in different orders, or with numbers as strings.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::models::bouwsoft;

/// The order of the fields of an object.
#[derive(Clone, Copy, Debug)]
pub enum Fields {
    /// Alphabetical order.
    Alphabetical,
    /// A random order, which differs from object to object.
    Shuffled,
}

/// A page with its fields in the order of the contract. `T`, a model written by hand, has its fields in this order.
pub fn in_contract_order<T: DeserializeOwned + Serialize>(page: &str) -> String {
    let page: T = serde_json::from_str(page).expect("the page can be read");
    serde_json::to_string(&page).expect("the page can be written")
}

/// A page with its fields in another order.
pub fn arranged(page: &str, order: Fields) -> String {
    let page: Value = serde_json::from_str(page).expect("the page is JSON");
    let mut text = String::new();
    write(&page, order, &mut fastrand::Rng::with_seed(7), &mut text);
    text
}

fn write(value: &Value, order: Fields, random: &mut fastrand::Rng, out: &mut String) {
    match value {
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().collect();
            match order {
                Fields::Alphabetical => fields.sort_by_key(|(name, _)| *name),
                Fields::Shuffled => random.shuffle(&mut fields),
            }
            out.push('{');
            for (index, (name, value)) in fields.into_iter().enumerate() {
                let comma = if index == 0 { "" } else { "," };
                out.push_str(&format!("{comma}{}:", Value::from(name.as_str())));
                write(value, order, random, out);
            }
            out.push('}');
        }
        Value::Array(values) => {
            out.push('[');
            for (index, value) in values.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { "," });
                write(value, order, random, out);
            }
            out.push(']');
        }
        other => out.push_str(&other.to_string()),
    }
}

/// A page with each number as a string, as some servers send numbers.
pub fn with_numbers_as_strings(page: &str) -> String {
    fn change(value: &mut Value) {
        match value {
            Value::Number(number) => *value = number.to_string().into(),
            Value::Array(values) => values.iter_mut().for_each(change),
            Value::Object(fields) => fields.values_mut().for_each(change),
            Value::Null | Value::Bool(_) | Value::String(_) => {}
        }
    }
    let mut page: Value = serde_json::from_str(page).expect("the page is JSON");
    change(&mut page);
    page.to_string()
}

/// A page of 10,000 Bouwsoft orders: the same 100 orders, 100 times.
pub fn long() -> String {
    let page = in_contract_order::<bouwsoft::by_hand::Page>(bouwsoft::PAGE);
    let start = page.find('[').expect("a list") + 1;
    let end = page.rfind(']').expect("a list");
    let rows = vec![&page[start..end]; 100].join(",");
    format!("{}{rows}{}", &page[..start], &page[end..])
}
