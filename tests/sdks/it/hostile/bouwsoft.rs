//! Payloads of Bouwsoft: floats with 17 digits, empty strings instead of dates, missing envelopes.

use bouwsoft::types::{ErrorBody, Order, OrderChanges, OrderLine, OrderLinePage, OrderPage};

use super::{Case, Table, cases};
use crate::support::without_places;

const KEYS: &[Case<Order>] = cases! {
    "key", r#"{"id": 17617}"# => id;
    "key as string", r#"{"id": "17617"}"# => id;
    "negative key", r#"{"address_id": -159}"# => address_id;
    "key of no record", r#"{"contact_id": 0}"# => contact_id;
    "number of ten digits", r#"{"nr": 2020001246}"# => nr;
    "key empty", r#"{"project_id": ""}"# => project_id;
    "key null", r#"{"vatcode1_id": null}"# => vatcode1_id;
    "key absent", "{}" => vatcode1_id;
    "key with a decimal point", r#"{"ledger": 700000.0}"# => ledger;
    "smallest key", r#"{"id": -9223372036854775808}"# => id;
};

const AMOUNTS: &[Case<Order>] = cases! {
    "currency zero", r#"{"basis": 0.0}"# => basis;
    "negative currency", r#"{"balance": -0.05}"# => balance;
    "negative zero", r#"{"balance": -0.0}"# => balance;
    "currency as string", r#"{"amountinclvat": "1210.00"}"# => amountinclvat;
    "currency as integer", r#"{"advance": 500}"# => advance;
    "percentage as integer", r#"{"vatpercent": 21}"# => vatpercent;
    "percentage as string", r#"{"vatpercent1": "6"}"# => vatpercent1;
    "amount of type double", r#"{"cashdiscount_amount": 0}"# => cashdiscount_amount;
    "amount empty", r#"{"distributeddiscount_amount": ""}"# => distributeddiscount_amount;
    "amount null", r#"{"basis5": null}"# => basis5;
    "amount absent", "{}" => basis5;
};

const LINE: &[Case<OrderLine>] = cases! {
    "quantity with 17 digits", r#"{"quantity2": 24.199999999999999}"# => quantity2;
    "price with 17 digits", r#"{"price_unit": 0.84999999999999998}"# => price_unit;
    "price of many digits", r#"{"price_unit": 12.345678}"# => price_unit;
    "small price with 17 digits", r#"{"price_unit": 9.9999999999999995e-7}"# => price_unit;
    "rounding error", r#"{"price_total": -1.7763568394002505e-15}"# => price_total;
    "large quantity", r#"{"quantity_total": 1e15}"# => quantity_total;
    "decimal hours", r#"{"hours_unit": 7.5}"# => hours_unit;
    "margin as integer", r#"{"margin_fixed": 0}"# => margin_fixed;
    "number of the order", r#"{"ordernr": 2020001246}"# => ordernr;
    "VAT code with a letter", r#"{"vatcode": "21M"}"# => vatcode;
    "unknown order type", r#"{"ordertype": "BESTELBON"}"# => ordertype;
};

const PLACES: &[Case<Order>] = cases! {
    "coordinate with 17 digits", r#"{"address_latitude": 51.191470000000002}"# => address_latitude;
    "coordinate zero", r#"{"shippingaddress_latitude": 0}"# => shippingaddress_latitude;
    "coordinate as string", r#"{"address_longitude": "3.15141"}"# => address_longitude;
    "coordinate empty", r#"{"address_longitude": ""}"# => address_longitude;
    "coordinate null", r#"{"address_longitude": null}"# => address_longitude;
    "coordinate of type integer", r#"{"address_latitude": 51}"# => address_latitude;
};

const SWITCHES: &[Case<Order>] = cases! {
    "true", r#"{"approved": true}"# => approved;
    "false", r#"{"approved": false}"# => approved;
    "True as string", r#"{"approved": "True"}"# => approved;
    "False as string", r#"{"approved": "False"}"# => approved;
    "true as 1", r#"{"approved": 1}"# => approved;
    "false as string 0", r#"{"approved": "0"}"# => approved;
    "true as yes", r#"{"approved": "yes"}"# => approved;
    "boolean empty", r#"{"approved": ""}"# => approved;
    "boolean null", r#"{"has_split_vat": null}"# => has_split_vat;
};

