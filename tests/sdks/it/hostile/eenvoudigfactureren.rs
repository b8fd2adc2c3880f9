//! Payloads of EenvoudigFactureren: IDs and amounts as strings, three forms of an absent value, lists instead of
//! objects.

use eenvoudigfactureren::types::{
    Address, ErrorBody, Order, OrderEvent, OrderItem, Tag, WriteResult,
};
use openapi_document::xml;
use order_sdk_core::json;
use serde_json::Value;

use super::{Case, Table, cases};
use crate::support::{contract, root, without_places};

const IDS: &[Case<Order>] = cases! {
    "ID as number", r#"{"order_id": 5005}"# => order_id;
    "ID as string", r#"{"order_id": "145322"}"# => order_id;
    "ID as string with spaces", r#"{"order_id": " 145322 "}"# => order_id;
    "ID with a decimal point", r#"{"order_id": 145322.0}"# => order_id;
    "ID with an exponent", r#"{"order_id": 1.5e3}"# => order_id;
    "negative ID", r#"{"order_id": -159}"# => order_id;
    "ID zero", r#"{"client_id": 0}"# => client_id;
    "largest ID", r#"{"order_id": "9223372036854775807"}"# => order_id;
    "ID null", r#"{"layout_id": null}"# => layout_id;
    "ID empty", r#"{"layout_id": ""}"# => layout_id;
    "ID absent", "{}" => layout_id;
    "count as string", r#"{"days_delivery": "30"}"# => days_delivery;
    "count null", r#"{"days_late": null}"# => days_late;
};

const AMOUNTS: &[Case<OrderItem>] = cases! {
    "amount as string", r#"{"amount": "500.25"}"# => amount;
    "amount as number", r#"{"amount": 500.25}"# => amount;
    "amount as integer", r#"{"amount": 100}"# => amount;
    "amount with zeros", r#"{"amount": 100.00}"# => amount;
    "negative amount as string", r#"{"amount": "-25.50"}"# => amount;
    "zero as string", r#"{"amount": "0.00"}"# => amount;
    "largest amount", r#"{"amount": 9999999.9999}"# => amount;
    "amount with 17 digits", r#"{"amount": 24.199999999999999}"# => amount;
    "sum of floats", r#"{"amount": 0.30000000000000004}"# => amount;
    "rounding error", r#"{"amount": 5.551115123125783e-17}"# => amount;
    "string with more digits than a float", r#"{"amount": "1234567890123456.7891"}"# => amount;
    "amount null", r#"{"amount": null}"# => amount;
    "amount empty", r#"{"amount": ""}"# => amount;
    "amount absent", "{}" => amount;
    "quantity as string", r#"{"quantity": "3"}"# => quantity;
    "special status empty", r#"{"tax_rate_special_status": ""}"# => tax_rate_special_status;
    "unit null", r#"{"unit": null}"# => unit;
};

const RATES: &[Case<Order>] = cases! {
    "rate with 10 decimals", r#"{"exchange_rate": "1.0000000000"}"# => exchange_rate;
    "percentage as number", r#"{"tax_rate_1": 21}"# => tax_rate_1;
    "total as string", r#"{"total_tax_1": "39.90"}"# => total_tax_1;
    "total that no table contains", r#"{"total_paid": 25.0}"# => total_paid;
};

const DATES: &[Case<Order>] = cases! {
    "date", r#"{"date": "2018-02-15"}"# => date;
    "date empty", r#"{"date_delivery": ""}"# => date_delivery;
    "date null", r#"{"date_delivery": null}"# => date_delivery;
    "date absent", "{}" => date_delivery;
    "date of zeros", r#"{"date_delivery": "0000-00-00"}"# => date_delivery;
    "leap day", r#"{"date_delivery": "2020-02-29"}"# => date_delivery;
    "timestamp with a space", r#"{"last_activity": "2018-05-03 11:33:45"}"# => last_activity;
    "timestamp with T", r#"{"last_activity": "2018-05-03T11:33:45"}"# => last_activity;
    "timestamp without seconds", r#"{"last_activity": "2018-05-03 11:33"}"# => last_activity;
    "timestamp empty", r#"{"last_activity": ""}"# => last_activity;
    "timestamp of zeros", r#"{"last_activity": "0000-00-00 00:00:00"}"# => last_activity;
    "date with a time", r#"{"date": "2018-02-15 00:00:00"}"# => date;
};

