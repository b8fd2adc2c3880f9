//! What a stream of changes returns from a server whose rows change meanwhile.

mod broken;
mod promises;
mod server;

use super::*;
use crate::testing::next;
use server::{Event, Row, Server, Ties, found, rows, second, shown, streamed};

const TABLE: [(i64, i64); 5] = [(1, 10), (2, 11), (3, 11), (4, 12), (5, 20)];

#[test]
fn the_window_moves_with_the_last_timestamp() {
    let server = Server::of(&TABLE).shared();
    let stream = server.changes(second(11)).page_size(2);
    assert_eq!(rows(stream), [(2, 11), (3, 11), (4, 12), (5, 20)]);
    let requested = [
        (10, 0),
        (10, 1),
        (10, 0),
        (10, 1),
        (11, 0),
        (19, 0),
        (19, 1),
    ];
    assert_eq!(
        server.requested(),
        requested,
        "second 11 is read again after its last row"
    );

    let stream = server.changes(second(11));
    assert_eq!(rows(stream).len(), 4);
    assert_eq!(server.requested(), [(10, 0), (19, 0), (19, 1)]);
}

#[test]
fn the_last_row_of_a_second_is_in_a_page_with_newer_ones() {
    let table = [(1, 10), (2, 10), (3, 10), (4, 10), (5, 20)];
    let server = Server::of(&table).shared();
    assert_eq!(rows(server.changes(second(10)).page_size(3)), table);
    let requested = &server.requested()[..5];
    assert_eq!(requested, [(9, 0), (9, 2), (9, 0), (9, 2), (10, 0)]);
}

#[test]
fn a_total_saves_requests() {
    let server = Server {
        says_total: true,
        ..Server::of(&TABLE)
    };
    let server = server.shared();
    assert_eq!(rows(server.changes(second(11))).len(), 4);
    assert_eq!(server.requested(), [(10, 0)]);
    let stream = server.changes(second(21));
    assert_eq!(rows(stream), []);
    assert_eq!(server.requested(), [(20, 0)]);
    let stream = server.changes(second(12)).page_size(2);
    assert_eq!(rows(stream), [(4, 12), (5, 20)]);
    assert_eq!(server.requested(), [(11, 0)]);
}

#[test]
fn a_total_that_is_too_large_does_not_matter() {
    let server = Server::of(&TABLE).shared();
    let shared = server.clone();
    let stream = streamed(second(11), move |after, offset, size| {
        Ok(Page {
            // The total of the list without the filter.
            end: End::Total(5),
            ..shared.with(|server| server.page(after, offset, size))
        })
    });
    assert_eq!(rows(stream), &TABLE[1..]);
}

#[test]
fn the_overlap_moves_the_start_of_the_first_page() {
    let server = Server::of(&TABLE).shared();
    for (overlap, first) in [
        (0, 12),
        (1, 11),
        (999, 11),
        (1000, 11),
        (1001, 10),
        (2000, 10),
    ] {
        let overlap = Duration::from_millis(overlap);
        let stream = server.changes(second(11)).overlap(overlap);
        assert_eq!(
            rows(stream)[0].1,
            if overlap.is_zero() { 12 } else { first }
        );
    }
    let stream = server.changes(second(11)).overlap(Duration::MAX);
    assert_eq!(
        format!("{:?}", stream.window.after()),
        format!("{:?}", NaiveDateTime::MIN)
    );
}

#[test]
fn a_limit_ends_the_stream_and_the_next_one_continues() {
    let server = Server::of(&TABLE).shared();
    assert_eq!(rows(server.changes(second(0)).limit(0)), []);
    assert_eq!(server.requested(), []);
    let mut stream = server.changes(second(0)).page_size(2).limit(2);
    assert_eq!(stream.last(), None);
    // The second of the last row is read to its end.
    for (last, row) in [(10, (1, 10)), (11, (2, 11)), (11, (3, 11))] {
        let item = next(&mut stream).expect("a row");
        assert_eq!(shown(&item), Ok(row));
        assert_eq!(stream.last(), Some(second(last)));
    }
    assert!(next(&mut stream).is_none());
    let stream = server.changes(stream.last().expect("a timestamp"));
    assert_eq!(rows(stream), &TABLE[1..], "(2, 11) is returned again");
}

#[test]
fn a_row_that_changes_meanwhile_is_returned_again() {
    let table = [(1, 10), (2, 11), (3, 12)];
    let server = Server::of(&table)
        .events(&[&[Event::Change(2, 5)]])
        .shared();
    let stream = server.changes(second(0)).page_size(2);
    assert_eq!(rows(stream), [(1, 10), (2, 11), (3, 12), (2, 17)]);
}

/// The rows of a stream of five rows of one second, in pages of two, while these events happen.
fn ties(events: &[&[Event]]) -> Vec<(i64, i64)> {
    let table: Vec<_> = (1..=5).map(|id| (id, 10)).collect();
    let server = Server::of(&table).events(events).shared();
    rows(server.changes(second(10)).page_size(2))
}