const DATES: &[Case<Order>] = cases! {
    "date", r#"{"date": "2026-05-07"}"# => date;
    "date empty", r#"{"approved_date": ""}"# => approved_date;
    "date null", r#"{"einvoice_date": null}"# => einvoice_date;
    "date absent", "{}" => einvoice_date;
    "date of zeros", r#"{"sent_date": "0000-00-00"}"# => sent_date;
    "timestamp", r#"{"ts_lastupdate": "2026-05-07 09:20:27"}"# => ts_lastupdate;
    "timestamp with T", r#"{"ts_lastupdate": "2026-05-07T09:20:27"}"# => ts_lastupdate;
    "timestamp without seconds", r#"{"ts_lastupdate": "2026-05-07T09:20"}"# => ts_lastupdate;
    "timestamp empty", r#"{"ts_lastupdate": ""}"# => ts_lastupdate;
    "date with a time", r#"{"approved_date": "2026-05-07 09:22:20"}"# => approved_date;
    "timestamp without a time", r#"{"ts_lastupdate": "2026-05-07"}"# => ts_lastupdate;
    "timestamp with fractions", r#"{"ts_lastupdate": "2026-05-07 09:20:27.123"}"# => ts_lastupdate;
};

const TEXTS: &[Case<Order>] = cases! {
    "string empty", r#"{"title": ""}"# => title;
    "string null", r#"{"title": null}"# => title;
    "string that looks like JSON", r#"{"concerning": "{\"id\": 1}"}"# => concerning;
    "string with an apostrophe", r#"{"address_city": "'s-Gravenwezel"}"# => address_city;
    "string of digits", r#"{"address_zipcode": "8490"}"# => address_zipcode;
    "telephone", r#"{"telephone1": "+32 486 60 64 21"}"# => telephone1;
    "order number as string", r#"{"ordernr": "PO 17/2026"}"# => ordernr;
    "fields of another record", r#"{"reentrant": true, "expireDate": "", "id": 17617}"# => id;
    "fields of the tenant", r#"{"ef_Group.Name.Bool": true, "ef_Group.Name.Text": "x", "id": 17617}"# => id;
};

const CHANGES: &[Case<OrderChanges>] = cases! {
    "changes empty", r#"{"RecordChanges": []}"# => record_changes;
    "changes null", r#"{"RecordChanges": null}"# => record_changes;
    "changes as empty string", r#"{"RecordChanges": ""}"# => record_changes;
    "other envelope", r#"{"Records": [{"id": 17617}]}"# => record_changes;
    "changes as object", r#"{"RecordChanges": {"id": 17617}}"# => record_changes;
};

const PAGES: &[Case<OrderPage>] = cases! {
    "range in the body", r#"{"Content-Range": "0-3/4", "Records": []}"# => content_range;
    "range only in the header", r#"{"Records": []}"# => content_range;
    "range null", r#"{"Content-Range": null, "Records": []}"# => content_range;
};

const ERRORS: &[Case<ErrorBody>] = cases! {
    "error", r#"{"Code": "400", "Message": "Bad Request", "Description": ""}"# => code;
    "error of the query service", r#"{"error": "no such table"}"# => message;
    "error without a code", r#"{"Message": "Unauthorized"}"# => message;
};

#[test]
fn what_the_server_sends_is_read() {
    let mut table = Table::default();
    table.add(KEYS);
    table.add(AMOUNTS);
    table.add(LINE);
    table.add(PLACES);
    table.add(SWITCHES);
    table.add(DATES);
    table.add(TEXTS);
    table.add(CHANGES);
    table.add(PAGES);
    table.add(ERRORS);
    insta::assert_snapshot!(table.text);
    assert_eq!((table.read >= 45, table.refused), (true, 0));
}

