//! Everything that a model reads can be written, and is equal when it is read again. The tests use arbitrary values for
//! each field of each model.

use std::fmt::Debug;

use order_sdk_core::{Model, json};
use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

/// Strings and numbers at the limits of what models accept.
const LIMITS: &[&str] = &[
    "9999999999999.9999",
    "\"9999999999999.9999\"",
    "79228162514264337593543950335",
    "\"79228162514264337593543950335\"",
    "\"0.0000000000000000000000000001\"",
    "\"0.30000000000000004\"",
    "0.30000000000000004",
    "0.12345678901234568",
    "\"0.12345678901234568\"",
    "5.551115123125783e-17",
    "1e20",
    "-0.0",
    "9223372036854775807",
    "\"-9223372036854775808\"",
    "51.194712345678912",
    "\"51.194712345678912\"",
    "\"2018-02-28\"",
    "\"2018-02-28 11:33:45\"",
    "\"2018-02-28T23:59:60\"",
    "\"2018-02-28 11:33:45.123456789\"",
    "\"2018-03-01T13:00:05.5+01:00\"",
    "\"9999-12-31T23:59:59.999Z\"",
    "\"9999-12-31T23:59:59-05:00\"",
    "\"0000-01-01T00:00:00+05:00\"",
    "\"0000-01-01\"",
    "\"0000-00-00 00:00:00\"",
    "\"yes\"",
    "\"No\"",
    "1",
    "\"\"",
    "null",
    "[]",
    "{}",
    "\"open\"",
    "\"an unknown value\"",
    "\"type='FAKTUUR',title='L''Atelier'\"",
];

/// Any scalar; those at the limits are more frequent.
fn scalar() -> impl Strategy<Value = Value> {
    let limit = prop::sample::select(LIMITS);
    let limit = limit.prop_map(|text| serde_json::from_str(text).expect("JSON"));
    let decimal = (any::<i64>(), 0_u32..19)
        .prop_map(|(digits, scale)| json!(rust_decimal::Decimal::new(digits, scale).to_string()));
    prop_oneof![
        4 => limit,
        2 => any::<f64>().prop_map(|number| json!(number)),
        2 => any::<i64>().prop_map(|number| json!(number)),
        2 => decimal,
        1 => any::<String>().prop_map(|text| json!(text)),
        1 => any::<bool>().prop_map(|value| json!(value)),
    ]
}

/// A value of a field: a scalar, or an object or list with fields of other models.
fn value(names: Vec<&'static str>) -> impl Strategy<Value = Value> {
    let object = prop::collection::btree_map(prop::sample::select(names), scalar(), 0..4);
    let object = object.prop_map(|members| json!(members)).boxed();
    prop_oneof![
        8 => scalar(),
        1 => object.clone(),
        1 => prop::collection::vec(object, 0..3).prop_map(Value::from),
    ]
}

/// Reads an object, and if its model accepts it, writes it and reads it again.
fn again<T>(object: &Value) -> Result<bool, TestCaseError>
where
    T: Debug + DeserializeOwned + PartialEq + Serialize,
{
    let Ok(read) = json::read::<T>(object.to_string().as_bytes()) else {
        return Ok(false);
    };
    let written = serde_json::to_vec(&read)
        .map_err(|error| TestCaseError::fail(format!("{object} is not written: {error}")))?;
    let again = json::read::<T>(&written)
        .map_err(|error| TestCaseError::fail(format!("{object} does not read back: {error}")))?;
    prop_assert_eq!(read, again, "{}", object);
    Ok(true)
}

