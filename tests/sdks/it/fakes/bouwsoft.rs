//! The fake of Bouwsoft: every documented call, totals, lists, refused requests, and faults.

use bouwsoft::{
    Activation, Client, ErrorKind, OrderKey, Paging, RetryPolicy, Settings,
    order_fields::{ADDRESS_NAME, BASIS, BILLED, ID, SIGNED, TITLE},
    reqwest::Method,
    serde_json::{self, Value, json},
    types::*,
};
use bouwsoft_httpmock::{Fake, Fault};
use futures_util::TryStreamExt;
use rust_decimal::Decimal;

use crate::{calls, requests::bouwsoft::send, support::contract};

/// The resources with their examples, and the IDs that documented calls use.
const RECORDS: [(&str, &str, &[i64]); 7] = [
    ("Orders", "get_order.json", &[17617, 67]),
    ("OrderLines", "get_order_line.json", &[142_294, 139_690]),
    ("OrderCosts", "get_order_cost.json", &[]),
    ("OrderVariables", "get_order_variable.json", &[]),
    ("OrderCommissions", "get_order_commission.json", &[]),
    ("Addresses", "get_address.json", &[3759, 329_298]),
    ("AddressContacts", "get_address_contact.json", &[]),
];

/// A fake with the example records.
fn fake() -> (Fake, Client) {
    let fake = Fake::start();
    for (resource, example, ids) in RECORDS {
        let record = super::example("bouwsoft", example)["Records"][0].clone();
        let own = [record["id"].as_i64().expect("an ID")];
        let further = ids.iter().filter(|id| **id != own[0]);
        for id in own.iter().chain(further) {
            let mut record = record.clone();
            record["id"] = (*id).into();
            fake.add(resource, &record);
        }
    }
    let client = client(&fake);
    (fake, client)
}

fn client(fake: &Fake) -> Client {
    let builder = Client::builder()
        .access_token(&fake.base_url(), 115, "token-for-tests")
        .authorization_server(&fake.base_url())
        .settings(Settings::new().retry(RetryPolicy::none()));
    builder.build().expect("a client")
}

fn cents(cents: i64) -> Option<Decimal> {
    Some(Decimal::new(cents, 2))
}

fn rows<T>(records: Option<Vec<T>>) -> Vec<T> {
    records.expect("records")
}

#[tokio::test]
async fn every_documented_call_gets_a_documented_response() {
    let mut count = 0;
    let contract = contract("bouwsoft");
    for call in calls::of(contract) {
        let (fake, client) = fake();
        let sent = send(&client, &call).await;
        sent.unwrap_or_else(|error| {
            panic!(
                "{}/{}: {error}; does the fake serve it?",
                call.operation, call.name
            )
        });
        let requests = fake.requests();
        assert_eq!(requests.len(), 1);
        let (other, _) = self::fake();
        super::conforms(contract, &call.operation, &requests[0], &other.base_url()).await;
        count += 1;
    }
    assert!(count > 60, "{count} calls");
}

#[tokio::test]
async fn a_new_order_has_what_the_service_sets() {
    let (fake, client) = fake();
    let order = OrderCreate::new("OFFERTE").address_id(3759).title("Q-1");
    let order = client.create_order(order).await.expect("created");
    let id = order.id.expect("an ID");
    let customer = client.get_address(3759).await.expect("an address");
    assert_eq!(order.address_name, customer.name);
    assert!(order.nr.is_some() && order.date.is_some());
    assert_eq!((order.signed, order.approved), (Some(false), Some(false)));
    for (quantity, price, discount, code) in [
        (2, 10_000, 0, "21"),
        (1, 5_000, 10, "6"),
        (3, 1_000, 0, "21M"),
    ] {
        let line = OrderLineCreate::new(id).quantity1(quantity);
        let line = line.price_unit(Decimal::new(price, 2)).discount(discount);
        let line = client.create_order_line(line.vatcode(code)).await;
        assert_eq!(line.expect("created").ordernr, order.nr);
    }
    let order = client.get_order(id).await.expect("an order");
    // 200 at 21 %, 45 at 6 %, and 30 for which the customer owes the VAT.
    assert_eq!(order.basis, cents(27_500));
    assert_eq!(order.vatamount, cents(4_200 + 270));
    assert_eq!(order.amountinclvat, cents(31_970));
    assert_eq!(order.vatcode1.as_deref(), Some("21"));
    assert_eq!(order.amountinclvat3, cents(3_000));
    assert_eq!(order.vatcocontractor3, Some(true));

    let lines = fake.order_lines();
    let last = lines.last().and_then(|line| line.id).expect("a line");
    client.delete_order_line(last).await.expect("deleted");
    let changed = client.get_order(id).await.expect("an order");
    assert_eq!(changed.amountinclvat, cents(28_970));
    assert_eq!(changed.vatcode3, None);
    assert!(changed.ts_lastupdate > order.ts_lastupdate);
    let changes = client
        .update_order(id, OrderUpdate::new().concerning("Roof"))
        .await;
    let changes = changes.expect("changed");
    assert_eq!(changes.concerning.as_deref(), Some("Roof"));
    assert_eq!((changes.id, changes.title), (Some(id), None));
    let signed = client.sign_order(id, b"\x89PNG\r\n\x1a\n".to_vec()).await;
    let signed = signed.expect("signed");
    assert_eq!((signed.signed, signed.approved), (Some(true), Some(true)));
}

