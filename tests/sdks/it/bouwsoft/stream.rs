//! Lists as streams: how they are requested, and where they end.

use bouwsoft::{
    ErrorKind, Paging,
    order_fields::{ID, TITLE, TS_LASTUPDATE},
    types::{Order, OrderList},
};
use bouwsoft_httpmock::MockServerExt;

use super::table::{Range, Table};

const FIVE: [(i64, u32); 5] = [(3, 1), (1, 2), (-5, 3), (4, 4), (2, 5)];

async fn ids(mut rows: bouwsoft::Rows<'_, Order>) -> Vec<i64> {
    let mut ids = Vec::new();
    while let Some(row) = rows.next_row().await {
        ids.push(row.expect("a row").id.expect("an ID"));
    }
    ids
}

#[tokio::test]
async fn a_stream_is_sorted_by_id_and_ends_by_the_total_in_body_or_header() {
    for range in [Range::Body, Range::Header] {
        let (table, _server, client) = Table::start(&FIVE);
        table.state().range = range;
        let rows = client.list_orders().stream_with(Paging::new().page_size(2));
        assert_eq!(ids(rows).await, [-5, 1, 2, 3, 4]);
        let state = table.state();
        assert_eq!(state.sent("sort"), [Some("id"); 3]);
        assert_eq!(state.sent("offset"), [Some("0"), Some("2"), Some("4")]);
        assert_eq!(state.sent("limit"), [Some("2"); 3]);
    }
}

#[tokio::test]
async fn without_a_total_a_stream_ends_at_the_first_empty_page() {
    let (table, _server, client) = Table::start(&FIVE);
    table.state().range = Range::Nowhere;
    let rows = client.list_orders().stream_with(Paging::new().page_size(3));
    assert_eq!(ids(rows).await, [-5, 1, 2, 3, 4]);
    assert_eq!(
        table.state().sent("offset"),
        [Some("0"), Some("3"), Some("5")]
    );
}

#[tokio::test]
async fn a_short_page_does_not_end_a_stream() {
    for range in [Range::Body, Range::Nowhere] {
        let (table, _server, client) = Table::start(&FIVE);
        table.state().range = range;
        table.state().cap = Some(2);
        assert_eq!(ids(client.list_orders().stream()).await, [-5, 1, 2, 3, 4]);
        let state = table.state();
        let offsets = state.sent("offset");
        assert_eq!(offsets[..3], [Some("0"), Some("2"), Some("4")]);
        assert_eq!(offsets.len(), if range == Range::Body { 3 } else { 4 });
    }
}

#[tokio::test]
async fn a_stream_has_the_arguments_of_the_caller() {
    let (table, _server, client) = Table::start(&FIVE);
    let call = client
        .list_orders()
        .filter(TITLE.ne("order 4"))
        .sort(ID.descending())
        .columns(bouwsoft::Fields::of(ID).and(TS_LASTUPDATE))
        .offset(1)
        .limit(2);
    assert_eq!(ids(call.stream()).await, [2, 1]);
    let state = table.state();
    assert_eq!(state.sent("filter"), [Some("title ne 'order 4'")]);
    assert_eq!(state.sent("sort"), [Some("-id")]);
    assert_eq!(state.sent("columns"), [Some("id|ts_lastupdate")]);
    assert_eq!(state.sent("offset"), [Some("1")]);
}

#[tokio::test]
async fn order_lines_are_streamed_too() {
    let (table, _server, client) = Table::start(&FIVE);
    let mut rows = client.list_order_lines().limit(1).stream();
    let line = rows.next_row().await.expect("a row").expect("readable");
    assert_eq!(line.id, Some(-5));
    assert!(rows.next_row().await.is_none());
    assert_eq!(table.state().sent("sort"), [Some("id")]);
}

#[tokio::test]
async fn each_resource_has_a_stream() {
    let (table, _server, client) = Table::start(&FIVE);
    macro_rules! first {
        ($($list:ident)*) => {
            $(let row = client.$list().stream().next_row().await;
            let row = row.expect("a row").expect("readable");
            assert_eq!(row.id, Some(-5), stringify!($list));)*
        };
    }
    first!(list_orders list_order_lines list_order_costs list_order_variables);
    first!(list_order_commissions list_addresses list_address_contacts list_vat_codes);
    let state = table.state();
    let sent = state.sent("sort");
    assert_eq!(sent[..7], [Some("id"); 7]);
    // The vendor's table of VAT codes has no `id`.
    assert_eq!(sent[7..], [Some("code")]);
}

#[tokio::test]
async fn an_invalid_argument_is_the_only_item() {
    let (table, _server, client) = Table::start(&FIVE);
    let list = || client.list_orders();
    for (call, expected) in [
        (list().limit(-1), "limit"),
        (list().limit(0).nextid("17"), "nextid: it cannot be set"),
        (
            list().nextid("17"),
            "nextid: it cannot be set for this stream",
        ),
        (list().columns("nr"), "columns: id is missing"),
    ] {
        let mut rows = call.stream();
        let error = rows.next_row().await.expect("an item").expect_err(expected);
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(error.to_string().contains(expected), "{error}");
        assert!(rows.next_row().await.is_none());
    }
    assert!(table.state().lists.is_empty());
}

#[tokio::test]
async fn errors_of_a_stream_name_the_operation() {
    let server = httpmock::MockServer::start_async().await;
    server.list_orders(|_, then| {
        // Without a total, the stream requests a second page.
        then.ok(&OrderList::default().records([Order::default().id(7)]));
    });
    let client = crate::support::bouwsoft_client(&server.base_url());
    let mut rows = client.list_orders().stream_with(Paging::new().page_size(2));
    rows.next_row().await.expect("a row").expect("readable");
    let error = rows.next_row().await.expect("an item").expect_err("again");
    assert_eq!(error.operation(), "list_orders");
    assert!(error.to_string().contains("has no total"), "{error}");
}