#[test]
fn no_row_is_skipped_while_others_of_its_second_change() {
    let all = [(1, 10), (2, 10), (3, 10), (4, 10), (5, 10)];
    assert_eq!(ties(&[]), all);
    // Rows that were read leave their second: the first one, the last one, and all of them.
    assert_eq!(ties(&[&[Event::Change(1, 5)]])[..5], all);
    assert_eq!(ties(&[&[], &[Event::Change(3, 5)]])[..5], all);
    let every = [Event::Change(1, 5), Event::Change(2, 1)];
    assert_eq!(ties(&[&every])[..5], all);
    assert_eq!(ties(&[&every])[5..], [(1, 15), (2, 16)]);
    // Rows are deleted, so that the next page is empty.
    let deleted = [
        Event::Delete(1),
        Event::Delete(2),
        Event::Delete(3),
        Event::Delete(4),
    ];
    assert_eq!(ties(&[&deleted]), [(1, 10), (2, 10), (5, 10)]);
}

#[test]
fn a_window_is_read_again_while_that_returns_new_rows() {
    let table: Vec<_> = (1..=8).map(|id| (id, 10)).collect();
    let changes: Vec<_> = (1..=5).map(|id| [Event::Change(id, 1)]).collect();
    let events: Vec<&[Event]> = changes
        .iter()
        .flat_map(|change| [&change[..], &[]])
        .collect();
    let server = Server::of(&table).events(&events).shared();
    let stream = server.changes(second(10)).page_size(4);
    assert_eq!(rows(stream)[..8], table);
    let restarts = server.requested()[..10]
        .iter()
        .filter(|requested| **requested == (9, 3))
        .count();
    assert_eq!(restarts, 5);
}

#[test]
fn a_row_that_enters_a_second_as_another_leaves_it_is_returned() {
    let table = [(1, 5), (2, 10), (3, 10), (4, 10)];
    let events = [Event::Change(1, 0), Event::Change(2, 1)];
    let server = Server::of(&table).events(&[&events]).shared();
    let stream = server.changes(second(10)).page_size(2);
    assert_eq!(rows(stream), [(2, 10), (3, 10), (4, 10), (1, 10), (2, 11)]);
}

#[test]
fn pages_with_an_offset_complete_only_one_second() {
    let events = [Event::Delete(1), Event::Change(2, 0), Event::Change(4, 2)];
    let server = Server {
        unreadable: vec![2],
        ties: Ties::LatestLast,
        ..Server::of(&[(1, 3), (2, 5), (3, 5)])
    };
    let server = server.events(&[&[], &[], &events]).shared();
    let stream = server.changes(second(3)).page_size(2);
    assert_eq!(rows(stream), [(1, 3), (2, 5), (3, 5), (4, 7)]);
    let requested = &server.requested()[..5];
    assert_eq!(requested, [(2, 0), (2, 1), (2, 0), (2, 1), (3, 0)]);
}

#[test]
fn rows_that_cannot_be_read_are_returned_once() {
    for cap in [2, 3, 100] {
        for unreadable in [vec![2], vec![1, 5], vec![3, 4], vec![1, 2, 3, 4, 5]] {
            for has_fractions in [false, true] {
                let server = Server {
                    unreadable: unreadable.clone(),
                    cap,
                    has_fractions,
                    ..Server::of(&TABLE)
                };
                let stream = server.shared().changes(second(0));
                assert_eq!(rows(stream), TABLE);
            }
        }
    }
}

#[test]
fn what_a_stream_does_not_return() {
    let server = Server::of(&TABLE);
    let events: &[&[Event]] = &[&[Event::Delete(5)]];
    let mut stream = server
        .events(events)
        .shared()
        .changes(second(0))
        .page_size(2);
    let mut found = Vec::new();
    while let Some(item) = next(&mut stream) {
        found.push(shown(&item).expect("a row"));
    }
    assert_eq!(found, &TABLE[..4], "(5, 20) was deleted");

    let server = Server::of(&TABLE).shared();
    let mut stream = server.changes(second(0)).page_size(2);
    for row in TABLE {
        let item = next(&mut stream).expect("a row");
        assert_eq!(shown(&item), Ok(row));
    }
    server.with(|server| server.rows.insert(6, (15, 1)));
    assert!(next(&mut stream).is_none(), "(6, 15) is below the window");
    let last = stream.last().expect("a timestamp");
    assert_eq!(rows(server.changes(last)), [(5, 20)], "nor returned later");
    let stream = server.changes(last).overlap(Duration::from_secs(6));
    assert_eq!(rows(stream), [(6, 15), (5, 20)]);
}

#[test]
fn an_error_of_a_page_ends_the_stream() {
    let mut first = true;
    let mut stream = streamed(second(0), move |_, _, _| {
        if !std::mem::take(&mut first) {
            return Err(Error::invalid_request("no more"));
        }
        Ok(Page {
            rows: vec![Ok(Row(Some(1), Some(10))), Ok(Row(Some(2), Some(12)))],
            end: End::EmptyPage,
        })
    });
    let items: Vec<_> = std::iter::from_fn(|| next(&mut stream)).collect();
    assert_eq!(items.len(), 3);
    let error = items[2].as_ref().expect_err("the last");
    assert_eq!(error.reason(), Some("no more"));
    assert_eq!(stream.last(), Some(second(12)));
    assert!(found(stream).is_empty(), "the stream stays ended");
}
