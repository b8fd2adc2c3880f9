//! The fake of EenvoudigFactureren: every documented call, totals, lists, refused requests, and faults.

use std::time::{Duration, Instant};

use eenvoudigfactureren::{
    Client, ErrorKind, Field, RetryPolicy, Settings,
    order_fields::{NUMBER, ORDER_ID, REFERENCE, STATUS, TOTAL_WITH_TAX},
    reqwest::Method,
    serde_json::{self, Value, json},
    types::*,
};
use eenvoudigfactureren_httpmock::{Fake, Fault};
use rust_decimal::Decimal;

use crate::{calls, requests::orders::send, support::contract};

fn example<T: serde::de::DeserializeOwned>(name: &str) -> T {
    serde_json::from_value(super::example("eenvoudigfactureren", name)).expect("a record")
}

/// A fake with the example records.
fn fake() -> (Fake, Client) {
    let fake = Fake::start();
    fake.add_customer(&example("get_client.json"));
    fake.add_order(&example("get_order.json"));
    fake.add_upload(&Upload::default().upload_id("7001"));
    let settings = Settings::new().retry(RetryPolicy::none());
    let client = Client::builder()
        .api_key("key-for-tests")
        .server(fake.base_url().as_str())
        .settings(settings)
        .build();
    (fake, client.expect("a client"))
}

fn item(amount: i64) -> OrderItemCreate {
    OrderItemCreate::new().description("x").amount(amount)
}

fn cents(cents: i64) -> Option<Decimal> {
    Some(Decimal::new(cents, 2))
}

#[tokio::test]
async fn every_documented_call_gets_a_documented_response() {
    let mut count = 0;
    let contract = contract("eenvoudigfactureren");
    for call in calls::of(contract) {
        let (fake, client) = fake();
        let sent = send(&client, &call).await;
        sent.unwrap_or_else(|error| panic!("{}/{}: {error}", call.operation, call.name));
        let requests = fake.requests();
        assert_eq!(requests.len(), 1);
        let (other, _) = self::fake();
        super::conforms(contract, &call.operation, &requests[0], &other.base_url()).await;
        count += 1;
    }
    assert!(count > 45, "{count} calls");
}

#[tokio::test]
async fn a_new_order_has_what_the_service_sets() {
    let (fake, client) = fake();
    let order = OrderCreate::new(1001).items([
        item(100).quantity(2).tax_rate(21),
        item(50).tax_rate(6),
        item(10).tax_rate(0).tax_rate_special_status("MC"),
    ]);
    let order = order.discount_percentage(10).days_delivery(14);
    let order = client
        .create_order(order)
        .and_get()
        .await
        .expect("an order");
    // The fake already has the example order, which has the first number.
    assert_eq!(order.number.as_deref(), Some("00000002"));
    assert_eq!(order.client_name.as_deref(), Some("IT Services BVBA"));
    assert_eq!(order.status, Some(OrderStatus::Open));
    assert_eq!(order.tax_rate_1, Some(21.into()));
    // 260 minus 10 %, plus 21 % of 180 and 6 % of 45.
    assert_eq!(order.total_without_tax, cents(23_400));
    assert_eq!(order.total_tax_1, cents(3_780));
    assert_eq!(order.total_tax_3, cents(270));
    assert_eq!(order.total_with_tax, cents(27_450));
    assert_eq!(order.discount_total_without_tax, cents(2_600));
    assert_eq!(order.discount_total_with_tax, cents(3_050));
    let delivery = order.date.expect("a date") + chrono::Duration::days(14);
    assert_eq!(order.date_delivery, Some(delivery));
    assert_eq!(fake.orders().len(), 2);

    let id = order.order_id.expect("an ID");
    let update = OrderUpdate::new().discount_percentage(0).reference("A");
    client.update_order(id, update).await.expect("updated");
    client
        .create_order_item(id, item(1).tax_rate(21))
        .await
        .expect("added");
    let changed = client.get_order(id).await.expect("an order");
    assert_eq!(changed.reference.as_deref(), Some("A"));
    assert_eq!(changed.total_with_tax, cents(24_200 + 5_300 + 1_000 + 121));
    assert!(changed.last_activity > order.last_activity);
}

#[tokio::test]
async fn prices_with_tax_are_the_basis_if_tax_is_included() {
    let (_fake, client) = fake();
    let item = OrderItemCreate::new().description("x").amount_with_tax(121);
    let order = OrderCreate::new(1001).items([item.tax_rate(21).quantity(2)]);
    let order = order
        .tax_included(true)
        .tax_calculation(TaxCalculation::Item);
    let order = client
        .create_order(order)
        .and_get()
        .await
        .expect("an order");
    assert_eq!(order.total_without_tax, cents(20_000));
    assert_eq!(order.total_with_tax, cents(24_200));
}

