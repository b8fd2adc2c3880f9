//! Orders that are created once, by a field that the caller keeps unique.

use bouwsoft::{Client, Error, ErrorKind, FoundOrCreated, OrderKey, types::OrderCreate};

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
    let (table, _server, client) = Table::start(&[]);
    for (key, field) in [
        (OrderKey::Title, "title"),
        (OrderKey::Concerning, "concerning"),
        (OrderKey::Ordernr, "ordernr"),
    ] {
        let order = OrderCreate::new("FAKTUUR");
        let error = client.find_or_create_order(order, key).await;
        let error = error.expect_err("no value").to_string();
        assert!(
            error.contains(&format!("the order has no {field}; set one")),
            "{error}"
        );
    }
    assert!(table.state().lists.is_empty());
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
