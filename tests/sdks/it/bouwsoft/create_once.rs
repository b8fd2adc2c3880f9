//! Orders and addresses that are created only once, identified by a field that the caller keeps unique.

use bouwsoft::{
    AddressKey, Client, Error, ErrorKind, FoundOrCreated, OrderKey,
    types::{AddressCreate, OrderCreate},
};

use super::table::{Creates, Table};

fn order(title: &str) -> OrderCreate {
    OrderCreate::new("FAKTUUR").title(title)
}

async fn once(client: &Client, title: &str) -> Result<(bool, Option<i64>), Error> {
    let outcome = client.find_or_create_order(order(title), OrderKey::Title);
    let outcome = outcome.await?;
    let is_new = matches!(outcome, FoundOrCreated::Created(_));
    Ok((is_new, outcome.into_inner().id))
}

#[tokio::test]
async fn an_order_is_created_once_and_found_later() {
    let (table, _server, client) = Table::start(&[(1, 1)]);
    assert_eq!(
        once(&client, "L'Atelier").await.expect("created"),
        (true, Some(101))
    );
    assert_eq!(
        once(&client, "L'Atelier").await.expect("found"),
        (false, Some(101))
    );
    assert_eq!(
        once(&client, "order 1").await.expect("found"),
        (false, Some(1))
    );
    let state = table.state();
    assert_eq!(state.created, 1);
    assert_eq!(state.sent("filter")[0], Some("title eq 'L''Atelier'"));
    assert_eq!(state.sent("sort")[0], Some("id"));
}

#[tokio::test]
async fn calls_at_once_create_one_order() {
    let (table, _server, client) = Table::start(&[]);
    let calls = (0..8).map(|_| {
        let client = client.clone();
        tokio::spawn(async move { once(&client, "Q-1").await })
    });
    for call in calls.collect::<Vec<_>>() {
        let (_, id) = call.await.expect("not panicked").expect("an order");
        assert_eq!(id, Some(100));
    }
    assert_eq!(table.state().created, 1);
}

#[tokio::test]
async fn an_order_with_an_unknown_outcome_is_found_and_not_created_again() {
    let (table, _server, client) = Table::start(&[]);
    table.state().creates = Creates::AndFails;
    assert_eq!(
        once(&client, "Q-1").await.expect("found"),
        (false, Some(100))
    );
    table.state().creates = Creates::Not;
    let error = once(&client, "Q-2").await.expect_err("not found");
    assert!(error.may_have_been_applied());
    table.state().creates = Creates::Yes;
    let error = once(&client, "Q-2").await.expect_err("not created again");
    assert_eq!(error.kind(), ErrorKind::UnknownOutcome);
    assert_eq!(table.state().created, 2);
}

#[tokio::test]
async fn each_key_is_a_field_of_the_order() {
    let keys = [
        (OrderKey::Title, "title"),
        (OrderKey::Concerning, "concerning"),
        (OrderKey::Ordernr, "ordernr"),
    ];
    for (key, field) in keys {
        let (table, _server, client) = Table::start(&[]);
        let order = client
            .find_or_create_order(OrderCreate::new("FAKTUUR"), key)
            .await;
        let error = order.expect_err("no value").to_string();
        assert!(
            error.contains(&format!("the order has no {field}; set one")),
            "{error}"
        );
        assert!(table.state().lists.is_empty());
        table.state().field = field;
        for is_new in [true, false] {
            let order = OrderCreate::new("FAKTUUR");
            let order = order.title("a").concerning("b").ordernr("c");
            let order = client.find_or_create_order(order, key).await.expect(field);
            assert_eq!(
                matches!(order, FoundOrCreated::Created(_)),
                is_new,
                "{field}"
            );
        }
        assert_eq!(table.state().created, 1);
    }
}