#[tokio::test]
async fn lists_are_filtered_sorted_and_paged() {
    let (_fake, client) = fake();
    for (title, price) in [("b", 20), ("A", 100), ("L'Atelier", 3)] {
        let order = client.create_order(OrderCreate::new("OFFERTE").title(title));
        let id = order.await.expect("created").id.expect("an ID");
        let line = OrderLineCreate::new(id).price_unit(price);
        client.create_order_line(line).await.expect("created");
    }
    let titles = async |call: bouwsoft::calls::ListOrders<'_>| {
        let orders = rows(call.await.expect("a list").records).into_iter();
        let titles = orders.map(|order| order.title.unwrap_or_default());
        titles.collect::<Vec<_>>()
    };
    let new = || client.list_orders().filter(ID.gt(17_617));
    assert_eq!(
        titles(new().sort(TITLE.ascending())).await,
        ["A", "b", "L'Atelier"]
    );
    let by_price = new().sort(BASIS.descending());
    assert_eq!(titles(by_price.clone()).await, ["A", "b", "L'Atelier"]);
    assert_eq!(titles(by_price.offset(1).limit(1)).await, ["b"]);
    for (filter, expected) in [
        (TITLE.eq("L'Atelier").and(BILLED.eq(false)), "L'Atelier"),
        (TITLE.eq("x").or(TITLE.eq("a").and(SIGNED.ne(true))), "A"),
        (BASIS.gt(20), "A"),
    ] {
        let list = client.list_orders().filter(filter);
        let found = titles(list.sort(ID.descending())).await;
        assert_eq!(found[0], expected);
    }
    let page = client.list_orders().columns("id|title").await;
    let page = page.expect("a list");
    assert_eq!(page.content_range.as_deref(), Some("0-4/5"));
    assert!(rows(page.records).iter().all(|order| order.nr.is_none()));
    let names = client.list_orders().columns(ADDRESS_NAME).distinct(true);
    assert_eq!(rows(names.await.expect("a list").records).len(), 2);
    let ids: Vec<_> = client
        .list_orders()
        .sort(ID.ascending())
        .stream_with(Paging::new().page_size(2))
        .map_ok(|order| order.id)
        .try_collect()
        .await
        .expect("all orders");
    assert_eq!(ids.len(), 5);
}

#[tokio::test]
async fn changes_since_a_time_are_found() {
    let (_fake, client) = fake();
    let create = async |title: &str| {
        let order = client.create_order(OrderCreate::new("OFFERTE").title(title));
        order.await.expect("created")
    };
    let orders = [create("a").await, create("b").await, create("c").await];
    let since = orders[1].ts_lastupdate.expect("a time");
    let change = OrderUpdate::new().ordernr("7");
    let first = orders[0].id.expect("an ID");
    client.update_order(first, change).await.expect("changed");
    let changed = client.list_orders().filter(ID.gt(17_617));
    let changed = changed.changed_since(since).map_ok(|order| order.title);
    let titles: Vec<_> = changed.try_collect().await.expect("all changes");
    assert_eq!(titles, ["b", "c", "a"].map(|title| Some(title.to_owned())));
}

