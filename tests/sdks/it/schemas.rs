//! The JSON Schema that each model derives agrees with the document.

use std::collections::{BTreeMap, BTreeSet};

use contract::Contract;
use openapi_document::{Document, pointer, resolve};
use schemars::schema_for;
use serde_json::Value;
use syn::Item;

use crate::support::{self, contract};

/// A model, and its derived schema.
type Model = (&'static str, fn() -> Value);

macro_rules! models {
    ($api:ident: $($model:ident)+) => {
        &[$((stringify!($model), || schema_for!($api::types::$model).to_value())),+]
    };
}

const BOUWSOFT: &[Model] = models!(
    bouwsoft: AccessGrant AccessGrantLayout ActivationState Address AddressChanges AddressContact AddressContactChanges AddressContactCreate AddressContactList AddressContactRecord AddressCreate AddressList AddressRecord AddressUpdate ErrorBody Order OrderChanges OrderCommission OrderCommissionChanges OrderCommissionCreate OrderCommissionList OrderCommissionRecord OrderCommissionUpdate OrderCost OrderCostChanges OrderCostCreate OrderCostList OrderCostRecord OrderCreate OrderLine OrderLineChanges OrderLineCreate OrderLinePage OrderLineRecord OrderLineUpdate OrderList OrderPage OrderUpdate OrderVariable OrderVariableChanges OrderVariableCreate OrderVariableList OrderVariableRecord OrderVariableUpdate VatCode VatCodeList
);
const EENVOUDIGFACTUREREN: &[Model] = models!(
    eenvoudigfactureren: Account AccountLanguage AccountSettings AccountType Address AddressInput CustomValue
    CustomValueInput Customer CustomerContact CustomerContactCreate CustomerContactUpdate CustomerCreate CustomerDetail
    CustomerDetailCreate CustomerDetailUpdate CustomerState CustomerUpdate EmailAttachment ErrorBody EventRecipient EventRecipientStatus
    Language Layout LayoutVersion Order OrderCreate OrderEmail OrderEvent OrderEventType OrderItem OrderItemCreate OrderItemReplace OrderItemUpdate
    OrderRemark OrderRemarkCreate OrderRemarkReplace OrderRemarkUpdate OrderReplace OrderStatus OrderStatusInput
    OrderType OrderUpdate Tag TagName TaxCalculation TaxCode TaxSettings Upload WriteResult
);

/// The type of a schema or of each of its properties, and whether it is required.
type Shape = BTreeMap<String, (String, bool)>;

/// The kinds of the properties of an object, or the kind of the schema if it is not an object.
fn shape(schema: &Value, kind: impl Fn(&Value) -> String) -> Shape {
    let Some(properties) = schema["properties"].as_object() else {
        return Shape::from([(String::new(), (kind(schema), true))]);
    };
    let required = schema["required"].as_array();
    let is_required =
        |name: &String| required.is_some_and(|all| all.contains(&name.as_str().into()));
    let properties = properties.iter();
    properties
        .map(|(name, property)| (name.clone(), (kind(property), is_required(name))))
        .collect()
}

/// The kind of a schema in a document: the type, or the name of the object.
fn documented(document: &Document, schema: &Value) -> String {
    let named = schema.get("allOf").map_or(schema, |parts| &parts[0]);
    let target = resolve(&document.value, named);
    match target["type"].as_str() {
        Some("object") => pointer::last(named["$ref"].as_str().expect("a named object")),
        Some("array") => format!("[{}]", documented(document, &target["items"])),
        Some("integer") => integer(target),
        Some(kind) => kind.to_owned(),
        None => panic!("no type: {schema}"),
    }
}

fn integer(schema: &Value) -> String {
    let format = schema["format"].as_str();
    format!("integer of {}", format.unwrap_or("any size"))
}

/// The kind of a derived schema, without null.
fn derived(schema: &Value) -> String {
    if let Some(reference) = schema["$ref"].as_str() {
        return pointer::last(reference);
    }
    if let Some(choices) = schema["anyOf"].as_array() {
        let mut choices = choices.iter().filter(|choice| choice["type"] != "null");
        return choices.next().map(derived).expect("a choice beside null");
    }
    let kinds: Vec<&str> = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        kind => kind.as_str().into_iter().collect(),
    };
    let kinds: Vec<_> = kinds.into_iter().filter(|kind| *kind != "null").collect();
    match kinds.as_slice() {
        ["array"] => format!("[{}]", derived(&schema["items"])),
        ["integer"] => integer(schema),
        [kind] => (*kind).to_owned(),
        _ => panic!("no type: {schema}"),
    }
}

/// The shape of a model in its document. A vocabulary that is not a component there has no schema of its name; its type
/// is string.
fn expected(contract: &Contract, name: &str) -> Shape {
    let Some((document, at)) = contract.schema(name) else {
        return Shape::from([(String::new(), ("string".to_owned(), true))]);
    };
    let schema = document.at(&at).expect("a schema");
    shape(schema, |schema| documented(document, schema))
}

fn all_agree(api: &str, models: &[Model]) {
    let contract = contract(api);
    let mut properties = 0;
    for (name, derive) in models {
        let (found, expected) = (derive(), expected(contract, name));
        assert_eq!(shape(&found, derived), expected, "{api}: {name}");
        assert_eq!(found["title"], *name);
        properties += expected.len();
    }
    assert!(properties > 200, "{api}: {properties} properties");
    let tried: BTreeSet<_> = models.iter().map(|(name, _)| (*name).to_owned()).collect();
    let items = support::models(api).into_iter();
    let all = items.filter_map(|item| match item {
        Item::Struct(model) => Some(model.ident.to_string()),
        Item::Enum(model) => Some(model.ident.to_string()),
        _ => None,
    });
    let all: BTreeSet<_> = all.collect();
    let differences: Vec<_> = tried.symmetric_difference(&all).collect();
    assert!(
        differences.is_empty(),
        "{api}: correct the list in this file: {differences:?}"
    );
}

#[test]
fn bouwsoft_models_derive_the_documented_schemas() {
    all_agree("bouwsoft", BOUWSOFT);
}

#[test]
fn eenvoudigfactureren_models_derive_the_documented_schemas() {
    all_agree("eenvoudigfactureren", EENVOUDIGFACTUREREN);
}
