//! Changes since a timestamp, while the table changes between the pages.

use std::time::Duration;

use bouwsoft::{Changes, ErrorKind, order_fields::TITLE, types::Order};

use super::table::{Range, Record, Table, second};

/// The IDs and seconds of the rows.
async fn read(changes: &mut Changes<'_, Order>) -> Vec<(i64, u32)> {
    let mut rows = Vec::new();
    while let Some(row) = changes.next_row().await {
        let row = row.expect("a row");
        let changed = row.ts_lastupdate.expect("a timestamp") - second(0);
        let seconds = u32::try_from(changed.num_seconds()).expect("after the first second");
        rows.push((row.id.expect("an ID"), seconds));
    }
    rows
}

/// Changes a record in this second.
fn touch(records: &mut [Record], id: i64, second: u32) {
    let record = records.iter_mut().find(|record| record.id == id);
    record.expect("a record").second = second;
}

#[tokio::test]
async fn a_run_filters_after_one_second_before_the_timestamp_and_sorts_by_it() {
    let (table, _server, client) = Table::start(&[(1, 8), (2, 9), (3, 10), (4, 11)]);
    let mut changes = client.list_orders().changed_since(second(10));
    assert_eq!(read(&mut changes).await, [(3, 10), (4, 11)]);
    assert_eq!(changes.last(), Some(second(11)));
    let state = table.state();
    let filter = "ts_lastupdate gt '2026-05-07 09:00:09'";
    assert_eq!(state.sent("filter")[0], Some(filter));
    assert_eq!(state.sent("sort")[0], Some("ts_lastupdate"));
    assert_eq!(state.sent("limit")[0], Some("100"));
}

#[tokio::test]
async fn each_page_continues_from_the_last_timestamp_without_repeated_rows() {
    for range in [Range::Body, Range::Header, Range::Nowhere] {
        let (table, _server, client) = Table::start(&[(1, 10), (2, 11), (3, 12), (4, 13), (5, 14)]);
        table.state().range = range;
        let mut changes = client.list_orders().changed_since(second(10)).page_size(3);
        let all = [(1, 10), (2, 11), (3, 12), (4, 13), (5, 14)];
        assert_eq!(read(&mut changes).await, all);
        let state = table.state();
        let second_page = "ts_lastupdate gt '2026-05-07 09:00:11'";
        assert_eq!(state.sent("filter")[1], Some(second_page));
        assert_eq!(state.sent("offset")[1], Some("0"));
    }
}

#[tokio::test]
async fn rows_that_share_a_second_beyond_a_page_are_read_by_offset() {
    let all: Vec<_> = (1..=7).map(|id| (id, 10)).chain([(8, 11)]).collect();
    let (table, _server, client) = Table::start(&all);
    let mut changes = client.list_orders().changed_since(second(10)).page_size(3);
    let mut read = read(&mut changes).await;
    read.sort_unstable();
    assert_eq!(read, all);
    assert!(table.state().sent("offset").contains(&Some("2")));
}

