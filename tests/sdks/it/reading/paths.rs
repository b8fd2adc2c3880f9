//! The path of an error is the same as the one that `serde_path_to_error` finds.

use std::{fs, path::Path};

use bouwsoft::types as bouwsoft;
use eenvoudigfactureren::types as eenvoudigfactureren;
use openapi_document::pointer;
use order_sdk_core::{by_name::ByName, json};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

#[test]
fn the_path_of_an_error_is_that_of_serde_path_to_error() {
    let found = [
        differ::<eenvoudigfactureren::Order>("eenvoudigfactureren/examples/get_order.json"),
        differ::<Vec<eenvoudigfactureren::Order>>("eenvoudigfactureren/examples/list_orders.json"),
        differ::<eenvoudigfactureren::OrderCreate>(
            "eenvoudigfactureren/examples/create_order.json",
        ),
        differ::<eenvoudigfactureren::Customer>("eenvoudigfactureren/examples/get_client.json"),
        differ::<bouwsoft::OrderList>("bouwsoft/examples/list_orders.json"),
        differ::<bouwsoft::AddressList>("bouwsoft/examples/list_addresses.json"),
    ];
    let [errors, wrong] = found.into_iter().fold([0, 0], |sum, (errors, wrong)| {
        wrong.iter().for_each(|line| eprintln!("{line}"));
        [sum[0] + errors, sum[1] + wrong.len()]
    });
    assert_eq!(wrong, 0, "wrong paths among {errors} errors");
    assert!(errors > 1000, "{errors}");
}

/// Replaces each value of an example, one at a time, by wrong values. Returns the number of errors, and a line for each
/// error whose path differs.
fn differ<T: DeserializeOwned>(example: &str) -> (usize, Vec<String>) {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec");
    let text = fs::read_to_string(spec.join(example)).expect(example);
    let mut valid: Value = serde_json::from_str(&text).expect("JSON");
    let valid = valid["value"].take();
    json::read_value::<T>(&valid).map(drop).expect(example);
    let mut places = Vec::new();
    collect(&valid, String::new(), &mut places);
    let mut errors = 0;
    let mut wrong = Vec::new();
    for at in places {
        for value in [
            json!("x y"),
            json!([[]]),
            json!(["x", 1]),
            json!([{}, {"id": 1}]),
            json!({"x": [1]}),
            json!(1e300),
            json!(true),
            json!(null),
        ] {
            let mut document = valid.clone();
            *document.pointer_mut(&at).expect("a value") = value;
            for text in [document.to_string(), format!("{document:#}")] {
                let Err(error) = json::read::<T>(text.as_bytes()) else {
                    continue;
                };
                errors += 1;
                let path = tracked::<T>(&text);
                if error.path != path {
                    wrong.push(format!("{example}{at}: {} instead of {path}", error.path));
                }
            }
        }
    }
    (errors, wrong)
}

fn tracked<T: DeserializeOwned>(text: &str) -> String {
    let mut source = serde_json::Deserializer::from_str(text);
    let read: Result<T, _> = serde_path_to_error::deserialize(ByName(&mut source));
    let path = read.map(drop).expect_err("an error").path().to_string();
    if path == "." { String::new() } else { path }
}

fn collect(value: &Value, at: String, places: &mut Vec<String>) {
    if let Value::Object(members) = value {
        for (key, member) in members {
            collect(member, pointer::child(&at, key), places);
        }
    }
    if let Value::Array(items) = value {
        for (index, item) in items.iter().enumerate() {
            collect(item, pointer::child(&at, &index.to_string()), places);
        }
    }
    places.push(at);
}
