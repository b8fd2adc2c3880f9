//! Changes since a timestamp, while orders change between the pages.

use std::time::Duration;

use eenvoudigfactureren::{Changes, ErrorKind, Field, order_fields::NUMBER, types::Order};

use super::table::{Record, Table, second};

/// The IDs and seconds of the orders.
async fn read(changes: &mut Changes<'_, Order>) -> Vec<(i64, u32)> {
    let mut rows = Vec::new();
    while let Some(row) = changes.next_row().await {
        let row = row.expect("a row");
        let changed = row.last_activity.expect("a timestamp") - second(0);
        let seconds = u32::try_from(changed.num_seconds()).expect("after the first second");
        rows.push((row.order_id.expect("an ID"), seconds));
    }
    rows
}

/// Changes an order in this second.
fn touch(records: &mut [Record], id: i64, second: u32) {
    let record = records.iter_mut().find(|record| record.id == id);
    record.expect("an order").second = second;
}

#[tokio::test]
async fn a_run_filters_after_one_second_before_the_timestamp_and_sorts_by_it() {
    let (table, _server, client) = Table::start(&[(1, 8), (2, 9), (3, 10), (4, 11)]);
    let mut changes = client.list_orders().changed_since(second(10));
    assert_eq!(read(&mut changes).await, [(3, 10), (4, 11)]);
    assert_eq!(changes.last(), Some(second(11)));
    let state = table.state();
    let filter = "last_activity>2026-05-07 09:00:09";
    assert_eq!(state.sent("filter")[0], Some(filter));
    assert_eq!(state.sent("sort")[0], Some("last_activity"));
    assert_eq!(state.sent("skip")[0], Some("0"));
    assert_eq!(state.sent("take")[0], Some("100"));
}

#[tokio::test]
async fn each_page_continues_from_the_last_timestamp_without_repeated_orders() {
    let all = [(1, 10), (2, 11), (3, 12), (4, 13), (5, 14)];
    let (table, _server, client) = Table::start(&all);
    let mut changes = client.list_orders().changed_since(second(10)).page_size(3);
    assert_eq!(read(&mut changes).await, all);
    let state = table.state();
    let second_page = "last_activity>2026-05-07 09:00:11";
    assert_eq!(state.sent("filter")[1], Some(second_page));
    assert_eq!(state.sent("skip")[1], Some("0"));
}

#[tokio::test]
async fn orders_that_share_a_second_beyond_a_page_are_read_by_offset() {
    let all: Vec<_> = (1..=7).map(|id| (id, 10)).chain([(8, 11)]).collect();
    let (table, _server, client) = Table::start(&all);
    let mut changes = client.list_orders().changed_since(second(10)).page_size(3);
    let mut read = read(&mut changes).await;
    read.sort_unstable();
    assert_eq!(read, all);
    assert!(table.state().sent("skip").contains(&Some("2")));
}

#[tokio::test]
async fn an_order_that_changes_between_pages_hides_no_other() {
    let (table, _server, client) = Table::start(&[(1, 10), (2, 10), (3, 10), (4, 10), (5, 10)]);
    table.between(|request, records| {
        if request == 1 {
            touch(records, 1, 20);
        }
    });
    let mut changes = client.list_orders().changed_since(second(10)).page_size(2);
    let mut read = read(&mut changes).await;
    read.sort_unstable();
    let once = [(1, 10), (1, 20), (2, 10), (3, 10), (4, 10), (5, 10)];
    assert_eq!(read, once, "each version at least once, and none twice");
}

#[tokio::test]
async fn a_change_during_a_run_is_returned_and_a_deleted_order_is_not() {
    let (table, _server, client) = Table::start(&[(1, 10), (2, 11), (3, 12), (4, 13)]);
    table.between(|request, records| {
        if request == 1 {
            touch(records, 3, 15);
            records.retain(|record| record.id != 4);
        }
    });
    let mut changes = client.list_orders().changed_since(second(10)).page_size(2);
    assert_eq!(read(&mut changes).await, [(1, 10), (2, 11), (3, 15)]);
    assert_eq!(changes.last(), Some(second(15)));
}