#[tokio::test]
async fn two_keys_with_one_value_are_two_orders() {
    let (table, _server, client) = Table::start(&[]);
    let order = |key| {
        client.find_or_create_order(OrderCreate::new("FAKTUUR").title("a").concerning("a"), key)
    };
    table.state().creates = Creates::Not;
    let title = order(OrderKey::Title).await.expect_err("unknown");
    assert!(title.may_have_been_applied());
    table.state().creates = Creates::Yes;
    table.state().field = "concerning";
    let concerning = order(OrderKey::Concerning).await.expect("another key");
    assert!(matches!(concerning, FoundOrCreated::Created(_)));
}

#[tokio::test]
async fn an_order_that_is_not_listed_is_requested_and_created_again_only_if_it_is_gone() {
    let (table, _server, client) = Table::start(&[]);
    once(&client, "Q-1").await.expect("created");
    // The list does not contain the new record yet.
    table.state().is_listed = false;
    assert_eq!(
        once(&client, "Q-1").await.expect("found"),
        (false, Some(100))
    );
    table.state().missing = "<html><title>Not Found</title></html>";
    table.state().records.clear();
    let error = once(&client, "Q-1").await.expect_err("a page of a proxy");
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert_eq!(table.state().created, 1);
    table.state().missing = r#"{"Code":"404","Message":"Not Found"}"#;
    assert_eq!(
        once(&client, "Q-1").await.expect("created"),
        (true, Some(100))
    );
    assert_eq!(table.state().created, 2);
}

#[tokio::test]
async fn an_order_whose_key_changed_is_not_returned() {
    let (table, _server, client) = Table::start(&[]);
    once(&client, "Q-1").await.expect("created");
    table.state().records[0].title.clear();
    let error = once(&client, "Q-1")
        .await
        .expect_err("it has another value");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(
        error
            .to_string()
            .contains("had the title `Q-1` and now has ``"),
        "{error}"
    );
}

#[tokio::test]
async fn a_value_that_cannot_be_searched_for_is_refused() {
    let (table, _server, client) = Table::start(&[(1, 1)]);
    for (title, reason) in [
        ("Q-1 ", "starts or ends with white space"),
        ("Q\t1", "a line break or another control character"),
        ("ORDER 1", "in another spelling"),
    ] {
        let error = once(&client, title).await.expect_err(reason);
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(error.to_string().contains(reason), "{error}");
    }
    assert_eq!(table.state().created, 0);
}

#[tokio::test]
async fn an_address_is_created_once_by_its_name_or_number() {
    let (table, _server, client) = Table::start(&[(1, 1)]);
    let found = |address: AddressCreate, key| {
        let client = client.clone();
        async move {
            let outcome = client.find_or_create_address(address, key).await;
            outcome.map(|outcome| outcome.into_inner().id)
        }
    };
    let bakery = || AddressCreate::new("Bakery").clientnr(1101);
    let created = found(bakery(), AddressKey::Name).await;
    assert_eq!(created.expect("created"), Some(101));
    for key in [AddressKey::Name, AddressKey::Clientnr] {
        let id = found(bakery(), key).await.expect("found");
        assert_eq!(id, Some(101), "{key:?}");
    }
    let state = table.state();
    assert_eq!(state.created, 1);
    let filters = state.sent("filter");
    assert_eq!(filters[0], Some("name eq 'Bakery'"));
    assert_eq!(filters[2], Some("clientnr eq 1101"));
}

#[tokio::test]
async fn an_address_without_the_key_is_refused() {
    let (table, _server, client) = Table::start(&[]);
    for (address, key, field) in [
        (AddressCreate::new(""), AddressKey::Name, "name"),
        (AddressCreate::new("a"), AddressKey::Clientnr, "clientnr"),
        (
            AddressCreate::new("a").clientnr(0),
            AddressKey::Clientnr,
            "clientnr",
        ),
    ] {
        let error = client.find_or_create_address(address, key).await;
        let error = error.expect_err("no value").to_string();
        assert!(
            error.contains(&format!("the address has no {field}; set one")),
            "{error}"
        );
    }
    assert!(table.state().lists.is_empty());
}
