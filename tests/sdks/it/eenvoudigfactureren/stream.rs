//! Customers as a stream.

use eenvoudigfactureren::{Client, ErrorKind, customer_fields::NUMBER, types::Customer};
use eenvoudigfactureren_httpmock::{MockServer, MockServerExt};

fn page(ids: impl Iterator<Item = i64>) -> Vec<Customer> {
    ids.map(|id| Customer::default().client_id(id)).collect()
}

#[tokio::test]
async fn customers_are_read_page_by_page() {
    let server = MockServer::start();
    for (skip, ids) in [(5, 1..=100), (105, 101..=130)] {
        server.list_clients(|when, then| {
            when.sort("number").skip(skip).take(100);
            then.ok(&page(ids));
        });
    }
    let client = Client::with_api_key(&server.base_url(), "key-for-tests").expect("a client");
    let list = client.list_clients().sort(NUMBER.ascending()).skip(5);
    let mut customers = list.stream();
    let mut ids = Vec::new();
    while let Some(customer) = customers.next_row().await {
        ids.push(customer.expect("a customer").client_id.expect("an ID"));
    }
    assert_eq!(ids, (1..=130).collect::<Vec<_>>());
    let mut customers = client.list_clients().take(-1).stream();
    let error = customers
        .next_row()
        .await
        .expect("an item")
        .expect_err("refused");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(customers.next_row().await.is_none());
}
