//! The crates without their client, and with unknown fields.

use std::collections::BTreeSet;

use eenvoudigfactureren::types::Order;
use order_sdk_core::json;
use serde_json::Value;

use crate::support::{cargo, root};

/// Dependencies that models without the client must not have.
const HTTP: [&str; 7] = [
    "reqwest", "tokio", "hyper", "rustls", "http", "url", "base64",
];

/// The names of all dependencies of a crate with these features.
fn needed(package: &str, features: &[&str]) -> BTreeSet<String> {
    let output = cargo()
        .args([
            "tree",
            "--offline",
            "--locked",
            "-e",
            "normal",
            "--prefix",
            "none",
            "--format",
            "{lib}",
        ])
        .args(["-p", package, "--no-default-features"])
        .args(features)
        .current_dir(root())
        .output()
        .expect("cargo runs");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stderr}");
    let names = String::from_utf8(output.stdout).expect("text");
    names.lines().map(|name| name.replace('_', "-")).collect()
}

#[test]
fn models_alone_need_no_http() {
    for package in ["bouwsoft", "eenvoudigfactureren"] {
        let with_client = needed(package, &["--features", "client"]);
        assert!(
            HTTP.iter().all(|name| with_client.contains(*name)),
            "{with_client:?}"
        );
        for features in [&[][..], &["--features", "extra-fields,schemars,test-util"]] {
            let alone = needed(package, features);
            assert!(
                alone.contains("serde") && alone.contains("rust-decimal"),
                "{alone:?}"
            );
            let beside: Vec<_> = HTTP.iter().filter(|name| alone.contains(**name)).collect();
            assert!(
                beside.is_empty(),
                "{package} {features:?} brings {beside:?}"
            );
        }
    }
}

/// An order with unknown fields at every depth.
const GROWN: &str = r#"{
    "order_id": 5005, "new": {"a": [1, 2.5, null]}, "peppol": "yes",
    "billing_address": {"city": "Gent", "region": "Oost-Vlaanderen"},
    "items": [{"item_id": 4004, "margin": "12.50"}]
}"#;

#[cfg(feature = "extra-fields")]
#[test]
fn unknown_fields_are_kept_and_written_back() {
    let order: Order = json::read(GROWN.as_bytes()).expect("read");
    assert_eq!(order.extra["new"]["a"][1], 2.5);
    assert_eq!(order.extra.len(), 2);
    let item = order.items.as_deref().and_then(<[_]>::first);
    assert_eq!(
        item.map(|item| &item.extra["margin"]),
        Some(&Value::from("12.50"))
    );
    let grown: Value = serde_json::from_str(GROWN).expect("JSON");
    assert_eq!(serde_json::to_value(&order).expect("written"), grown);
    let bouwsoft: bouwsoft::types::Order =
        json::read(br#"{"id": "1", "ef_Group.Name.Int": 7}"#).expect("read");
    let written = serde_json::to_string(&bouwsoft).expect("written");
    assert_eq!(written, r#"{"id":1,"ef_Group.Name.Int":7}"#);
}

#[cfg(not(feature = "extra-fields"))]
#[test]
fn unknown_fields_are_dropped() {
    let order: Order = json::read(GROWN.as_bytes()).expect("read");
    let written = serde_json::to_value(&order).expect("written");
    let known: Value = serde_json::from_str(
        r#"{"order_id": 5005, "billing_address": {"city": "Gent"}, "items": [{"item_id": 4004}]}"#,
    )
    .expect("JSON");
    assert_eq!(written, known);
}

#[test]
fn an_error_names_its_field_beside_unknown_ones() {
    let body = GROWN.replace("\"12.50\"", "\"12.50\", \"amount\": \"x\"");
    let error = json::read::<Order>(body.as_bytes()).expect_err("no amount");
    assert_eq!(error.path, "items[0].amount");
    let error = json::read::<Vec<Order>>(format!("[{GROWN}, {body}]").as_bytes());
    assert_eq!(error.expect_err("no amount").path, "[1].items[0].amount");
}