#[tokio::test]
async fn a_row_that_changes_between_pages_hides_no_other_row() {
    // The rows with one timestamp are read by offset. Row 1 changes again and gets another timestamp, so the rows after
    // it move forward by one.
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
async fn a_change_during_a_run_is_returned_with_its_new_timestamp() {
    let (table, _server, client) = Table::start(&[(1, 10), (2, 11), (3, 12)]);
    table.between(|request, records| {
        if request == 1 {
            touch(records, 3, 15);
        }
    });
    let mut changes = client.list_orders().changed_since(second(10)).page_size(2);
    assert_eq!(read(&mut changes).await, [(1, 10), (2, 11), (3, 15)]);
    assert_eq!(changes.last(), Some(second(15)));
}

#[tokio::test]
async fn a_deleted_row_is_not_returned() {
    let (table, _server, client) = Table::start(&[(1, 10), (2, 11), (3, 12)]);
    table.between(|request, records| {
        if request == 1 {
            records.retain(|record| record.id != 3);
        }
    });
    let mut changes = client.list_orders().changed_since(second(10)).page_size(2);
    assert_eq!(read(&mut changes).await, [(1, 10), (2, 11)]);
}

#[tokio::test]
async fn a_row_that_is_stored_late_is_found_only_with_a_larger_overlap() {
    let (table, _server, client) = Table::start(&[(1, 10), (2, 30)]);
    let since = second(30);
    table.state().records.push(Record {
        id: 3,
        title: "late".to_owned(),
        second: 25,
    });
    let mut changes = client.list_orders().changed_since(since);
    assert_eq!(read(&mut changes).await, [(2, 30)]);
    let mut changes = client.list_orders().changed_since(since);
    changes = changes.overlap(Duration::from_secs(10));
    assert_eq!(read(&mut changes).await, [(3, 25), (2, 30)]);
}

#[tokio::test]
async fn the_next_run_repeats_the_rows_of_the_last_second() {
    let (table, _server, client) = Table::start(&[(1, 10), (2, 11)]);
    let mut changes = client.list_orders().changed_since(second(10));
    read(&mut changes).await;
    let last = changes.last().expect("a row");
    touch(&mut table.state().records, 1, 11);
    let mut next = client.list_orders().changed_since(last);
    assert_eq!(read(&mut next).await, [(1, 11), (2, 11)]);
}

#[tokio::test]
async fn the_filter_and_the_limit_of_the_caller_apply() {
    let (table, _server, client) = Table::start(&[(1, 10), (2, 11), (3, 12), (4, 13)]);
    let call = client.list_orders().filter(TITLE.ne("order 2")).limit(1);
    let mut changes = call.changed_since(second(10));
    assert_eq!(read(&mut changes).await, [(1, 10), (3, 12)]);
    let filter = "(title ne 'order 2') and ts_lastupdate gt '2026-05-07 09:00:09'";
    assert_eq!(table.state().sent("filter")[0], Some(filter));
}

#[tokio::test]
async fn arguments_that_conflict_with_the_stream_are_refused() {
    let (table, _server, client) = Table::start(&[(1, 10)]);
    let list = || client.list_orders();
    for (call, expected) in [
        (
            list().sort("id"),
            "list_orders: the request was not sent: sort: it cannot be set for this stream; remove `sort`",
        ),
        (list().offset(5), "offset: it cannot be set"),
        (
            list().columns("id|nr"),
            "columns: ts_lastupdate is missing, which this stream needs; add it",
        ),
        (list().columns("ts_lastupdate"), "columns: id is missing"),
        (list().nextid("17"), "nextid: it cannot be set"),
        (list().limit(-1), "limit"),
        (list().limit(0).sort("id"), "sort: it cannot be set"),
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
    assert!(table.state().lists.is_empty());
}

#[tokio::test]
async fn a_limit_within_a_second_does_not_stop_the_runs_after_it() {
    let (_table, _server, client) = Table::start(&[(1, 10), (2, 10), (3, 10), (4, 12)]);
    let mut since = second(10);
    let mut ids = Vec::new();
    for _ in 0..3 {
        let mut changes = client.list_orders().limit(2).changed_since(since);
        ids.extend(read(&mut changes).await.into_iter().map(|(id, _)| id));
        since = changes.last().unwrap_or(since);
    }
    assert!(ids.contains(&4), "{ids:?}");
    assert_eq!(ids[..3], [1, 2, 3]);
}

#[tokio::test]
async fn empty_arguments_count_as_absent() {
    let (table, _server, client) = Table::start(&[(1, 10)]);
    let call = client
        .list_orders()
        .filter("")
        .sort("")
        .columns("")
        .nextid("");
    let mut changes = call.changed_since(second(10));
    assert_eq!(read(&mut changes).await, [(1, 10)]);
    let filter = "ts_lastupdate gt '2026-05-07 09:00:09'";
    assert_eq!(table.state().sent("filter")[0], Some(filter));
}

#[tokio::test]
async fn lines_addresses_and_contacts_have_changes_too() {
    let (_table, _server, client) = Table::start(&[(1, 10), (2, 11)]);
    macro_rules! only {
        ($($list:ident)*) => {
            $(let mut changes = client.$list().changed_since(second(11));
            let row = changes.next_row().await.expect("a row").expect("readable");
            assert_eq!(row.id, Some(2), stringify!($list));
            assert!(changes.next_row().await.is_none());)*
        };
    }
    only!(list_order_lines list_addresses list_address_contacts);
}
