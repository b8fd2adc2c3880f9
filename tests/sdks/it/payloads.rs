//! Every JSON example matches its schema; its model reads it and writes it again with the same meaning.

use std::collections::BTreeSet;

use contract::Contract;
use openapi_document::{Example, Payload, SchemaView, Side, xml};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::support::{contract, contracts, meaning};

#[test]
fn every_example_is_valid() {
    for contract in contracts() {
        let validator = contract.validator();
        let mut checked = 0;
        for example in contract
            .document
            .examples()
            .expect("the examples can be read")
        {
            let value = match &example.payload {
                Payload::Json(value) => value.clone(),
                Payload::Xml(text) => xml::to_json(&contract.document, &example.schema, text)
                    .unwrap_or_else(|error| panic!("{}: {error:#}", example.at)),
                Payload::File => continue,
            };
            let errors = validator.errors(&example.schema, &value).expect("a schema");
            assert!(errors.is_empty(), "{}: {errors:?}", example.at);
            checked += 1;
        }
        assert!(checked > 20, "{}: {checked} examples", contract.name);
    }
}

#[test]
fn the_xml_order_equals_the_json_order() {
    let contract = contract("eenvoudigfactureren");
    let examples = contract
        .document
        .examples()
        .expect("the examples can be read");
    let of = |media: &str| {
        let found = examples.iter().find(|example| {
            example.operation == "get_order"
                && example.side == Side::Answer("200".into())
                && example.media == media
        });
        found.expect("an example")
    };
    let (json, text) = (of("application/json"), of("application/xml"));
    let (Payload::Json(json_value), Payload::Xml(text_value)) = (&json.payload, &text.payload)
    else {
        panic!("a JSON and an XML example");
    };
    let from_xml = xml::to_json(&contract.document, &text.schema, text_value).expect("an instance");
    let schema = schema(contract, &json.schema);
    assert_eq!(meaning(&schema, &from_xml), meaning(&schema, json_value));
}

#[test]
fn every_bouwsoft_payload_is_read_and_written_again() {
    use bouwsoft::types::*;
    reread_all("bouwsoft", |model, json| match model {
        "AccessGrant" => again::<AccessGrant>(json),
        "ActivationState" => again::<ActivationState>(json),
        "ErrorBody" => again::<ErrorBody>(json),
        "OrderCostList" => again::<OrderCostList>(json),
        "OrderCostRecord" => again::<OrderCostRecord>(json),
        "OrderCostChanges" => again::<OrderCostChanges>(json),
        "OrderVariableList" => again::<OrderVariableList>(json),
        "OrderVariableRecord" => again::<OrderVariableRecord>(json),
        "OrderVariableChanges" => again::<OrderVariableChanges>(json),
        "OrderCommissionList" => again::<OrderCommissionList>(json),
        "OrderCommissionRecord" => again::<OrderCommissionRecord>(json),
        "OrderCommissionChanges" => again::<OrderCommissionChanges>(json),
        "AddressList" => again::<AddressList>(json),
        "AddressRecord" => again::<AddressRecord>(json),
        "AddressChanges" => again::<AddressChanges>(json),
        "AddressContactList" => again::<AddressContactList>(json),
        "AddressContactRecord" => again::<AddressContactRecord>(json),
        "AddressContactChanges" => again::<AddressContactChanges>(json),
        "VatCodeList" => again::<VatCodeList>(json),
        "OrderChanges" => again::<OrderChanges>(json),
        "OrderLineChanges" => again::<OrderLineChanges>(json),
        "OrderLinePage" => again::<OrderLinePage>(json),
        "OrderLineRecord" => again::<OrderLineRecord>(json),
        "OrderList" => again::<OrderList>(json),
        "OrderPage" => again::<OrderPage>(json),
        other => panic!("no model for {other}"),
    });
}

