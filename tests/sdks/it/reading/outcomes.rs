//! Writes whose response is not the documented one: the outcome is unknown, and the error reports what is known.

use eenvoudigfactureren::types::Order;
use order_sdk_http::ErrorKind;

use crate::faults::{
    api::{APIS, Client, quick},
    list::json,
    reaction::Reaction,
    server::Server,
};

async fn created(api: &str, status: u16, body: &str) -> Result<String, order_sdk_http::Error> {
    let server = Server::reacting(vec![Reaction::respond(json(status, body)).created()]).await;
    let client = Client::new(api, &server.url(), &quick());
    client.create("k1").await.map(|(_, created)| created)
}

#[tokio::test]
async fn a_response_without_the_documented_result_is_an_error() {
    let invoicing = [
        "{}",
        r#"{"success":""}"#,
        r#"{"order_id":null}"#,
        r#"{"success":null,"uri":" "}"#,
        r#"{"success":"\n"}"#,
        r#"{"order_id":0}"#,
        r#"{"order_id":"0"}"#,
        "null",
        r#""""#,
        "[]",
    ];
    let construction = [
        "{}",
        "[]",
        r#"{"RecordChanges":[]}"#,
        r#"{"RecordChanges":[{}]}"#,
        r#"{"RecordChanges":[{"id":null,"nr":""}]}"#,
        r#"{"RecordChanges":null}"#,
        r#"{"RecordChanges":{}}"#,
        r#"{"RecordChanges":[{"id":0}]}"#,
        "null",
        r#""""#,
    ];
    for (api, bodies) in APIS.iter().zip([&construction[..], &invoicing[..]]) {
        for body in bodies {
            let error = created(api, 201, body).await.expect_err(body);
            assert_eq!(error.kind(), ErrorKind::UnreadableResponse, "{api} {body}");
            assert!(error.may_have_been_applied(), "{api} {body}");
            assert_eq!(error.identifier(), None, "{api} {body}");
        }
    }
}

#[tokio::test]
async fn a_response_with_any_part_of_the_result_is_accepted() {
    for (api, body) in [
        ("eenvoudigfactureren", r#"{"success":"order created"}"#),
        ("eenvoudigfactureren", r#"{"order_id":"5005"}"#),
        ("bouwsoft", r#"{"RecordChanges":[{"id":17617}]}"#),
        ("bouwsoft", r#"{"RecordChanges":[{"amountinclvat":0.0}]}"#),
        ("bouwsoft", r#"{"id":17617}"#),
        ("bouwsoft", r#"{"RecordChanges":{"0":{"id":17617}}}"#),
        ("bouwsoft", r#"{"0":{"id":17617}}"#),
    ] {
        created(api, 201, body).await.expect(body);
    }
}

#[tokio::test]
async fn the_identifier_of_what_was_written_is_in_the_error() {
    for (api, body, expected) in [
        (
            "eenvoudigfactureren",
            r#"{"success":["order created"],"order_id":"5005"}"#,
            Some(5005),
        ),
        (
            "eenvoudigfactureren",
            r#"{"success":"order created","order_id":5005,"uri":"https://"#,
            Some(5005),
        ),
        ("eenvoudigfactureren", r#"{"success":["created"]}"#, None),
        (
            "bouwsoft",
            r#"{"RecordChanges":[{"id":17617,"date":"2018-02-29"}]}"#,
            Some(17617),
        ),
        (
            "bouwsoft",
            r#"[{"id":-159,"date":"2018-02-29"}]"#,
            Some(-159),
        ),
        (
            "bouwsoft",
            r#"{"RecordChanges":[{"nr":1,"id":17617,"title":"#,
            Some(17617),
        ),
    ] {
        let error = created(api, 201, body).await.expect_err(body);
        assert!(error.may_have_been_applied(), "{body}");
        assert_eq!(error.identifier(), expected, "{body}");
    }
}

#[tokio::test]
async fn a_deeply_nested_error_is_read_at_once() {
    let body = format!("{}1{}", "{\"error\":".repeat(100), "}".repeat(100));
    for api in APIS {
        let server = Server::reacting(vec![Reaction::respond(json(400, &body))]).await;
        let client = Client::new(api, &server.url(), &quick());
        let error = client.create("k1").await.expect_err("rejected");
        assert_eq!(error.kind(), ErrorKind::Rejected, "{api}");
    }
}

#[tokio::test]
async fn the_message_is_found_in_nested_text() {
    for api in APIS {
        let body = r#"{"errors":{"client_id":["unknown"]}}"#;
        let server = Server::reacting(vec![Reaction::respond(json(400, body))]).await;
        let client = Client::new(api, &server.url(), &quick());
        let error = client.create("k1").await.expect_err("rejected");
        assert_eq!(error.message(), Some("client_id: unknown"), "{api}");
    }
}

#[test]
fn a_body_that_was_received_another_way_is_read_by_the_same_rules() {
    let body = b"\xef\xbb\xbf{\"order_id\":\"5005\"}";
    let order: Order = eenvoudigfactureren::from_json(body).expect("an order");
    assert_eq!(order.order_id, Some(5005));
    let error = eenvoudigfactureren::from_json::<Order>(br#"{"error":"order_id unknown"}"#);
    let error = error.expect_err("an error of the service");
    assert_eq!(
        error.to_string(),
        "the service reports an error: order_id unknown"
    );
    assert!(!format!("{error:?}").contains("\"error\""), "{error:?}");
    let list = br#"{"error":"Syntax error","code":400}"#;
    let error = eenvoudigfactureren::from_json::<Vec<Order>>(list).expect_err("an error");
    assert!(error.to_string().ends_with("Syntax error"), "{error}");

    let body = b"\xef\xbb\xbf{\"id\":17617}";
    let order: bouwsoft::types::Order = bouwsoft::from_json(body).expect("an order");
    assert_eq!(order.id, Some(17617));
    let body = br#"{"Code":"400","Message":"Bad Request","Description":"no type"}"#;
    let error = bouwsoft::from_json::<bouwsoft::types::Order>(body).expect_err("an error");
    assert_eq!(error.to_string(), "the service reports an error: no type");
    let body = br#"{"RecordChanges":[{"id":1}],"Code":"400","Message":"Bad Request"}"#;
    let error = bouwsoft::from_json::<bouwsoft::types::OrderChanges>(body);
    error.expect_err("an error beside a record");
    let body = br#"{"error":[],"order_id":5}"#;
    let result: eenvoudigfactureren::types::WriteResult =
        eenvoudigfactureren::from_json(body).expect("no error");
    assert_eq!(result.order_id, Some(5));
}
