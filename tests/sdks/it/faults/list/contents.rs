//! Successful responses with unexpected content.

use std::io::Write as _;

use flate2::{Compression, write::GzEncoder};
use serde_json::{Map, Value, json};

use super::{
    super::{api::Sample, reaction::Reaction},
    Fault, JSON, http, json,
};

pub fn faults(sample: &Sample) -> Vec<Fault> {
    [
        types(sample),
        empties(sample),
        bodies(sample),
        packed(sample),
        shapes(sample),
    ]
    .concat()
}

/// A call that was carried out, and its response.
fn done(name: impl Into<String>, response: Vec<u8>) -> Fault {
    Fault::new(name, Reaction::respond(response).created())
}

const HTML: &str =
    "<!DOCTYPE html>\n<html><head><title>Please log in</title></head><body>...</body></html>";

/// Wrong content types, and undocumented statuses.
fn types(sample: &Sample) -> Vec<Fault> {
    let good = sample.good.to_string();
    let page = [("content-type", "text/html; charset=utf-8")];
    let xml = [("content-type", "application/xml")];
    let order = "<data><success>order created</success><order_id>5005</order_id></data>";
    let mut faults = vec![
        done("good JSON as text/html", http(sample.status, &page, &good)),
        done(
            "good JSON without a content type",
            http(sample.status, &[], &good),
        ),
        done("HTML page with 200", http(200, &page, HTML)),
        done("HTML page as JSON with 200", json(200, HTML)),
        done("XML of success", http(sample.status, &xml, order)),
        done(
            "plain text",
            http(sample.status, &[("content-type", "text/plain")], "OK"),
        ),
    ];
    let others = [200, 201, 202, 203, 206].into_iter();
    for status in others.filter(|status| *status != sample.status) {
        let name = format!("the documented response with {status}");
        faults.push(done(name, json(status, &good)));
    }
    faults
}

fn empties(sample: &Sample) -> Vec<Fault> {
    let status = sample.status;
    vec![
        done("204", json(204, "")),
        done("205", json(205, "")),
        done("empty body", json(status, "")),
        done("body of white space", json(status, " \r\n ")),
        done("only a byte order mark", json(status, "\u{feff}")),
    ]
}

/// Bodies that are not JSON, or contain more than JSON.
fn bodies(sample: &Sample) -> Vec<Fault> {
    let (good, status) = (sample.good.to_string(), sample.status);
    let mut latin = good.clone();
    latin.insert_str(
        good.rfind('{').expect("an object") + 1,
        "\"unknown\": \"\u{1}\",",
    );
    let latin = latin.into_bytes();
    let latin: Vec<_> = latin
        .into_iter()
        .map(|byte| if byte == 1 { 0xe9 } else { byte })
        .collect();
    let cut = &good[..good.len() / 2];
    vec![
        done("cut JSON with a matching content-length", json(status, cut)),
        done(
            "byte order mark before the JSON",
            json(status, format!("\u{feff}{good}")),
        ),
        done("text in Latin-1", json(status, latin)),
        done(
            "PHP warning before the JSON",
            json(
                status,
                format!(
                    "<br />\n<b>Warning</b>: Undefined index in <b>/srv/api.php</b><br />\n{good}"
                ),
            ),
        ),
        done(
            "PHP warning after the JSON",
            json(status, format!("{good}\n<br />\n<b>Warning</b>: x")),
        ),
        done("the JSON twice", json(status, format!("{good}{good}"))),
        done(
            "a field of another type",
            json(status, of_another_type(&sample.good)),
        ),
        done("a duplicate field", json(status, twice(&sample.good))),
        done("unknown fields", json(status, unknown(&sample.good))),
        done(
            "an unknown field 200 levels deep",
            json(status, deep(&sample.good)),
        ),
        done(
            "JSON 200 levels deep",
            json(status, format!("{}{}", "[".repeat(200), "]".repeat(200))),
        ),
    ]
}

/// The response with a value in its record that is nested too deeply.
fn deep(good: &Value) -> String {
    let mut value = good.clone();
    record(&mut value).insert("unknown".to_owned(), "DEEP".into());
    let nested = format!("{}{}", "[".repeat(200), "]".repeat(200));
    value.to_string().replace("\"DEEP\"", &nested)
}