#[test]
fn every_eenvoudigfactureren_payload_is_read_and_written_again() {
    use eenvoudigfactureren::types::*;
    reread_all("eenvoudigfactureren", |model, json| match model {
        "Account" => again::<Account>(json),
        "AccountSettings" => again::<AccountSettings>(json),
        "Customer" => again::<Customer>(json),
        "CustomerContact" => again::<CustomerContact>(json),
        "CustomerContactCreate" => again::<CustomerContactCreate>(json),
        "CustomerContactUpdate" => again::<CustomerContactUpdate>(json),
        "CustomerCreate" => again::<CustomerCreate>(json),
        "CustomerDetail" => again::<CustomerDetail>(json),
        "CustomerDetailCreate" => again::<CustomerDetailCreate>(json),
        "CustomerDetailUpdate" => again::<CustomerDetailUpdate>(json),
        "CustomerUpdate" => again::<CustomerUpdate>(json),
        "Layout" => again::<Layout>(json),
        "OrderEmail" => again::<OrderEmail>(json),
        "Upload" => again::<Upload>(json),
        "ErrorBody" => again::<ErrorBody>(json),
        "Order" => again::<Order>(json),
        "OrderCreate" => again::<OrderCreate>(json),
        "OrderEvent" => again::<OrderEvent>(json),
        "OrderItem" => again::<OrderItem>(json),
        "OrderItemCreate" => again::<OrderItemCreate>(json),
        "OrderItemReplace" => again::<OrderItemReplace>(json),
        "OrderItemUpdate" => again::<OrderItemUpdate>(json),
        "OrderRemark" => again::<OrderRemark>(json),
        "OrderRemarkCreate" => again::<OrderRemarkCreate>(json),
        "OrderRemarkReplace" => again::<OrderRemarkReplace>(json),
        "OrderRemarkUpdate" => again::<OrderRemarkUpdate>(json),
        "OrderReplace" => again::<OrderReplace>(json),
        "OrderUpdate" => again::<OrderUpdate>(json),
        "WriteResult" => again::<WriteResult>(json),
        other => panic!("no model for {other}"),
    });
}

/// Reads JSON as a model and writes it again.
fn again<T: DeserializeOwned + Serialize>(json: &str) -> serde_json::Result<String> {
    serde_json::to_string_pretty(&serde_json::from_str::<T>(json)?)
}

fn reread_all(api: &str, again: impl Fn(&str, &str) -> serde_json::Result<String>) {
    let contract = contract(api);
    // Responses that operations share are read once.
    let mut seen = BTreeSet::new();
    for example in contract
        .document
        .examples()
        .expect("the examples can be read")
    {
        let Payload::Json(value) = &example.payload else {
            continue;
        };
        // Parameters and strings have no model.
        if example.media != "application/json" || !seen.insert(example.at.clone()) {
            continue;
        }
        let written = reread(contract, &example, value, &again);
        insta::assert_snapshot!(name(api, &example), written);
    }
    assert!(seen.len() >= 10, "{} payloads", seen.len());
}

/// The payload, read and written again, after comparison with the original.
fn reread(
    contract: &Contract,
    example: &Example,
    value: &Value,
    again: impl Fn(&str, &str) -> serde_json::Result<String>,
) -> String {
    let schema = schema(contract, &example.schema);
    let at = &example.at;
    let written = match value {
        Value::Array(items) => {
            let model = model(contract, &format!("{}/items", example.schema));
            let texts = items.iter().map(|item| again(&model, &item.to_string()));
            let texts: serde_json::Result<Vec<_>> = texts.collect();
            texts.map(|texts| format!("[\n{}\n]", texts.join(",\n")))
        }
        value => again(&model(contract, &example.schema), &value.to_string()),
    };
    let written = written.unwrap_or_else(|error| panic!("{at}: {error}"));
    let parsed: Value = serde_json::from_str(&written).expect("JSON");
    assert_eq!(meaning(&schema, &parsed), meaning(&schema, value), "{at}");
    written
}

/// The name of the component schema at a pointer.
fn model(contract: &Contract, at: &str) -> String {
    let at = contract.document.follow(at);
    let name = at.strip_prefix("/components/schemas/");
    name.unwrap_or_else(|| panic!("{at} is not a component"))
        .to_owned()
}

fn schema<'a>(contract: &'a Contract, at: &str) -> SchemaView<'a> {
    let schema = contract.document.at(at).expect("a schema");
    SchemaView::new(&contract.document.value, schema)
}

fn name(api: &str, example: &Example) -> String {
    let side = match &example.side {
        Side::Answer(status) => status.clone(),
        _ => "body".to_owned(),
    };
    let owner = if example.at.starts_with("/components/") {
        "shared"
    } else {
        &example.operation
    };
    format!("{api}__{owner}__{}__{side}", example.call)
}