const WRONG_FIELDS: &[Case<Order>] = cases! {
    "key with a fraction", r#"{"id": 17617.5}"# => id;
    "key with letters", r#"{"ledger": "70A"}"# => ledger;
    "key as true", r#"{"id": true}"# => id;
    "key beyond 64 bits", r#"{"id": 18446744073709551615}"# => id;
    "amount with a comma", r#"{"basis": "12,35"}"# => basis;
    "amount as string NaN", r#"{"basis": "NaN"}"# => basis;
    "amount as true", r#"{"basis": true}"# => basis;
    "amount beyond 96 bits", r#"{"basis": 1e29}"# => basis;
    "amount NaN", r#"{"basis": NaN}"# => basis;
    "amount without a digit before the point", r#"{"basis": .5}"# => basis;
    "coordinate as string inf", r#"{"address_latitude": "inf"}"# => address_latitude;
    "coordinate in degrees", r#"{"address_latitude": "51° 11' 29\""}"# => address_latitude;
    "boolean as 2", r#"{"approved": 2}"# => approved;
    "boolean as string", r#"{"approved": "approved"}"# => approved;
    "boolean as letter", r#"{"approved": "J"}"# => approved;
    "string as number", r#"{"ordernr": 2020001246}"# => ordernr;
    "string as false", r#"{"title": false}"# => title;
    "string as list", r#"{"createdby": ["DIRK"]}"# => createdby;
};

const WRONG_DATES: &[Case<Order>] = cases! {
    "impossible date", r#"{"date": "2018-02-29"}"# => date;
    "date with long dashes", r#"{"date": "2018–06–02"}"# => date;
    "date as number", r#"{"date": 20260507}"# => date;
    "date as false", r#"{"sent_date": false}"# => sent_date;
    "date of spaces", r#"{"sent_date": "          "}"# => sent_date;
    "timestamp with Z", r#"{"ts_lastupdate": "2026-05-07T09:20Z"}"# => ts_lastupdate;
    "impossible time", r#"{"ts_lastupdate": "2026-05-07 24:00:00"}"# => ts_lastupdate;
    "impossible day with a time", r#"{"ts_lastupdate": "2026-02-30 09:20:27"}"# => ts_lastupdate;
    "timestamp without a space", r#"{"ts_lastupdate": "2026-05-0709:20:27"}"# => ts_lastupdate;
};

const WRONG_CHANGES: &[Case<OrderChanges>] = cases! {
    "changes as string", r#"{"RecordChanges": "none"}"# => record_changes;
    "change as null", r#"{"RecordChanges": [null]}"# => record_changes;
    "change as list", r#"{"RecordChanges": [[17617, 2, "Groensoft"]]}"# => record_changes;
    "field of a change", r#"{"RecordChanges": [{"id": 17617, "basis": {}}]}"# => record_changes;
    "changes without an envelope", r#"[{"id": 17617}]"# => record_changes;
    "no changes without an envelope", "[]" => record_changes;
    "duplicate envelope", r#"{"RecordChanges": [], "RecordChanges": []}"# => record_changes;
};

const WRONG_PAGES: &[Case<OrderLinePage>] = cases! {
    "field of the second line", r#"{"Records": [{"id": 142294}, {"id": 142296, "linenr": "two"}]}"# => records;
    "field of the last of many", r#"{"Records": [{}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {"discount": "7:3"}]}"# => records;
    "range as number", r#"{"Content-Range": 4, "Records": []}"# => records;
    "two of four records", "{\"Records\": [{\"id\": 142294}, {\"id\": 142296}\n,\n]}" => records;
    "curly quotes", "{“Records”: []}" => records;
    "broken off in a record", r#"{"Content-Range": "0-3/4", "Records": [{"id": 142294, "#  => records;
    "empty body", "" => records;
    "null", "null" => records;
    "HTML", "<html><head><title>Service unavailable</title></head></html>" => records;
    "byte order mark", "\u{feff}{\"Records\": []}" => records;
    "two bodies", r#"{"Records": []} {"Records": []}"# => records;
};

const WRONG_ERRORS: &[Case<ErrorBody>] = cases! {
    "code as number", r#"{"Code": 400, "Message": "Bad Request"}"# => code;
    "string instead of an error", r#""Unauthorized""# => code;
};

#[test]
fn invalid_values_are_refused_with_their_field() {
    let mut table = Table::default();
    table.add(WRONG_FIELDS);
    table.add(WRONG_DATES);
    table.add(WRONG_CHANGES);
    table.add(WRONG_PAGES);
    table.add(WRONG_ERRORS);
    let shown = |page: &OrderPage| format!("{page:?}");
    table.row("Latin-1", b"{\"Records\": [{\"title\": \"\xe9\"}]}", shown);
    let _places = without_places();
    insta::assert_snapshot!(table.text);
    assert_eq!((table.refused >= 45, table.read), (true, 0));
}
