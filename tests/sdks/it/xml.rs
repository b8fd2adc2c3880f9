//! XML of the models: the examples, and values that are written and read again.

use std::{collections::BTreeSet, fmt::Debug, fs};

use eenvoudigfactureren::{
    XmlError,
    types::{
        AccountSettings, Customer, CustomerContact, CustomerContactCreate, CustomerContactUpdate,
        CustomerCreate, CustomerDetail, CustomerDetailCreate, CustomerDetailUpdate, CustomerUpdate,
        ErrorBody, Layout, Order, OrderCreate, OrderEmail, OrderEvent, OrderItem, OrderItemCreate,
        OrderItemReplace, OrderItemUpdate, OrderRemark, OrderRemarkCreate, OrderRemarkReplace,
        OrderRemarkUpdate, OrderReplace, OrderUpdate, WriteResult,
    },
};
use openapi_document::{Payload, pointer, xml};
use proptest::prelude::*;
use rust_decimal::Decimal;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::support::{contract, root};

const API: &str = "eenvoudigfactureren";

/// A model that can be an XML document.
trait XmlModel: DeserializeOwned + Debug + PartialEq {
    fn read(text: &str) -> Result<Self, XmlError>;
    fn write(&self) -> Result<String, XmlError>;
}

/// The models that the contract has as XML, and `again`, which reads a payload of the named model, writes it, and reads
/// it again.
macro_rules! xml_models {
    ($($model:ident)*) => {
        $(impl XmlModel for $model {
            fn read(text: &str) -> Result<Self, XmlError> {
                $model::from_xml(text)
            }

            fn write(&self) -> Result<String, XmlError> {
                self.to_xml()
            }
        })*

        const XML_MODELS: &[&str] = &[$(stringify!($model)),*];

        fn again(model: &str, payload: &Payload) {
            match model {
                $(stringify!($model) => reread::<$model>(payload),)*
                other => panic!("add {other} to the models in tests/sdks/it/xml.rs"),
            }
        }
    };
}

xml_models! {
    AccountSettings Customer CustomerContact CustomerContactCreate CustomerContactUpdate
    CustomerCreate CustomerDetail CustomerDetailCreate CustomerDetailUpdate CustomerUpdate
    ErrorBody Order OrderCreate OrderEmail OrderEvent OrderItem OrderItemCreate OrderItemReplace
    OrderItemUpdate OrderRemark OrderRemarkCreate OrderRemarkReplace OrderRemarkUpdate OrderReplace
    OrderUpdate WriteResult
}

/// Reads a payload, writes it as XML, and reads that again.
fn reread<T: XmlModel>(payload: &Payload) {
    let value: T = match payload {
        Payload::Json(json) => serde_json::from_value(json.clone()).expect("the model reads it"),
        Payload::Xml(text) => T::read(text).expect("the model reads it"),
        Payload::File => return,
    };
    let text = value.write().expect("written");
    assert_eq!(T::read(&text).expect(&text), value, "{text}");
}

fn example(file: &str) -> String {
    let path = root().join("spec").join(API).join("examples").join(file);
    fs::read_to_string(path).expect("an example")
}

#[test]
fn the_vendors_order_is_the_same_value_in_xml_and_in_json() {
    let from_xml = Order::from_xml(&example("get_order.xml")).expect("read");
    let json: Value = serde_json::from_str(&example("get_order.json")).expect("JSON");
    let from_json: Order = serde_json::from_value(json["value"].clone()).expect("read");
    assert_eq!(from_xml, from_json);
    let amount = from_xml.items.expect("items")[0].amount;
    assert_eq!(amount, Some(Decimal::new(10000, 2)));
}

#[test]
fn the_uncorrected_order_of_the_vendor_is_refused_at_its_impossible_date() {
    let error = Order::from_xml(&example("original/get_order.xml")).expect_err("29 February 2018");
    assert_eq!(error.path(), "order/date_delivery");
    let message = error.to_string();
    assert!(message.contains("found `2018-02-29`"), "{message}");
}

#[test]
fn every_xml_payload_of_the_document_has_a_model() {
    let contract = contract(API);
    let document = &contract.document;
    let mut lists = BTreeSet::new();
    for at in xml::payloads(document) {
        let items = document.follow(&pointer::child(&at, "items"));
        match document.at(&items) {
            Some(_) => drop(lists.insert(pointer::last(&items))),
            None => assert!(
                XML_MODELS.contains(&pointer::last(&at).as_str()),
                "add {at} to the models in tests/sdks/it/xml.rs"
            ),
        }
    }
    let known = [
        "Customer",
        "CustomerContact",
        "CustomerDetail",
        "Layout",
        "Order",
        "OrderEvent",
        "OrderItem",
        "OrderRemark",
    ];
    assert_eq!(lists, known.map(str::to_owned).into());
}

