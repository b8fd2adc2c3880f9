//! An order that is built in Rust arrives as the string that the contract describes, or is not sent.

use bouwsoft::{Client, ErrorKind, OrderColumns, types::OrderCreate};
use httpmock::{Method::POST, MockServer};

fn client(server: &MockServer) -> Client {
    Client::connect(&server.url("/api/v1"), 115, "token-for-tests").expect("a client")
}

#[tokio::test]
async fn an_order_arrives_as_text_that_reads_as_the_order() {
    let order = OrderCreate::new("FAKTUUR")
        .company_id(2)
        .title("L'Atelier & Fils, 100% bois + zinc = é🏗")
        .blocked(false);
    let (sent, server) = (order.clone(), MockServer::start_async().await);
    let mock = server.mock(|when, then| {
        when.method(POST)
            .path("/api/v1/Orders")
            .is_true(move |request| {
                let query = request.query_params();
                let [(name, text)] = query.as_slice() else {
                    return false;
                };
                name == "columns" && OrderColumns::from_text(text).parse() == Ok(sent.clone())
            });
        then.status(201)
            .header("content-type", "application/json")
            .body(r#"{"RecordChanges":[{"id":17617}]}"#);
    });
    client(&server).create_order(order).await.expect("sent");
    mock.assert();
}

#[tokio::test]
async fn an_order_that_cannot_be_sent_is_refused_with_its_fields() {
    let server = MockServer::start_async().await;
    let mock = server.mock(|when, then| {
        when.is_true(|_| true);
        then.status(500);
    });
    let order = OrderCreate::new("FAKTUUR")
        .nr_add("123456")
        .concerning("two\nlines");
    let refused = client(&server).create_order(&order).await;
    let refused = refused.expect_err("an order that cannot be sent");
    assert_eq!(refused.kind(), ErrorKind::InvalidRequest);
    assert_eq!(
        refused.to_string(),
        "create_order: the request was not sent: columns: nr_add: 6 characters, at most 5 are allowed; \
         concerning: character 4 is a line feed (U+000A), which is not allowed in columns"
    );
    mock.assert_calls(0);
}