/// The record in a response.
fn record(value: &mut Value) -> &mut Map<String, Value> {
    let rows = match value {
        Value::Object(members) if members.len() <= 2 => {
            members.iter().find(|(_, member)| member.is_array())
        }
        _ => None,
    };
    let name = rows.map(|(name, _)| name.clone());
    let rows = match name {
        Some(name) => &mut value[name],
        None => value,
    };
    let row = if rows.is_array() { &mut rows[0] } else { rows };
    row.as_object_mut().expect("a record")
}

fn key(value: &mut Value) -> (&'static str, &mut Value) {
    let members = record(value);
    let names = ["id", "order_id", "ServerName"];
    let name = names.into_iter().find(|name| members.contains_key(*name));
    let name = name.expect("a key");
    (name, members.get_mut(name).expect("a key"))
}

fn of_another_type(good: &Value) -> String {
    let mut value = good.clone();
    *key(&mut value).1 = json!({"no": "number"});
    value.to_string()
}

fn twice(good: &Value) -> String {
    let mut value = good.clone();
    let (name, _) = key(&mut value);
    let text = value.to_string();
    text.replacen(
        &format!("\"{name}\":"),
        &format!("\"{name}\":1,\"{name}\":"),
        1,
    )
}

fn unknown(good: &Value) -> String {
    let mut value = good.clone();
    record(&mut value).insert("brand_new".into(), json!([{"a": 1}]));
    value.to_string()
}

/// Compressed responses, and long ones.
fn packed(sample: &Sample) -> Vec<Fault> {
    let gzip = [JSON, &[("content-encoding", "gzip")]].concat();
    let brotli = [JSON, &[("content-encoding", "br")]].concat();
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    let good = sample.good.to_string();
    encoder.write_all(good.as_bytes()).expect("packed");
    let packed = encoder.finish().expect("packed");
    let mut broken = packed.clone();
    broken[15..25].fill(0xff);
    let status = sample.status;
    let long = format!("{good}{}", " ".repeat(super::super::table::LARGEST));
    let mut bomb = GzEncoder::new(Vec::new(), Compression::default());
    bomb.write_all(long.as_bytes()).expect("packed");
    let bomb = bomb.finish().expect("packed");
    vec![
        done("gzip", http(status, &gzip, &packed)),
        done("broken gzip", http(status, &gzip, &broken)),
        done(
            "truncated gzip",
            http(status, &gzip, &packed[..packed.len() / 2]),
        ),
        done("gzip only in the header", http(status, &gzip, &good)),
        done("gzip without content-encoding", json(status, &packed)),
        done(
            "a content coding that was not requested",
            http(status, &brotli, "\u{b}\u{2}\0x"),
        ),
        done("longer than max_response_bytes", json(status, &long)),
        done(
            "longer than max_response_bytes after decompression",
            http(status, &gzip, &bomb),
        ),
        Fault::new(
            "longer than max_response_bytes, with 400",
            Reaction::respond(json(400, format!(r#"{{"error":"no","x":"{long}"}}"#))),
        ),
    ]
}

/// The record in other envelopes, and the range in other places.
fn shapes(sample: &Sample) -> Vec<Fault> {
    let mut good = sample.good.clone();
    let row = Value::Object(record(&mut good).clone());
    let ranged = [JSON, &[("content-range", "0-0/1")]].concat();
    let status = sample.status;
    let shaped = |name: &str, value: Value| done(name, json(status, value.to_string()));
    vec![
        shaped("only the record", row.clone()),
        shaped("the record in a list", json!([row])),
        shaped(
            "the record in RecordChanges",
            json!({"RecordChanges": [row]}),
        ),
        shaped("the record in Records", json!({"Records": [row]})),
        shaped("the record in data", json!({"data": row})),
        shaped(
            "the range in the body",
            json!({"Content-Range": "0-0/1", "Records": [row]}),
        ),
        done(
            "the range in the header",
            http(status, &ranged, json!({"Records": [row]}).to_string()),
        ),
        shaped("empty list", json!([])),
        shaped("empty Records", json!({"Records": []})),
        shaped("null for Records", json!({"Records": null})),
        shaped("empty object", json!({})),
        shaped("null", Value::Null),
        shaped("a number", json!(5005)),
        shaped("a string", json!("OK")),
    ]
}