#[test]
fn every_example_reads_and_what_is_written_reads_back() {
    let contract = contract(API);
    // Some bodies and responses exist only in JSON.
    let xml_models: BTreeSet<_> = xml::payloads(&contract.document)
        .iter()
        .map(|at| pointer::child(at, "items"))
        .filter(|items| contract.document.at(items).is_some())
        .map(|items| pointer::last(&contract.document.follow(&items)))
        .chain(XML_MODELS.iter().map(|name| (*name).to_owned()))
        .collect();
    let (mut json, mut xml) = (0, 0);
    for example in contract
        .document
        .examples()
        .expect("the examples can be read")
    {
        let model = |at: &str| pointer::last(&contract.document.follow(at));
        let name = match &example.payload {
            Payload::Json(Value::Array(_)) => model(&pointer::child(&example.schema, "items")),
            _ => model(&example.schema),
        };
        match &example.payload {
            Payload::File => continue,
            _ if example.media.is_empty() || !xml_models.contains(&name) => continue,
            Payload::Json(Value::Array(entries)) => list(&name, entries),
            payload => again(&name, payload),
        }
        match example.payload {
            Payload::Xml(_) => xml += 1,
            _ => json += 1,
        }
    }
    assert!(json > 20 && xml > 3, "{json} JSON and {xml} XML examples");
}

/// Reads a list as JSON, writes it as XML, and reads that again.
fn list(model: &str, entries: &[Value]) {
    macro_rules! again {
        ($model:ident) => {{
            let value: Vec<$model> =
                serde_json::from_value(Value::Array(entries.to_vec())).expect("read");
            let text = $model::list_to_xml(&value).expect("written");
            assert_eq!($model::list_from_xml(&text).expect(&text), value, "{text}");
        }};
    }
    match model {
        "Customer" => again!(Customer),
        "CustomerContact" => again!(CustomerContact),
        "CustomerDetail" => again!(CustomerDetail),
        "Layout" => again!(Layout),
        "Order" => again!(Order),
        "OrderEvent" => again!(OrderEvent),
        "OrderItem" => again!(OrderItem),
        "OrderRemark" => again!(OrderRemark),
        other => panic!("no list of {other}"),
    }
}

#[test]
fn an_order_to_create_is_written_in_the_order_of_the_document() {
    let item = OrderItemCreate::new()
        .description_html("<p>a & b</p>")
        .amount(Decimal::new(1050, 2))
        .tax_rate(Decimal::from(21));
    let order = OrderCreate::new(1001).items(vec![item]).reference("R\r\n1");
    assert_eq!(
        order.to_xml().expect("written"),
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<order><client_id>1001</client_id>\
         <reference>R&#13;\n1</reference><items><item><amount>10.5</amount>\
         <description_html>&lt;p&gt;a &amp; b&lt;/p&gt;</description_html>\
         <tax_rate>21</tax_rate></item></items></order>"
    );
}

#[test]
fn a_cleared_field_is_an_empty_element_and_an_unset_field_is_omitted() {
    let update = OrderUpdate::from_xml("<order><reference>X</reference><date/></order>");
    let update = update.expect("read");
    assert_eq!(update.reference.value().map(String::as_str), Some("X"));
    let written = update.to_xml().expect("written");
    assert!(
        written.ends_with("<order><reference>X</reference><date/></order>"),
        "{written}"
    );
    let update = OrderUpdate::new().clear_reference();
    let written = update.to_xml().expect("written");
    assert!(
        written.ends_with("<order><reference/></order>"),
        "{written}"
    );
}

#[test]
fn an_order_that_xml_cannot_represent_is_not_written() {
    let item = OrderItemCreate::new().description("bell \u{7}");
    let error = OrderCreate::new(1).items(vec![item]).to_xml();
    let error = error.expect_err("a control character");
    assert_eq!(
        error.to_string(),
        "order/items/item[1]/description: XML does not allow the character U+0007"
    );
}

#[test]
fn numbers_do_not_pass_through_a_float() {
    let text = "<order><exchange_rate>0.1234567890123456789012345678</exchange_rate>\
                <order_id>9007199254740993</order_id></order>";
    let order = Order::from_xml(text).expect("read");
    let rate = order.exchange_rate.expect("a rate");
    assert_eq!(rate.to_string(), "0.1234567890123456789012345678");
    assert_eq!(order.order_id, Some(9_007_199_254_740_993));
}

proptest! {
    #[test]
    fn any_order_that_xml_can_represent_reads_back(
        reference in "[^\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\u{fffe}\u{ffff}]{0,20}",
        street in "\\PC{1,20}",
        digits in -999_999_999_999_999_i64..=999_999_999_999_999,
        scale in 0_u32..=15,
        id in any::<i64>(),
        yes in any::<Option<bool>>(),
    ) {
        let mut order = Order::from_xml(
            "<order><items><item/><item/></items><billing_address><city/></billing_address></order>",
        )
        .expect("read");
        order.order_id = Some(id);
        order.tax_included = yes;
        order.reference = Some(reference);
        if let (Some(address), Some(items)) = (&mut order.billing_address, &mut order.items) {
            address.street = Some(street);
            items[1].amount = Some(Decimal::new(digits, scale));
        }
        let text = order.to_xml().expect("written");
        prop_assert_eq!(Order::from_xml(&text).expect("read"), order);
    }
}
