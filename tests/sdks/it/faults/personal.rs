//! No error, `Debug` or trace shows personal data, unless the user asks for it.

use std::{error::Error as _, fmt::Debug};

use serde_json::{Value, json};

use super::{
    api::{APIS, Client, quick, samples},
    capture::Traced,
    list,
    reaction::Reaction,
    server::Server,
};

/// The personal data that must not be shown.
const NAME: &str = "Wombat";

fn assert_hidden(what: &str, shown: &str) {
    assert!(!shown.contains(NAME), "{what}: {shown}");
}

fn debug(value: &impl Debug) -> String {
    format!("{value:?} {value:#?}")
}

#[test]
fn a_request_shows_no_argument() {
    let client = eenvoudigfactureren::Client::with_api_key("http://127.0.0.1:9", "a key");
    let client = client.expect("a client");
    let order = json!({"client_id": 1, "reference": NAME, "items": [{"description": NAME}]});
    let create: eenvoudigfactureren::types::OrderCreate =
        serde_json::from_value(order.clone()).expect("an order");
    let update: eenvoudigfactureren::types::OrderUpdate =
        serde_json::from_value(json!({ "reference": NAME })).expect("changes");
    for shown in [
        debug(&client.create_order(create)),
        debug(&client.update_order(1, update)),
        debug(
            &client
                .list_orders()
                .search(NAME)
                .filter(format!("reference={NAME}")),
        ),
    ] {
        assert_hidden("a request", &shown);
        assert!(shown.contains("Order"), "{shown}");
    }
    let client = bouwsoft::Client::connect("http://127.0.0.1:9", 115, "a token");
    let client = client.expect("a client");
    let request = client.create_order(columns());
    assert_hidden("a request", &debug(&request));
}

fn columns() -> bouwsoft::OrderColumns {
    bouwsoft::OrderColumns::from_text(format!("type='FAKTUUR',title='{NAME}'"))
}

#[test]
fn debug_of_columns_shows_no_order() {
    assert_eq!(format!("{:?}", columns()), "Columns(29 bytes)");
}

#[test]
fn a_body_that_cannot_be_read_is_not_shown() {
    let body = json!({ "order_id": [], "reference": NAME }).to_string();
    let error =
        eenvoudigfactureren::from_json::<eenvoudigfactureren::types::Order>(body.as_bytes());
    let error = error.expect_err("another type");
    let shown = format!("{error} {error:?}");
    assert_hidden("an error", &shown);
    let bytes = format!("{:?}", NAME.as_bytes());
    assert!(!shown.contains(bytes.trim_matches(['[', ']'])), "{shown}");
    let body = String::from_utf8_lossy(&error.body).into_owned();
    assert!(body.contains(NAME), "the caller can get the body: {body}");
}

/// Wrong responses that contain the name in all their strings, made from the documented one: what is wrong, status and
/// body.
fn wrong(good: &Value) -> Vec<(&'static str, u16, String)> {
    let row = json!({"order_id": [], "OrderId": [], "Id": {"a": []}, "reference": NAME, "Reference": NAME});
    let rows = json!([row]).to_string();
    let envelope = json!({ "RecordChanges": [row] }).to_string();
    let mut good = good.to_string();
    good.insert_str(1, &format!("\"reference\": \"{NAME}\", "));
    vec![
        ("rows of another type", 200, rows.clone()),
        ("rows in an envelope", 200, envelope),
        ("a row", 200, row.to_string()),
        ("cut", 200, rows[..rows.len() - 3].to_owned()),
        ("trailing content", 200, format!("{row} {row}")),
        ("CSV", 200, format!("1;{NAME};2")),
        (
            "XML",
            200,
            format!("<orders><order><reference>{NAME}</reference></order></orders>"),
        ),
        ("a page", 200, format!("<html><body>{NAME}</body></html>")),
        ("refused with the row", 400, row.to_string()),
        ("refused with rows", 400, rows.clone()),
        (
            "failed with cut rows",
            500,
            rows[..rows.len() - 3].to_owned(),
        ),
        ("a redirect", 302, rows),
        ("unknown status", 299, good[..good.len() - 1].to_owned()),
    ]
}

#[tokio::test]
async fn no_error_or_trace_of_a_call_shows_a_row() {
    for api in APIS {
        for sample in samples(api) {
            for (name, status, body) in wrong(&sample.good) {
                let traced = Traced::all();
                let response = list::http(status, list::JSON, &body);
                let server = Server::reacting(vec![Reaction::respond(response)]).await;
                let client = Client::new(api, &server.url(), &quick());
                let what = format!("{}: {name}", sample.operation);
                let outcome = client.call(sample.operation, super::api::KEY).await;
                if let Err(error) = outcome {
                    let mut shown = format!("{error} {}", debug(&error));
                    let mut next = error.source();
                    while let Some(source) = next {
                        shown += &format!("{source} {source:?}");
                        next = source.source();
                    }
                    assert_hidden(&what, &shown);
                }
                assert_hidden(&what, &traced.text());
            }
        }
    }
}