#[tokio::test]
async fn prices_with_tax_are_not_changed_by_rounding() {
    let (_fake, client) = fake();
    for (price, quantity, without, with) in [(1_000, 1, 826, 1_000), (99, 3, 245, 297)] {
        let item = OrderItemCreate::new().description("x").quantity(quantity);
        let item = item.amount_with_tax(Decimal::new(price, 2)).tax_rate(21);
        let order = OrderCreate::new(1001).items([item]).tax_included(true);
        let order = order.tax_calculation(TaxCalculation::Item);
        let order = client.create_order(order).and_get().await;
        let order = order.expect("an order");
        assert_eq!(order.total_without_tax, cents(without));
        assert_eq!(order.total_with_tax, cents(with));
    }
}

#[tokio::test]
async fn replacing_an_order_resets_what_is_not_sent() {
    let (fake, client) = fake();
    let customer = CustomerCreate::new("Other");
    let other = client.create_client(customer).await.expect("created");
    let other = other.client_id.expect("an ID");
    let order = OrderCreate::new(1001)
        .reference("A")
        .items([item(100).tax_rate(21)]);
    let order = order
        .discount_percentage(10)
        .status(OrderStatusInput::Completed);
    let order = client.create_order(order).and_get().await;
    let order = order.expect("an order");
    let id = order.order_id.expect("an ID");
    let replaced = client.replace_order(id, OrderReplace::new(other)).await;
    replaced.expect("replaced");
    let now = client.get_order(id).await.expect("an order");
    assert_eq!(now.client_name.as_deref(), Some("Other"));
    assert_eq!((now.reference, now.status), (None, Some(OrderStatus::Open)));
    assert_eq!((&now.number, now.date), (&order.number, order.date));
    assert_eq!(now.total_with_tax, cents(12_100));
    let own = OrderUpdate::new().number(order.number.as_deref().unwrap_or_default());
    client.update_order(id, own).await.expect("its own number");
    for (update, message) in [
        (OrderUpdate::new().client_id(7), "client_id unknown"),
        (OrderUpdate::new().number("00000001"), "number not unique"),
    ] {
        let error = client.update_order(id, update).await.expect_err(message);
        assert_eq!(error.message(), Some(message));
    }
    let error = client.replace_order(id, OrderReplace::new(7)).await;
    assert_eq!(
        error.expect_err("no such client").message(),
        Some("client_id unknown")
    );
    assert_eq!(fake.orders()[1].client_id, Some(other));
}

#[tokio::test]
async fn lists_are_filtered_sorted_and_paged() {
    let (_fake, client) = fake();
    for (reference, amount) in [("b", 20), ("a", 100), ("c", 3)] {
        let order = OrderCreate::new(1001)
            .reference(reference)
            .items([item(amount)]);
        client.create_order(order).await.expect("created");
    }
    let references = async |call: eenvoudigfactureren::calls::ListOrders<'_>| {
        let orders = call.await.expect("a list").into_iter();
        let references = orders.map(|order| order.reference.unwrap_or_default());
        references.collect::<Vec<_>>()
    };
    let new = || client.list_orders().filter(ORDER_ID.greater_than(9000));
    assert_eq!(
        references(new().sort(REFERENCE.ascending())).await,
        ["a", "b", "c"]
    );
    let by_total = new().sort(TOTAL_WITH_TAX.descending());
    assert_eq!(references(by_total.clone()).await, ["a", "b", "c"]);
    assert_eq!(references(by_total.skip(1).take(1)).await, ["b"]);
    let small = TOTAL_WITH_TAX.at_most(20).and(ORDER_ID.greater_than(9000));
    assert_eq!(
        references(client.list_orders().filter(small)).await,
        ["b", "c"]
    );
    let open = STATUS.is(OrderStatus::Open).and(REFERENCE.contains("B"));
    assert_eq!(references(client.list_orders().filter(open)).await, ["b"]);
    let untagged = Field::named("tag")
        .is_not("printed")
        .and(NUMBER.is("00000003"));
    assert_eq!(
        references(client.list_orders().filter(untagged)).await,
        ["a"]
    );
    let some = client
        .list_orders()
        .fields("order_id")
        .await
        .expect("a list");
    assert!(some.iter().all(|order| order.number.is_none()));
    for (name, value, message) in [
        ("filter", "nonsense=1", "nonsense unknown"),
        ("filter", "number", "filter number has no operator"),
        ("sort", "items", "cannot sort by items"),
        ("fields", "nonsense", "nonsense unknown"),
    ] {
        let call = client.request(Method::GET, "/orders").query(name, value);
        let error = call.await.expect_err(message);
        assert_eq!(error.message(), Some(message));
    }
}

