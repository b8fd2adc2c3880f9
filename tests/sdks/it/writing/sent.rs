//! What reaches a server: no invalid request, and exactly the values that were set.

use std::sync::{Arc, Mutex};

use chrono::NaiveDate;
use eenvoudigfactureren::{Client, types::*};
use httpmock::{HttpMockRequest, HttpMockResponse, MockServer};
use rust_decimal::Decimal;

/// A server that accepts everything and records the bodies.
struct Server {
    server: MockServer,
    arrived: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn start(status: u16) -> Self {
        let server = MockServer::start();
        let arrived = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&arrived);
        server.mock(|when, then| {
            when.is_true(|_| true);
            then.respond_with(move |request: &HttpMockRequest| {
                let uri = request.uri();
                let query = uri.query().map(|query| format!("?{query}"));
                let body = query.unwrap_or_else(|| request.body_string());
                kept.lock().expect("not poisoned").push(body);
                let response = HttpMockResponse::builder().status(status);
                response
                    .header("content-type", "application/json")
                    .body(r#"{"success":"done","Records":[{"id":1}]}"#)
                    .build()
            });
        });
        Self { server, arrived }
    }

    fn client(&self) -> Client {
        Client::with_api_key(&self.server.url("/api"), "key-for-tests").expect("a client")
    }

    /// The bodies that arrived since the last call of this function.
    fn arrived(&self) -> Vec<String> {
        std::mem::take(&mut self.arrived.lock().expect("not poisoned"))
    }
}

/// Why a request was not sent.
macro_rules! refused {
    ($request:expr) => {
        match $request.await {
            Err(error) if error.kind() == eenvoudigfactureren::ErrorKind::InvalidRequest => {
                error.reason().expect("a reason").to_owned()
            }
            other => panic!("{:?}", other.err()),
        }
    };
}