/// Tries each field of a model with many values, in addition to the fields that the model requires.
fn model<T>(required: Value, names: &[&'static str])
where
    T: Debug + DeserializeOwned + PartialEq + Model + Serialize,
{
    let mut runner = TestRunner::new(Config {
        cases: 300,
        failure_persistence: None,
        ..Config::default()
    });
    assert!(
        again::<T>(&required).expect("equal"),
        "{}",
        std::any::type_name::<T>()
    );
    for field in T::FIELDS {
        let mut accepted = 0;
        for limit in LIMITS {
            let mut object = required.clone();
            object[*field] = serde_json::from_str(limit).expect("JSON");
            accepted += usize::from(again::<T>(&object).expect("equal"));
        }
        assert!(
            accepted > 0,
            "{}.{field} accepts none of the values",
            std::any::type_name::<T>()
        );
        let values = value(names.to_vec());
        let run = runner.run(&values, |value| {
            let mut object = required.clone();
            object[*field] = value;
            again::<T>(&object).map(drop)
        });
        run.unwrap_or_else(|error| panic!("{}.{field}: {error}", std::any::type_name::<T>()));
    }
}

/// Tries all models of a crate, each with an object that has the required fields.
macro_rules! models {
    ($types:path: $($model:ident $required:tt),+ $(,)?) => {{
        use $types as types;
        let names: Vec<&'static str> = [$(<types::$model as Model>::FIELDS),+].concat();
        $(model::<types::$model>(json!($required), &names);)+
        [$(stringify!($model)),+]
    }};
}

#[test]
fn what_bouwsoft_models_read_can_be_written_and_read_back() {
    let tried = models! { bouwsoft::types:
        OrderCost {}, OrderCostList {}, OrderCostRecord {}, OrderCostChanges {}, OrderCostCreate {"order_id": 1}, OrderVariable {}, OrderVariableList {}, OrderVariableRecord {}, OrderVariableChanges {}, OrderVariableCreate {"order_id": 1, "name": "L"}, OrderVariableUpdate {}, OrderCommission {}, OrderCommissionList {}, OrderCommissionRecord {}, OrderCommissionChanges {}, OrderCommissionCreate {"order_id": 1}, OrderCommissionUpdate {}, Address {}, AddressList {}, AddressRecord {}, AddressChanges {}, AddressCreate {"name": "a"}, AddressUpdate {}, AddressContact {}, AddressContactList {}, AddressContactRecord {}, AddressContactChanges {}, AddressContactCreate {"address_id": 1}, VatCode {}, VatCodeList {},
        AccessGrant {}, ActivationState {}, ErrorBody {}, Order {}, OrderChanges {},
        OrderCreate {"type": "FAKTUUR"}, OrderLine {}, OrderLineChanges {}, OrderLineCreate {"orderid": 1},
        OrderLinePage {}, OrderLineRecord {}, OrderLineUpdate {}, OrderList {}, OrderPage {}, OrderUpdate {},
    };
    assert_all_are_tried("bouwsoft", &tried);
}

#[test]
fn what_eenvoudigfactureren_models_read_can_be_written_and_read_back() {
    let tried = models! { eenvoudigfactureren::types:
        Account {}, AccountSettings {}, Address {}, AddressInput {"country_code": "BE"}, Customer {}, CustomerContact {},
        CustomerContactCreate {}, CustomerContactUpdate {}, CustomerCreate {"name": "a"}, CustomerDetail {},
        CustomerDetailCreate {}, CustomerDetailUpdate {}, CustomerUpdate {},
        EmailAttachment {"upload_id": "1", "filename": "a"}, Layout {}, OrderEmail {"recipients": ["myself"]},
        TaxCode {}, TaxSettings {}, Upload {}, CustomValue {}, CustomValueInput {"name": "ean"},
        ErrorBody {}, EventRecipient {}, Order {}, OrderCreate {"client_id": 1}, OrderEvent {}, OrderItem {},
        OrderItemCreate {}, OrderItemReplace {}, OrderItemUpdate {}, OrderRemark {}, OrderRemarkCreate {},
        OrderRemarkReplace {}, OrderRemarkUpdate {}, OrderReplace {"client_id": 1}, OrderUpdate {}, Tag {},
        WriteResult {},
    };
    assert_all_are_tried("eenvoudigfactureren", &tried);
}

/// Fails unless each struct that is generated for the contract is in `tried`.
fn assert_all_are_tried(api: &str, tried: &[&str]) {
    let models = crate::support::models(api);
    let structs = models.iter().filter_map(|item| match item {
        syn::Item::Struct(model) => Some(model.ident.to_string()),
        _ => None,
    });
    let structs: Vec<_> = structs
        .filter(|name| !tried.contains(&name.as_str()))
        .collect();
    assert!(
        structs.is_empty(),
        "add to the list in this file: {structs:?}"
    );
}