#[tokio::test]
async fn what_the_contract_does_not_allow_is_refused_and_changes_nothing() {
    let (fake, client) = fake();
    let order = |body: Value| client.request(Method::POST, "/orders").json(&body);
    let item = |member: Value| json!({ "client_id": 1001, "items": [member] });
    let mut count = 0;
    for (body, message) in [
        (json!({}), "missing field `client_id`"),
        (json!({ "client_id": 7 }), "client_id unknown"),
        (
            json!({ "client_id": 1001, "reference": "x".repeat(251) }),
            "reference: 251 characters",
        ),
        (
            json!({ "client_id": 1001, "days_delivery": 1000 }),
            "days_delivery: 1000",
        ),
        (
            json!({ "client_id": 1001, "currency": "euro" }),
            "currency: ",
        ),
        (json!({ "client_id": 1001, "status": "late" }), "late"),
        (
            json!({ "client_id": 1001, "number": "00000001" }),
            "number not unique",
        ),
        (item(json!({ "amount": 1 })), "one of description"),
        (item(json!({ "description": "x" })), "one of amount"),
        (
            item(json!({ "description": "x", "amount": 0.12345 })),
            "5 decimals",
        ),
        (
            item(json!({ "description": "x", "amount": 1, "tax_rate": 19 })),
            "tax_rate 19 unknown",
        ),
        (item(json!({ "stockitem_id": 1 })), "stockitem_id unknown"),
        (
            item(
                json!({ "description": "x", "amount": 1, "tax_rate": 21, "tax_rate_special_status": "MC" }),
            ),
            "cannot be sent together",
        ),
    ] {
        let error = order(body).await.expect_err(message);
        assert_eq!(error.status(), Some(400), "{error}");
        let actual = error.message().unwrap_or_default();
        assert!(actual.contains(message), "{actual}");
        count += 1;
    }
    for (path, message) in [
        ("/orders/1", "order_id unknown"),
        ("/orders/5005/items/1", "item_id unknown"),
        ("/clients/1", "client_id unknown"),
        ("/nothing", "not found"),
    ] {
        let error = client.request(Method::GET, path).await.expect_err(message);
        assert_eq!(
            (error.status(), error.message()),
            (Some(404), Some(message))
        );
        count += 1;
    }
    let email = OrderEmail::new(["1".into()]);
    let error = client
        .send_order_email(5005, email)
        .await
        .expect_err("no such contact");
    assert_eq!(error.message(), Some("recipient unknown"));
    assert_eq!(
        (fake.orders().len(), fake.customers().len(), count),
        (1, 1, 17)
    );
}

#[tokio::test]
async fn customers_have_contacts_and_details() {
    let (fake, client) = fake();
    let contact = CustomerContactCreate::new()
        .contact_name("Els")
        .email_address("els@example.be");
    let created = client
        .create_client_contact(1001, contact)
        .await
        .expect("added");
    let id = created.contact_id.expect("an ID");
    let change = CustomerContactUpdate::new().contact_name("Els P.");
    client
        .update_client_contact(1001, id, change)
        .await
        .expect("changed");
    let contact = client
        .get_client_contact(1001, id)
        .await
        .expect("a contact");
    assert_eq!(contact.contact_name.as_deref(), Some("Els P."));
    assert_eq!(contact.email_address.as_deref(), Some("els@example.be"));
    assert_eq!(contact.client_id, Some(1001));
    let email = OrderEmail::new([id.to_string().as_str().into()]);
    client.send_order_email(5005, email).await.expect("sent");
    let events = client.list_order_events(5005).await.expect("events");
    let recipients = events.last().and_then(|event| event.recipients.clone());
    let address = recipients.expect("recipients")[0].email_address.clone();
    assert_eq!(address.as_deref(), Some("els@example.be"));
    client
        .delete_client_contact(1001, id)
        .await
        .expect("deleted");
    let contacts = client.list_client_contacts(1001).await.expect("contacts");
    assert_eq!(contacts.len(), 2);
    let update = CustomerUpdate::new().clear_attention().number("7");
    client.update_client(1001, update).await.expect("updated");
    assert_eq!(fake.customers()[0].attention, None);
    assert_eq!(fake.customers()[0].number.as_deref(), Some("7"));
}

#[tokio::test]
async fn faults_happen_before_or_after_the_request_is_carried_out() {
    let (fake, client) = fake();
    let create = || client.create_order(OrderCreate::new(1001).items([item(1)]));
    for (fault, kind, orders) in [
        (Fault::DropBefore, ErrorKind::UnknownOutcome, 1),
        (Fault::DropAfter, ErrorKind::UnknownOutcome, 2),
        (Fault::Status(401), ErrorKind::Authentication, 2),
        (Fault::Status(429), ErrorKind::RateLimited, 2),
        (Fault::Status(503), ErrorKind::UnknownOutcome, 2),
    ] {
        fake.fail(0, fault);
        let error = create().await.expect_err("a fault");
        assert_eq!(
            (error.kind(), fake.orders().len()),
            (kind, orders),
            "{fault:?}"
        );
    }
    fake.fail(1, Fault::Slow(Duration::from_millis(100)));
    client.list_layouts().await.expect("a list");
    let start = Instant::now();
    create().await.expect("created");
    assert!(start.elapsed() >= Duration::from_millis(100));
    let without_key = eenvoudigfactureren::reqwest::get(fake.base_url() + "/layouts").await;
    assert_eq!(without_key.expect("a response").status(), 401);
}
