//! Errors with a success status.

use serde_json::{Value, json};

use super::{
    super::{api::Sample, reaction::Reaction},
    Fault, JSON, http, json,
};

pub fn faults(sample: &Sample) -> Vec<Fault> {
    let api = sample.api;
    [plain(), coded(api), wrapped(api), unknown(api)].concat()
}

/// A call that was not carried out, and a response with status 200 that reports it.
fn refused(name: impl Into<String>, response: Vec<u8>) -> Fault {
    Fault::new(
        format!("200 with {}", name.into()),
        Reaction::respond(response),
    )
}

/// Errors in the form of EenvoudigFactureren. A second API of Bouwsoft uses the same form.
fn plain() -> Vec<Fault> {
    let text = r#"{"error":"number not unique"}"#;
    let page = [("content-type", "text/html")];
    let xml = "<?xml version=\"1.0\"?>\n<data><error>number not unique</error></data>";
    let latin = b"{\"error\":\"caf\xe9 unknown\"}";
    vec![
        refused("an error", json(200, text)),
        refused("an error as text/html", http(200, &page, text)),
        refused(
            "an error in XML",
            http(200, &[("content-type", "application/xml")], xml),
        ),
        refused("an error in XML declared as JSON", json(200, xml)),
        refused(
            "an error after a byte order mark",
            json(200, format!("\u{feff}{text}")),
        ),
        refused("an error in Latin-1", json(200, latin)),
        refused("an error in a list", json(200, format!("[{text}]"))),
        refused(
            "an error that is an object",
            json(200, r#"{"error":{"message":"number not unique"}}"#),
        ),
        refused("an error that is true", json(200, r#"{"error":true}"#)),
        refused(
            "an error, and an id",
            json(200, r#"{"error":"number not unique","order_id":5005}"#),
        ),
    ]
}

/// Errors with a code that is more specific than the status.
fn coded(api: &str) -> Vec<Fault> {
    let coded = |code: Value| match api {
        "bouwsoft" => json!({"Code": code, "Message": "So", "Description": "as the code says"}),
        _ => json!({"code": code, "error": "as the code says"}),
    };
    let codes = [0, 200, 302, 400, 401, 403, 404, 408, 409, 429, 500, 503];
    let numbers = codes.map(|code| {
        let body = coded(json!(code)).to_string();
        refused(format!("an error of code {code}"), json(200, body))
    });
    let texts = [
        ("400", "400"),
        ("401", "401"),
        ("out of range", "99999999999"),
    ]
    .map(|(name, code)| {
        let body = coded(json!(code)).to_string();
        refused(
            format!("an error of code {name} as a string"),
            json(200, body),
        )
    });
    let xml = "<data><code>401</code><error>as the code says</error></data>";
    let xml = refused("an error of code 401 in XML", http(200, JSON, xml));
    [&numbers[..], &texts, &[xml]].concat()
}

/// The error of Bouwsoft with and without an envelope, with status 200 and with the documented status.
fn wrapped(api: &str) -> Vec<Fault> {
    if api != "bouwsoft" {
        return Vec::new();
    }
    let error = json!({"Code": "400", "Message": "Bad Request", "Description": "type is required"});
    let shapes = [
        ("bare", error.clone()),
        ("in a list", json!([error])),
        ("in RecordChanges", json!({"RecordChanges": [error]})),
        (
            "in Records",
            json!({"Content-Range": "0-0/1", "Records": [error]}),
        ),
        ("in another object", json!({"Error": error})),
    ];
    let each = shapes.iter().flat_map(|(name, value)| {
        let respond = |status| Reaction::respond(json(status, value.to_string()));
        [200, 400].map(|status| {
            Fault::new(
                format!("{status} with the error object {name}"),
                respond(status),
            )
        })
    });
    each.collect()
}

/// Messages from other software: frameworks, gateways, other versions. They are neither a record nor an error that the
/// contract describes.
fn unknown(api: &str) -> Vec<Fault> {
    let each = [
        (
            "only a message",
            json!({"Message": "An error has occurred."}),
        ),
        (
            "an exception",
            json!({"Message": "An error has occurred.", "ExceptionMessage": "no such address"}),
        ),
        (
            "a status that is an error",
            json!({"status": "error", "detail": "client unknown"}),
        ),
        (
            "a code and a description",
            json!({"Code": "400", "Description": "no such address"}),
        ),
        (
            "an error in lower case",
            json!({"code": "400", "message": "Bad Request", "description": "no such address"}),
        ),
        (
            "a list of messages",
            json!([{"status": "error", "message": "no"}]),
        ),
    ];
    let none = json!({"RecordChanges": [], "Records": [], "code": "400", "message": "no"});
    let records = json!({"RecordChanges": [{"message": "no"}], "Records": [{"message": "no"}]});
    let records = [
        ("messages instead of records", records),
        ("a message beside no records", none),
        (
            "a title and a type",
            json!({"title": "Bad Request", "type": "about:blank"}),
        ),
    ];
    let records = records.into_iter().filter(|_| api == "bouwsoft");
    let each = each.into_iter().chain(records);
    let each = each.map(|(name, body)| refused(name, json(200, body.to_string())));
    let done = [("0", json!(0)), ("the string 0", json!("0"))].map(|(name, none)| {
        let body = json!({"error": none, "message": "order created"}).to_string();
        let reaction = Reaction::respond(json(200, body)).created();
        Fault::new(format!("200 with {name} for no error"), reaction)
    });
    each.chain(done).collect()
}