#[tokio::test]
async fn lines_are_moved_and_orders_copied() {
    let (fake, client) = fake();
    let order = client.create_order(OrderCreate::new("OFFERTE")).await;
    let id = order.expect("created").id.expect("an ID");
    for description in ["a", "b", "c", "d"] {
        let line = OrderLineCreate::new(id).description(description);
        let line = line.quantity1(2).price_unit(10).vatcode("21");
        client.create_order_line(line).await.expect("created");
    }
    let moved = client.move_order_lines(id).lines_with_nrs([1, 2]).down(1);
    let moved = rows(moved.await.expect("moved").records).into_iter();
    let moved: Vec<_> = moved.filter_map(|line| line.description).collect();
    assert_eq!(moved, ["c", "a", "b", "d"]);
    let moved = client.move_order_lines(id).line_with_nr(3).down(9);
    let last = rows(moved.await.expect("moved").records).pop();
    assert_eq!(last.and_then(|line| line.description).as_deref(), Some("b"));

    let text = "Dear customer,\n100 % & more";
    let set = client.update_order_introduction_plain(id, text);
    set.await.expect("set");
    let copy = client.copy_order(id).to_type("FAKTUUR");
    let copy = copy.with_orderline_unit_price(false).await.expect("copied");
    let copied = copy.id.expect("an ID");
    assert_eq!(copy.type_.as_deref(), Some("FAKTUUR"));
    assert_eq!(copy.amountinclvat, Some(Decimal::ZERO));
    let lines = fake.order_lines().into_iter();
    assert_eq!(lines.filter(|line| line.orderid == Some(copied)).count(), 4);
    let plain = client.get_order_introduction_plain(copied).await;
    assert_eq!(plain.expect("a string"), text);
    let html = client.get_order_introduction_html(copied).await;
    let expected = "<p>Dear customer,<br>100 % &amp; more</p>";
    assert_eq!(html.expect("a string"), expected);
    let bare = client.copy_order(id).with_introduction(false);
    let bare = bare.with_orderlines(false).await.expect("copied").id;
    let bare = bare.expect("an ID");
    let plain = client.get_order_introduction_plain(bare).await;
    assert_eq!(plain.expect("a string"), "");
    assert!(
        fake.order_lines()
            .iter()
            .all(|line| line.orderid != Some(bare))
    );
}

#[tokio::test]
async fn what_the_contract_does_not_allow_is_refused_and_changes_nothing() {
    let (fake, client) = fake();
    let (orders, lines) = (fake.orders().len(), fake.order_lines().len());
    let long = format!("type='FAKTUUR',title='{}'", "x".repeat(51));
    for (method, path, query, status, message) in [
        (
            "POST",
            "/Orders",
            ("columns", ""),
            400,
            "columns is missing",
        ),
        ("POST", "/Orders", ("columns", "title='x'"), 400, "type"),
        (
            "POST",
            "/Orders",
            ("columns", "type=FAKTUUR"),
            400,
            "FAKTUUR",
        ),
        (
            "POST",
            "/Orders",
            ("columns", "type='F',nonsense=1"),
            400,
            "nonsense",
        ),
        (
            "POST",
            "/Orders",
            ("columns", long.as_str()),
            400,
            "51 characters",
        ),
        (
            "POST",
            "/Orders",
            ("columns", "type='F',address_id=9"),
            404,
            "no record with the requested id: address_id 9",
        ),
        (
            "POST",
            "/Orders",
            ("columns", "type='F',vatcode='19'"),
            400,
            "no VAT code",
        ),
        (
            "POST",
            "/OrderLines",
            ("columns", "orderid=9"),
            404,
            "no record",
        ),
        (
            "POST",
            "/OrderLines",
            ("columns", "description='x'"),
            400,
            "orderid",
        ),
        (
            "POST",
            "/AddressContacts",
            ("columns", "address_id=9"),
            404,
            "no record",
        ),
        (
            "PUT",
            "/Orders/17617",
            ("columns", "signed=True"),
            400,
            "signed",
        ),
        (
            "PUT",
            "/Orders/9",
            ("columns", "title='x'"),
            404,
            "no record",
        ),
        (
            "GET",
            "/Orders/9",
            ("a", "b"),
            404,
            "requested id: Orders 9",
        ),
        ("GET", "/Orders/x", ("a", "b"), 400, "x is not an ID"),
        (
            "DELETE",
            "/Orders/17617",
            ("a", "b"),
            404,
            "path does not exist",
        ),
        (
            "POST",
            "/VATCodes",
            ("columns", "code='7'"),
            404,
            "path does not exist",
        ),
        ("GET", "/Nothing/", ("a", "b"), 404, "path does not exist"),
        (
            "GET",
            "/Orders/",
            ("filter", "nonsense eq 1"),
            400,
            "no field nonsense",
        ),
        (
            "GET",
            "/Orders/",
            ("filter", "id lt 1"),
            400,
            "unknown operator lt",
        ),
        (
            "GET",
            "/Orders/",
            ("filter", "(id eq 1"),
            400,
            "parenthesis",
        ),
        (
            "GET",
            "/Orders/",
            ("filter", "title eq 'x"),
            400,
            "apostrophe",
        ),
        (
            "GET",
            "/Orders/",
            ("filter", "id eq 1 id"),
            400,
            "unexpected id",
        ),
        (
            "GET",
            "/Orders/",
            ("sort", "-nonsense"),
            400,
            "no field nonsense",
        ),
        (
            "GET",
            "/Orders/",
            ("columns", "id|nonsense"),
            400,
            "no field nonsense",
        ),
        ("GET", "/Orders/", ("limit", "x"), 400, "limit"),
        (
            "POST",
            "/Orders/17617/Move",
            ("down", "1"),
            400,
            "exactly one",
        ),
        (
            "POST",
            "/Orders/17617/Sign",
            ("a", "b"),
            400,
            "Content-Type",
        ),
    ] {
        let method = Method::from_bytes(method.as_bytes()).expect("a method");
        let call = client.request(method, path).query(query.0, query.1);
        let error = call.await.expect_err(message);
        let actual = error.message().unwrap_or_default();
        assert!(actual.contains(message), "{path} {query:?}: {actual}");
        assert_eq!(error.status(), Some(status), "{path} {query:?}");
    }
    let now = (fake.orders().len(), fake.order_lines().len());
    assert_eq!(now, (orders, lines));
}