const WORDS: &[Case<Order>] = cases! {
    "yes", r#"{"tax_included": "yes"}"# => tax_included;
    "no", r#"{"tax_included": "no"}"# => tax_included;
    "yes in capitals", r#"{"tax_included": "YES"}"# => tax_included;
    "yes as true", r#"{"tax_included": true}"# => tax_included;
    "no as false", r#"{"tax_included": false}"# => tax_included;
    "yes as 1", r#"{"tax_included": 1}"# => tax_included;
    "no as string 0", r#"{"tax_included": "0"}"# => tax_included;
    "boolean empty", r#"{"tax_included": ""}"# => tax_included;
    "boolean null", r#"{"show_tax_for_exchange_rate": null}"# => show_tax_for_exchange_rate;
    "known value", r#"{"status": "create_invoice"}"# => status;
    "unknown value", r#"{"status": "sleeping"}"# => status;
    "known value in capitals", r#"{"status": "Open"}"# => status;
    "value empty", r#"{"language": ""}"# => language;
    "value null", r#"{"language": null}"# => language;
    "unknown currency", r#"{"currency": "XAU"}"# => currency;
};

const PARTS: &[Case<Order>] = cases! {
    "list empty", r#"{"tags": []}"# => tags;
    "list as empty string", r#"{"items": ""}"# => items;
    "list null", r#"{"items": null}"# => items;
    "list absent", "{}" => items;
    "address as empty list", r#"{"delivery_address": []}"# => delivery_address;
    "address as empty string", r#"{"delivery_address": ""}"# => delivery_address;
    "address null", r#"{"delivery_address": null}"# => delivery_address;
    "list as object", r#"{"items": {"0": {"item_id": 1}}}"# => items;
};

const ADDRESS: &[Case<Address>] = cases! {
    "line empty", r#"{"street2": ""}"# => street2;
    "country in another language", r#"{"country": "BELGIE"}"# => country;
    "postal code of digits", r#"{"postal_code": "9000"}"# => postal_code;
};

const TEXTS: &[Case<Order>] = cases! {
    "string empty", r#"{"reference": ""}"# => reference;
    "string null", r#"{"external_order_id": null}"# => external_order_id;
    "string that looks like JSON", r#"{"note": "[5,6,7]"}"# => note;
    "HTML that looks like JSON", r#"{"note_html": "<p>{\"a\": 1}<\/p>"}"# => note_html;
    "escaped slashes", r#"{"uri": "https:\/\/eenvoudigfactureren.be\/api\/v1\/orders\/5005"}"# => uri;
    "escaped letter", r#"{"client_name": "Belgi\u00eb"}"# => client_name;
    "escaped surrogate pair", r#"{"client_name": "\ud83d\ude00"}"# => client_name;
    "line breaks and dollar signs", r#"{"note": "$Verlegd$\r\n$btw$"}"# => note;
    "string of digits", r#"{"number": "00000001"}"# => number;
    "URL without a domain", r#"{"client_uri": "https://eenvoudigfactureren/api/v1/clients/1001"}"# => client_uri;
    "unknown field", r#"{"peppol": [], "order_id": 5005}"# => order_id;
    "unknown object", r#"{"new": {"order_id": "x", "items": {}}, "order_id": 5005}"# => order_id;
    "duplicate unknown field", r#"{"new": 1, "new": 2, "order_id": 5005}"# => order_id;
    "surrounding white space", " {\r\n\t\"order_id\" : 5005 }\n" => order_id;
};

const TAG: &[Case<Tag>] = cases! {
    "tag ID as number", r#"{"tag_id": 3}"# => tag_id;
    "tag of 2017", r#"{"tag_id": 3, "name": "@pdf"}"# => name;
};

const RESULTS: &[Case<WriteResult>] = cases! {
    "created", r#"{"success": "order created", "order_id": "145322", "uri": "https:\/\/x"}"# => order_id;
    "updated", r#"{"success": "quote updated"}"# => success;
    "failed with 200", r#"{"code": 400, "error": "Syntax error"}"# => error;
    "code null", r#"{"code": null, "error": "client_id unknown"}"# => code;
};

const ERRORS: &[Case<ErrorBody>] = cases! {
    "error", r#"{"error": "description is required"}"# => error;
    "code as string", r#"{"error": "x", "code": "400"}"# => code;
};

const EVENTS: &[Case<OrderEvent>] = cases! {
    "unknown event type", r#"{"type": "email bounced"}"# => type_;
    "recipients as empty string", r#"{"recipients": ""}"# => recipients;
};

