//! A list in which every number is a string, and every unset field is null, an empty string or absent, is read like the
//! list in its natural form.

use std::fmt::Debug;

use contract::Contract;
use openapi_document::{Payload, SchemaView, Side};
use order_sdk_core::json;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::support::contract;

/// The response of an operation, and its schema.
fn documented<'a>(contract: &'a Contract, operation: &str) -> (Value, SchemaView<'a>) {
    let examples = contract
        .document
        .examples()
        .expect("the examples can be read");
    let example = examples.into_iter().find(|example| {
        let is_success = matches!(&example.side, Side::Answer(status) if status.starts_with('2'));
        example.operation == operation && is_success && matches!(example.payload, Payload::Json(_))
    });
    let example = example.expect("an example");
    let Payload::Json(value) = example.payload else {
        panic!("JSON");
    };
    let schema = contract.document.at(&example.schema).expect("a schema");
    (value, SchemaView::new(&contract.document.value, schema))
}

/// Writes values as servers do, and alternates between the forms of an absent value.
struct Hostile {
    turn: usize,
    numbers: usize,
    unset: usize,
}

impl Hostile {
    fn value(&mut self, schema: &SchemaView<'_>, value: &Value) -> Value {
        match value {
            Value::Object(members) => self.object(schema, members).into(),
            Value::Array(items) => {
                let of = schema.items().expect("a list");
                items.iter().map(|item| self.value(&of, item)).collect()
            }
            Value::Number(number) => {
                self.numbers += 1;
                let float = number.as_f64().expect("a number");
                let cents = format!("{float:.2}");
                let exact =
                    cents.parse() == Ok(float) && schema.get("format") == Some(&"decimal".into());
                if exact { cents } else { number.to_string() }.into()
            }
            other => other.clone(),
        }
    }

    fn object(
        &mut self,
        schema: &SchemaView<'_>,
        members: &Map<String, Value>,
    ) -> Map<String, Value> {
        let properties = schema.get("properties").and_then(Value::as_object);
        let mut out = Map::new();
        for name in properties.expect("an object").keys() {
            let property = schema.property(name).expect("a property");
            let member = members.get(name);
            let member =
                member.filter(|value| !value.is_null() && (*value != "" || is_text(&property)));
            let value = match member {
                Some(value) => Some(self.value(&property, value)),
                None => self.absent(is_text(&property)),
            };
            out.extend(value.map(|value| (name.clone(), value)));
        }
        out
    }

    /// A form of an absent value. In a string, the empty string is a value, so strings have one form fewer.
    fn absent(&mut self, text: bool) -> Option<Value> {
        self.turn += 1;
        self.unset += 1;
        match self.turn % 3 {
            0 => Some(Value::Null),
            1 if !text => Some("".into()),
            _ => None,
        }
    }
}

/// Whether a property is a string with any content: neither a date nor a vocabulary.
fn is_text(schema: &SchemaView<'_>) -> bool {
    let plain = ["format", "enum", "x-extensible-enum"];
    schema.get("type") == Some(&"string".into())
        && plain.iter().all(|word| schema.get(word).is_none())
}

/// Reads the response of an operation in its natural form and in three hostile forms, which must be equal to it.
fn same<T: DeserializeOwned + Debug + PartialEq>(
    api: &str,
    operation: &str,
    numbers: usize,
    unset: usize,
) -> T {
    let contract = contract(api);
    let (value, schema) = documented(contract, operation);
    let natural: T = json::read(value.to_string().as_bytes()).expect("the natural response");
    for turn in 0..3 {
        let mut hostile = Hostile {
            turn,
            numbers: 0,
            unset: 0,
        };
        let body = hostile.value(&schema, &value).to_string();
        let read: T = json::read(body.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(read, natural, "{body}");
        assert_eq!(
            (hostile.numbers, hostile.unset),
            (numbers, unset),
            "{api}: numbers and unset fields"
        );
    }
    natural
}

#[test]
fn a_list_of_strings_and_unset_fields_equals_the_natural_list() {
    use eenvoudigfactureren::types::Order;
    let orders = same::<Vec<Order>>("eenvoudigfactureren", "list_orders", 53, 15);
    let items = orders[0].items.as_deref().expect("items");
    assert_eq!(items[0].amount, Some(100.into()));
    assert_eq!(orders[1].date_delivery, None);
}

#[test]
fn changes_of_strings_and_unset_fields_equal_the_natural_changes() {
    use bouwsoft::types::{OrderChanges, OrderLinePage};
    let changes = same::<OrderChanges>("bouwsoft", "create_order", 54, 12);
    let orders = changes.record_changes.expect("records");
    assert_eq!(orders[0].address_latitude, Some(51.19147));
    assert_eq!(orders[0].approved_date, None);
    let page = same::<OrderLinePage>("bouwsoft", "actualize_order_prices", 74, 0);
    let lines = page.records.expect("records");
    assert_eq!(lines[0].quantity2, Some("24.2".parse().expect("a decimal")));
}