#[tokio::test]
async fn faults_happen_before_or_after_the_request_is_carried_out() {
    let (fake, client) = fake();
    let before = fake.orders().len();
    let create = || client.create_order(OrderCreate::new("FAKTUUR").title("x"));
    for (fault, kind, orders) in [
        (Fault::DropBefore, ErrorKind::UnknownOutcome, 0),
        (Fault::DropAfter, ErrorKind::UnknownOutcome, 1),
        (Fault::Status(401), ErrorKind::Authentication, 1),
        (Fault::Status(429), ErrorKind::RateLimited, 1),
        (Fault::Status(503), ErrorKind::UnknownOutcome, 1),
    ] {
        fake.fail(0, fault);
        let error = create().await.expect_err("a fault");
        let seen = (error.kind(), fake.orders().len() - before);
        assert_eq!(seen, (kind, orders), "{fault:?}");
    }
    // The search is the first request, and the create the second.
    fake.fail(1, Fault::DropAfter);
    let order = OrderCreate::new("FAKTUUR").title("once");
    let order = client.find_or_create_order(order, OrderKey::Title).await;
    assert_eq!(
        order.expect("found").into_inner().title.as_deref(),
        Some("once")
    );
    assert_eq!(fake.orders().len() - before, 2);
}

#[tokio::test]
async fn an_activation_gives_tokens_for_the_fake() {
    let (fake, _) = fake();
    let activation = Activation::builder("any key").authorization_server(&fake.base_url());
    let activation = activation.start().await.expect("started");
    let authorization = activation.check().await.expect("approved");
    let client = Client::builder()
        .authorization_server(&fake.base_url())
        .refresh_token(115, authorization.expect("approved").refresh_token)
        .build()
        .expect("a client");
    let order = client.get_order(17_617).await.expect("an order");
    assert_eq!(order.id, Some(17_617));
    let unauthorized = bouwsoft::reqwest::get(fake.base_url() + "/Orders/").await;
    let response = unauthorized.expect("a response");
    assert_eq!(response.status(), 401);
    let body = response.bytes().await.expect("a body");
    let body: Value = serde_json::from_slice(&body).expect("JSON");
    let description = "accesstoken is missing";
    let expected = json!({ "Code": "401", "Message": "Unauthorized", "Description": description });
    assert_eq!(body, expected);
}

#[tokio::test]
async fn amounts_that_are_too_large_and_meaningless_requests_do_not_stop_the_fake() {
    let (fake, client) = fake();
    let order = client.create_order(OrderCreate::new("FAKTUUR")).await;
    let id = order.expect("created").id.expect("an ID");
    let huge = Decimal::from(10_i64.pow(15));
    let line = OrderLineCreate::new(id).quantity1(huge).price_unit(huge);
    // A decimal has at most 28 digits.
    let error = client.create_order_line(line).await.expect_err("too large");
    assert_eq!(error.status(), Some(500));
    let line = OrderLineCreate::new(id).quantity1(1).price_unit(1);
    client.create_order_line(line).await.expect("created");
    let moved = client.move_order_lines(id).line_with_nr(1).down(i64::MAX);
    assert_eq!(rows(moved.await.expect("moved").records).len(), 1);
    let orphan = client.create_order_line(OrderLineCreate::new(0)).await;
    assert_eq!(orphan.expect_err("no such order").status(), Some(404));
    let root = client.request(Method::GET, "/").await;
    assert_eq!(root.expect_err("nothing").status(), Some(404));
    assert_eq!(fake.order_lines().len(), 3);
}