#[test]
fn what_the_server_sends_is_read() {
    let mut table = Table::default();
    table.add(IDS);
    table.add(AMOUNTS);
    table.add(RATES);
    table.add(DATES);
    table.add(WORDS);
    table.add(PARTS);
    table.add(ADDRESS);
    table.add(TEXTS);
    table.add(TAG);
    table.add(RESULTS);
    table.add(ERRORS);
    table.add(EVENTS);
    let deep = format!(r#"{{"order_id": 1, "new": {}}}"#, nested(100));
    table.row("unknown list 100 deep", deep.as_bytes(), |order: &Order| {
        format!("{:?}", order.order_id)
    });
    insta::assert_snapshot!(table.text);
    assert_eq!((table.read >= 45, table.refused), (true, 0));
}

/// Nested lists.
fn nested(depth: usize) -> String {
    "[".repeat(depth) + &"]".repeat(depth)
}

const WRONG_NUMBERS: &[Case<Order>] = cases! {
    "ID with a fraction", r#"{"order_id": 1.5}"# => order_id;
    "ID as a word", r#"{"order_id": "CAAAAAAAA"}"# => order_id;
    "ID as string with a decimal point", r#"{"order_id": "1.0"}"# => order_id;
    "ID as true", r#"{"order_id": true}"# => order_id;
    "ID as list", r#"{"order_id": []}"# => order_id;
    "ID beyond 64 bits", r#"{"order_id": 9223372036854775808}"# => order_id;
    "ID as string beyond 64 bits", r#"{"order_id": "9223372036854775808"}"# => order_id;
    "amount with a comma", r#"{"total_with_tax": "1,50"}"# => total_with_tax;
    "amount with thousands", r#"{"total_with_tax": "1.234,56"}"# => total_with_tax;
    "amount with underscore", r#"{"total_with_tax": "1_234"}"# => total_with_tax;
    "amount with a currency", r#"{"total_with_tax": "€ 5.00"}"# => total_with_tax;
    "amount of spaces", r#"{"total_with_tax": "  "}"# => total_with_tax;
    "amount as false", r#"{"total_with_tax": false}"# => total_with_tax;
    "amount NaN as string", r#"{"total_with_tax": "NaN"}"# => total_with_tax;
    "amount beyond 96 bits", r#"{"total_with_tax": 1e29}"# => total_with_tax;
    "amount NaN", r#"{"total_with_tax": NaN}"# => total_with_tax;
    "amount beyond a float", r#"{"total_with_tax": 1e400}"# => total_with_tax;
};

const WRONG_DATES: &[Case<Order>] = cases! {
    "impossible date", r#"{"date": "2018-02-29"}"# => date;
    "month 13", r#"{"date": "2018-13-01"}"# => date;
    "date with the day first", r#"{"date": "15/02/2018"}"# => date;
    "date with one-digit month and day", r#"{"date": "2018-2-5"}"# => date;
    "date as number", r#"{"date": 20180215}"# => date;
    "impossible time", r#"{"last_activity": "2018-05-03 25:00:00"}"# => last_activity;
    "timestamp with a zone", r#"{"last_activity": "2018-05-03T11:33:45Z"}"# => last_activity;
    "timestamp as seconds", r#"{"last_activity": 1525339425}"# => last_activity;
};

const WRONG_KINDS: &[Case<Order>] = cases! {
    "neither yes nor no", r#"{"tax_included": "maybe"}"# => tax_included;
    "yes as 2", r#"{"tax_included": 2}"# => tax_included;
    "value as number", r#"{"status": 1}"# => status;
    "string as number", r#"{"reference": 12345}"# => reference;
    "string as object", r#"{"note": {"html": "x"}}"# => note;
    "list as string", r#"{"items": "[{\"item_id\": 1}]"}"# => items;
    "list of null", r#"{"items": [{"item_id": 1}, null]}"# => items;
    "list of lists", r#"{"items": [[4004, 5005, "https://x"]]}"# => items;
    "list of strings", r#"{"tags": ["printed"]}"# => tags;
    "address as string", r#"{"billing_address": "Gent"}"# => billing_address;
    "address as list", r#"{"billing_address": ["Langestraat 1", "Gent"]}"# => billing_address;
    "address in a list", r#"{"billing_address": [{"city": "Gent"}]}"# => billing_address;
    "number deep inside", r#"{"billing_address": {"postal_code": 9000}}"# => billing_address;
    "fourth item of four", r#"{"items": [{"amount": 1}, {"amount": "2"}, {}, {"amount": "3,00"}]}"# => items;
    "value of an item's value", r#"{"items": [{}, {"custom_values": [{}, {"value": {}}]}]}"# => items;
    "recipient of an event", r#"{"events": [{"recipients": [{"status": "sent"}, {"status": []}]}]}"# => events;
    "date of a remark", r#"{"remarks": [{"date": "2012-02-15"}, {"date": "2012-02-30"}]}"# => remarks;
    "two wrong fields", r#"{"date": "x", "order_id": "y"}"# => date;
    "duplicate field", r#"{"order_id": 1, "order_id": 2}"# => order_id;
    "duplicate field of an item", r#"{"items": [{}, {"amount": 1, "amount": 2}]}"# => items;
};

const WRONG_BODIES: &[Case<Order>] = cases! {
    "empty body", "" => order_id;
    "null", "null" => order_id;
    "list instead of an order", "[]" => order_id;
    "order in a list", r#"[{"order_id": 5005}]"# => order_id;
    "fields without names", r#"[5005, "https://x"]"# => order_id;
    "string instead of an order", r#""order created""# => order_id;
    "HTML", "<!DOCTYPE html><html><body>502 Bad Gateway</body></html>" => order_id;
    "XML", "<order><order_id>5005</order_id></order>" => order_id;
    "broken off in a number", r#"{"order_id": 50"# => order_id;
    "broken off in a list", r#"{"order_id": 5005, "items": [{"item_id": 1}, "# => order_id;
    "broken off in a string", r#"{"note": "Garantievoorw"# => order_id;
    "broken off after a wrong field", r#"{"order_id": "x", "items": ["# => order_id;
    "two bodies", r#"{"order_id": 1}{"order_id": 2}"# => order_id;
    "trailing comma", r#"{"order_id": 1,}"# => order_id;
    "apostrophes instead of quotes", "{'order_id': 1}" => order_id;
    "line break in a string", "{\"note\": \"a\nb\"}" => note;
    "half a surrogate pair", r#"{"note": "\ud83d"}"# => note;
    "byte order mark", "\u{feff}{\"order_id\": 1}" => order_id;
};

const WRONG_LISTS: &[Case<Vec<Order>>] = &[
    (
        "order in a list of lists",
        r#"[[{"order_id": 5005}]]"#,
        |all| format!("{all:?}"),
    ),
    (
        "third order",
        r#"[{"order_id": 1}, {}, {"items": [{}, {"tax_rate": "x"}]}]"#,
        |all| format!("{all:?}"),
    ),
];

#[test]
fn invalid_values_are_refused_with_their_field() {
    let mut table = Table::default();
    let example = root().join("spec/eenvoudigfactureren/examples/get_order.json");
    let text = std::fs::read_to_string(example).expect("the example");
    let example: Value = serde_json::from_str(&text).expect("JSON");
    let mut sample = example["value"].clone();
    sample["date_delivery"] = "2018-02-29".into();
    let shown = |order: &Order| format!("{order:?}");
    table.row("the vendor's sample", sample.to_string().as_bytes(), shown);
    table.add(WRONG_NUMBERS);
    table.add(WRONG_DATES);
    table.add(WRONG_KINDS);
    table.add(WRONG_BODIES);
    table.add(WRONG_LISTS);
    table.row("Latin-1", b"{\"client_name\": \"Belgi\xeb\"}", shown);
    let deep = format!(r#"{{"items": {}}}"#, nested(10_000));
    table.row("lists 10000 deep", deep.as_bytes(), shown);
    let _places = without_places();
    insta::assert_snapshot!(table.text);
    assert_eq!((table.refused >= 45, table.read), (true, 0));
}

/// The XML in the vendor's documentation, unchanged.
#[test]
fn the_vendors_own_sample_is_refused_at_its_impossible_date() {
    let contract = contract("eenvoudigfactureren");
    let printed = root().join("spec/eenvoudigfactureren/examples/original/get_order.xml");
    let text = std::fs::read_to_string(printed).expect("the sample");
    let order = pointer_to_order();
    let mut value = xml::to_json(&contract.document, order, &text).expect("an instance");
    let error = json::read_value::<Order>(&value).expect_err("an impossible date");
    assert_eq!(error.path, "date_delivery");
    value["date_delivery"] = "2018-03-01".into();
    let order: Order = json::read_value(&value).expect("nothing else is wrong");
    let address = order.billing_address.map(|address: Address| address.city);
    assert_eq!(address, Some(Some("Gent".into())));
}

fn pointer_to_order() -> &'static str {
    "/components/schemas/Order"
}
