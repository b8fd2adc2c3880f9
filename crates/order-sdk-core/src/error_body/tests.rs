//! Which bodies are errors, and what they say.

use super::*;

const ERROR: Errors = Errors::EXAMPLE;
const CODES: Errors = Errors {
    marker: &["Code", "Message"],
    message: &["Description", "Message"],
    code: Some("Code"),
    envelopes: &["RecordChanges"],
};

#[test]
fn a_message_is_found_with_and_without_an_envelope() {
    let bare = r#"{"Code":"400","Message":"Bad Request","Description":"no type"}"#;
    for body in [
        bare.to_owned(),
        format!(r#"{{"RecordChanges":[{bare}]}}"#),
        format!("[{bare}]"),
    ] {
        let found = reported(body.as_bytes(), &CODES).expect("an error");
        assert_eq!(found.message.as_deref(), Some("no type"), "{body}");
        assert_eq!(found.code.as_deref(), Some("400"), "{body}");
    }
}

#[test]
fn an_error_next_to_other_data_is_not_alone() {
    let alone = |body: &str, errors| {
        let found = reported(body.as_bytes(), errors);
        found.map(|found| found.alone)
    };
    for (body, errors, expected) in [
        (r#"{"error":"no"}"#, &ERROR, Some(true)),
        (r#"{"code":400,"error":"no"}"#, &ERROR, Some(true)),
        (r#"{"order_id":1,"error":"no"}"#, &ERROR, Some(false)),
        (r#"{"order_id":1,"errors":["no"]}"#, &ERROR, Some(false)),
        (r#"{"ERROR":"no"}"#, &ERROR, Some(false)),
        (
            r#"{"order_id":1,"success":"order created","errors":0}"#,
            &ERROR,
            None,
        ),
        (
            r#"{"order_id":1,"warnings":[{"error":"no"}]}"#,
            &ERROR,
            None,
        ),
        (
            r#"[{"Code":"400","Message":"a"},{"Code":"400","Message":"b"}]"#,
            &CODES,
            Some(true),
        ),
        (
            r#"{"RecordChanges":[{"Id":5},{"Code":"400","Message":"b"}]}"#,
            &CODES,
            Some(false),
        ),
        (
            r#"{"Content-Range":"a","RecordChanges":[{"Code":"1","Message":"m"}],"Extra":1}"#,
            &CODES,
            Some(true),
        ),
    ] {
        assert_eq!(alone(body, errors), expected, "{body}");
    }
}

#[test]
fn a_body_without_an_error_reports_none() {
    for body in [
        r#"{"success":"order created","order_id":1}"#,
        r#"{"error":null,"order_id":1}"#,
        r#"{"error":"","order_id":1}"#,
        r#"{"error":0,"message":"order created"}"#,
        r#"{"error":"0","message":"order created"}"#,
        r#"{"note":"\"error\""}"#,
        r#"[{"order_id":1,"note":"error"}]"#,
        "",
    ] {
        assert_eq!(reported(body.as_bytes(), &ERROR), None, "{body}");
    }
    let other = br#"{"Error":{"Code":"400","Description":"no type"}}"#;
    let found = reported(other, &CODES).expect("an error");
    assert_eq!(found.message.as_deref(), Some("no type"));
    assert_eq!(reported(b"{}", &Errors::USUAL), None);
}

#[test]
fn a_deeply_nested_error_is_read_in_linear_time() {
    let nested = |depth: usize| format!("{}1{}", "{\"error\":".repeat(depth), "}".repeat(depth));
    assert!(reported(nested(120).as_bytes(), &ERROR).is_some());
    assert!(reported(nested(120).as_bytes(), &CODES).is_some());
}

#[test]
fn a_nested_message_names_its_field() {
    for (body, expected) in [
        (
            r#"{"errors":{"client_id":["unknown"]}}"#,
            "client_id: unknown",
        ),
        (
            r#"{"errors":{"date":"wrong","items":{"0":{"amount":["required","too long"]}}}}"#,
            "date: wrong; items: 0: amount: required; too long",
        ),
        (
            r#"{"error":{"client":{"message":"unknown"}}}"#,
            "client: unknown",
        ),
    ] {
        let found = reported(body.as_bytes(), &ERROR).expect("an error");
        assert_eq!(found.message.as_deref(), Some(expected), "{body}");
    }
}