#[tokio::test]
async fn no_invalid_order_reaches_the_server() {
    let server = Server::start(200);
    let client = server.client();
    let long = "x".repeat(251);
    let create = OrderCreate::new(1).reference(&long);
    let update = OrderUpdate::new().reference(&long);
    let replace = OrderReplace::new(1).reference(&long);
    let reasons = [
        refused!(client.create_order(create)),
        refused!(client.update_order(1, update)),
        refused!(client.replace_order(1, replace)),
    ];
    let too_long = "body.reference: 251 characters, at most 250 are allowed";
    assert_eq!(reasons, [too_long; 3]);
    let item = OrderItemUpdate::new().item_id(1).unit("2 stuk");
    let nested = OrderUpdate::new().items([OrderItemUpdate::new(), item]);
    let unknown = OrderCreate::new(1).language("klingon".into());
    let reasons = [
        refused!(client.update_order(1, nested)),
        refused!(client.create_order(unknown)),
    ];
    insta::assert_snapshot!(reasons.join("\n"), @r#"
    body.items[1].unit: "2 stuk" must be 1 to 10 characters without white space, beginning with a Latin letter
    body.language: `klingon` is not a value that can be sent
    "#);
    assert_eq!(server.arrived(), Vec::<String>::new());
}

#[tokio::test]
async fn no_invalid_part_of_an_order_reaches_the_server() {
    let server = Server::start(200);
    let client = server.client();
    let create_item = client.create_order_item(1, OrderItemCreate::new());
    let update_item = client.update_order_item(1, 1, OrderItemUpdate::new().unit("2 stuk"));
    let replace_item = client.replace_order_item(1, 1, OrderItemReplace::new());
    let create_remark = client.create_order_remark(1, OrderRemarkCreate::new());
    let update_remark = client.update_order_remark(1, 1, OrderRemarkUpdate::new().clear_date());
    let replace_remark = client.replace_order_remark(1, 1, OrderRemarkReplace::new());
    let reasons = [
        refused!(create_item),
        refused!(update_item),
        refused!(replace_item),
        refused!(create_remark),
        refused!(update_remark),
        refused!(replace_remark),
    ];
    insta::assert_snapshot!(reasons.join("\n"), @r#"
    body: one of description, description_html, stockitem_id is needed; body: one of amount, amount_with_tax, stockitem_id is needed
    body.unit: "2 stuk" must be 1 to 10 characters without white space, beginning with a Latin letter
    body: one of description, description_html, stockitem_id is needed; body: one of amount, amount_with_tax, stockitem_id is needed
    body: one of description, description_html is needed
    body: one of description, description_html is needed
    body: one of description, description_html is needed
    "#);
    assert_eq!(server.arrived(), Vec::<String>::new());
}

#[tokio::test]
async fn no_argument_beyond_its_limits_reaches_a_server() {
    let server = Server::start(200);
    let client = server.client();
    let other = bouwsoft::Client::connect(&server.server.url("/api"), 115, "token-for-tests");
    let other = other.expect("a client");
    let move_lines = || other.move_order_lines(17617);
    let reasons = [
        refused!(client.list_orders().take(-1)),
        refused!(client.list_orders().skip(-1).take(-2)),
        refused!(move_lines().line_with_nr(1).down(-1)),
        refused!(move_lines().line_with_nr(0)),
        refused!(move_lines().lines_with_nrs([1, 0])),
        refused!(move_lines().lines_with_ids([-1])),
        refused!(other.copy_order(1).to_type("ë".repeat(51))),
        refused!(other.create_order(bouwsoft::types::OrderCreate::new(""))),
    ];
    insta::assert_snapshot!(reasons.join("\n"), @r#"
    take: -1 is less than 0
    skip: -1 is less than 0; take: -2 is less than 0
    down: -1 is less than 0
    line_with_nr: 0 is less than 1
    lines_with_nrs[1]: 0 is less than 1
    lines_with_ids[0]: -1 is less than 1
    to_type: 51 characters, at most 50 are allowed
    columns: type: "" must be a string with a character other than white space
    "#);
    assert_eq!(server.arrived(), Vec::<String>::new());
    let most = other.copy_order(1).to_type("ë".repeat(50));
    most.await.expect("sent");
    let none = client.list_orders().skip(0).take(0);
    none.await.expect_err("the server has no orders");
    assert_eq!(server.arrived().len(), 2);
}

#[tokio::test]
async fn exactly_one_way_to_choose_lines_is_required() {
    let server = Server::start(200);
    let client = bouwsoft::Client::connect(&server.server.url("/api"), 115, "token-for-tests")
        .expect("a client");
    let move_lines = || client.move_order_lines(17617).down(1);
    let none: [i64; 0] = [];
    let mut reasons = Vec::new();
    for request in [
        move_lines(),
        move_lines().lines_with_ids(none),
        move_lines().line_with_nr(1).lines_with_nrs([1, 2]),
        move_lines().lines_with_nrs([1]).lines_with_ids([142_294]),
        move_lines()
            .line_with_nr(1)
            .lines_with_nrs([1])
            .lines_with_ids([142_294]),
    ] {
        match request.await {
            Err(error) if error.kind() == bouwsoft::ErrorKind::InvalidRequest => {
                reasons.push(error.reason().expect("a reason").to_owned());
            }
            other => panic!("{:?}", other.err()),
        }
    }
    insta::assert_snapshot!(reasons.join("\n"), @"
    one of line_with_nr, lines_with_nrs, lines_with_ids is needed
    one of line_with_nr, lines_with_nrs, lines_with_ids is needed
    only one of line_with_nr, lines_with_nrs, lines_with_ids can be given
    only one of line_with_nr, lines_with_nrs, lines_with_ids can be given
    only one of line_with_nr, lines_with_nrs, lines_with_ids can be given
    ");
    assert_eq!(server.arrived(), Vec::<String>::new());
    for request in [
        move_lines().line_with_nr(1),
        move_lines().lines_with_nrs([1, 2]),
        move_lines().lines_with_ids([142_294, 142_296]),
        move_lines().lines_with_nrs([1, 2]).lines_with_ids(none),
    ] {
        request.await.expect("sent");
    }
    insta::assert_snapshot!(server.arrived().join("\n"), @"
    ?down=1&line_with_nr=1
    ?down=1&lines_with_nrs=1%2C2
    ?down=1&lines_with_ids=142294%2C142296
    ?down=1&lines_with_nrs=1%2C2
    ");
}

#[tokio::test]
async fn an_update_contains_only_what_is_set_or_cleared() {
    let server = Server::start(200);
    let client = server.client();
    let address = AddressInput::new("BE").city("Gent");
    let changed = OrderItemUpdate::new()
        .item_id(4004)
        .clear_unit()
        .amount(Decimal::new(19_990, 3));
    for update in [
        OrderUpdate::new(),
        OrderUpdate::new().reference("X"),
        OrderUpdate::new().clear_reference(),
        OrderUpdate::new().reference("X").clear_reference(),
        OrderUpdate::new()
            .reference("")
            .clear_date()
            .days_delivery(0)
            .tax_included(false),
        OrderUpdate::new()
            .billing_address(address)
            .clear_delivery_address(),
        OrderUpdate::new()
            .items([changed, OrderItemUpdate::new().description("new")])
            .clear_remarks(),
        OrderUpdate::new().items([]).custom_values([]),
    ] {
        client.update_order(5005, update).await.expect("sent");
    }
    insta::assert_snapshot!(server.arrived().join("\n"), @r#"
    {}
    {"reference":"X"}
    {"reference":null}
    {"reference":null}
    {"reference":"","date":null,"days_delivery":0,"tax_included":"no"}
    {"billing_address":{"city":"Gent","country_code":"BE"},"delivery_address":null}
    {"items":[{"item_id":4004,"amount":19.99,"unit":null},{"description":"new"}],"remarks":null}
    {"items":[],"custom_values":[]}
    "#);
}

#[tokio::test]
async fn fields_that_are_not_set_are_not_sent() {
    let server = Server::start(201);
    let client = server.client();
    let item = OrderItemCreate::new().description("x").amount(0);
    for order in [
        OrderCreate::new(1001),
        OrderCreate::new(1001).items([]),
        OrderCreate::new(1001).items([item]),
    ] {
        client.create_order(order).await.expect("sent");
    }
    insta::assert_snapshot!(server.arrived().join("\n"), @r#"
    {"client_id":1001}
    {"client_id":1001,"items":[]}
    {"client_id":1001,"items":[{"amount":0,"description":"x"}]}
    "#);
}

#[tokio::test]
async fn values_are_sent_exactly() {
    let server = Server::start(201);
    let client = server.client();
    let amounts = [
        "19.99",
        "0.10",
        "100.00",
        "-0.05",
        "0.0001",
        "9999999.9999",
        "-9999999.9999",
        "0",
    ];
    let items = amounts.map(|amount| {
        let amount: Decimal = amount.parse().expect("a decimal");
        OrderItemCreate::new().stockitem_id(1).amount(amount)
    });
    let order = OrderCreate::new(9_007_199_254_740_993)
        .date(NaiveDate::from_ymd_opt(2018, 2, 5).expect("a date"))
        .status(OrderStatusInput::CreateInvoice)
        .discount_percentage(Decimal::new(330, 2))
        .exchange_rate(Decimal::new(123_456_789_012_345, 14))
        .show_tax_for_exchange_rate(true)
        .language(Language::German)
        .tax_included(false)
        .items(items)
        .note("<p>\"é\"\\\r\n</p>");
    client.create_order(order).await.expect("sent");
    let body = server.arrived().join("\n");
    let lines = body
        .replace(",\"items", ",\n\"items")
        .replace("},{", "},\n{");
    insta::assert_snapshot!(lines, @r#"
    {"client_id":9007199254740993,"date":"2018-02-05","status":"create_invoice","discount_percentage":3.3,"exchange_rate":1.23456789012345,"show_tax_for_exchange_rate":"yes","language":"german","tax_included":"no",
    "items":[{"amount":19.99,"stockitem_id":1},
    {"amount":0.1,"stockitem_id":1},
    {"amount":100,"stockitem_id":1},
    {"amount":-0.05,"stockitem_id":1},
    {"amount":0.0001,"stockitem_id":1},
    {"amount":9999999.9999,"stockitem_id":1},
    {"amount":-9999999.9999,"stockitem_id":1},
    {"amount":0,"stockitem_id":1}],"note":"<p>\"é\"\\\r\n</p>"}
    "#);
}
