//! Filters, sorting and fields, as they arrive at a server.

use eenvoudigfactureren::{
    Client, Fields, Filter, Sort,
    order_fields::{CLIENT_NAME, DATE, ITEMS, NUMBER, ORDER_ID},
};
use httpmock::MockServer;

#[tokio::test]
async fn filter_sorting_and_fields_arrive_unchanged() {
    let server = MockServer::start_async().await;
    let orders = server
        .mock_async(|when, then| {
            when.path("/orders")
                .query_param(
                    "filter",
                    "date>=2026-01-01,client_name=~L'Atelier & co + 10%",
                )
                .query_param("sort", "-date+number")
                .query_param("fields", "order_id,items")
                .is_true(|request| {
                    let uri = request.uri();
                    let query = uri.query().unwrap_or_default();
                    assert!(query.contains("sort=-date%2Bnumber"), "{query}");
                    assert!(!query.contains('+'), "a space is sent as %20: {query}");
                    true
                });
            then.header("content-type", "application/json").body("[]");
        })
        .await;
    let client = Client::with_api_key(&server.base_url(), "key").expect("a client");
    let since = chrono::NaiveDate::from_ymd_opt(2026, 1, 1).expect("a day");
    let filter = Filter::of(DATE.at_least(since)).and(CLIENT_NAME.contains("L'Atelier & co + 10%"));
    let request = client
        .list_orders()
        .filter(filter)
        .sort(Sort::by(DATE.descending()).then(NUMBER.ascending()))
        .fields(Fields::of(ORDER_ID).and(ITEMS));
    request.await.expect("a response");
    orders.assert_async().await;
}

#[tokio::test]
async fn a_value_that_would_be_misread_is_not_sent() {
    let client = Client::with_api_key("http://127.0.0.1:9", "key").expect("a client");
    let request = client.list_orders().filter(CLIENT_NAME.is("Gent, north"));
    let error = request.await.expect_err("a comma").to_string();
    let reason =
        "filter: client_name: the value contains a comma, which would start another condition";
    assert!(error.contains(reason), "{error}");
}