#[tokio::test]
async fn an_order_that_is_stored_late_is_found_only_with_a_larger_overlap() {
    let (_table, _server, client) = Table::start(&[(1, 10), (2, 30), (3, 25)]);
    let mut changes = client.list_orders().changed_since(second(30));
    assert_eq!(read(&mut changes).await, [(2, 30)]);
    let changes = client.list_orders().changed_since(second(30));
    let mut changes = changes.overlap(Duration::from_secs(10));
    assert_eq!(read(&mut changes).await, [(3, 25), (2, 30)]);
}

#[tokio::test]
async fn the_next_run_repeats_the_orders_of_the_last_second() {
    let (table, _server, client) = Table::start(&[(1, 10), (2, 11)]);
    let mut changes = client.list_orders().changed_since(second(10));
    read(&mut changes).await;
    let last = changes.last().expect("an order");
    touch(&mut table.state().records, 1, 11);
    let mut next = client.list_orders().changed_since(last);
    assert_eq!(read(&mut next).await, [(1, 11), (2, 11)]);
}

#[tokio::test]
async fn the_filter_and_the_limit_of_the_caller_apply() {
    let (table, _server, client) = Table::start(&[(1, 10), (2, 11), (3, 12), (4, 13)]);
    let call = client.list_orders().filter(NUMBER.is_not("2")).take(1);
    let mut changes = call.changed_since(second(10));
    assert_eq!(read(&mut changes).await, [(1, 10), (3, 12)]);
    let filter = "number!=2,last_activity>2026-05-07 09:00:09";
    assert_eq!(table.state().sent("filter")[0], Some(filter));
}

#[tokio::test]
async fn a_filter_with_word_operators_keeps_them() {
    let (table, _server, client) = Table::start(&[(1, 10)]);
    let filter = Field::named("tag").is_not("accountant");
    let mut changes = client
        .list_orders()
        .filter(filter)
        .changed_since(second(10));
    assert_eq!(read(&mut changes).await, [(1, 10)]);
    let filter = "tag__ne__accountant,last_activity__gt__2026-05-07 09:00:09";
    assert_eq!(table.state().sent("filter")[0], Some(filter));
}

#[tokio::test]
async fn a_service_that_does_not_sort_is_an_error() {
    let (table, _server, client) = Table::start(&[(1, 10), (2, 11)]);
    table.state().is_unsorted = true;
    let mut changes = client.list_orders().changed_since(second(10));
    let error = changes
        .next_row()
        .await
        .expect("an item")
        .expect_err("unsorted");
    assert_eq!(error.kind(), ErrorKind::UnreadableResponse);
    assert!(error.to_string().contains("not sorted"), "{error}");
    assert!(changes.next_row().await.is_none());
}

#[tokio::test]
async fn arguments_that_conflict_with_the_stream_are_refused() {
    let (table, _server, client) = Table::start(&[(1, 10)]);
    let list = || client.list_orders();
    for (call, expected) in [
        (
            list().sort("order_id"),
            "list_orders: the request was not sent: sort: it cannot be set for this stream; remove `sort`",
        ),
        (list().skip(5), "skip: it cannot be set"),
        (
            list().fields("order_id,number"),
            "fields: last_activity is missing, which this stream needs; add it",
        ),
        (
            list().fields("last_activity"),
            "fields: order_id is missing",
        ),
        (list().take(-1), "take"),
        (list().take(0).sort("order_id"), "sort: it cannot be set"),
    ] {
        let mut changes = call.changed_since(second(10));
        let error = changes
            .next_row()
            .await
            .expect("an item")
            .expect_err(expected);
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(error.to_string().contains(expected), "{error}");
        assert!(changes.next_row().await.is_none());
    }
    let early = eenvoudigfactureren::chrono::NaiveDateTime::MIN;
    let error = list().changed_since(early).next_row().await;
    let error = error.expect("an item").expect_err("no such year");
    assert!(
        error.to_string().contains("the year of the date"),
        "{error}"
    );
    assert!(table.state().lists.is_empty());
}

#[tokio::test]
async fn empty_arguments_count_as_absent() {
    let (table, _server, client) = Table::start(&[(1, 10)]);
    let call = client.list_orders().filter("").sort("").fields("");
    let mut changes = call.changed_since(second(10));
    assert_eq!(read(&mut changes).await, [(1, 10)]);
    let filter = "last_activity>2026-05-07 09:00:09";
    assert_eq!(table.state().sent("filter")[0], Some(filter));
}
