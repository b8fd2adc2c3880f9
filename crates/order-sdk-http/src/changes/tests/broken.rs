//! Servers that break a rule: the stream ends with an error that names it.

use super::*;

/// The error that a stream ends with.
fn error_of(stream: Changes<'_, Row>) -> String {
    let found = found(stream);
    found
        .last()
        .expect("an item")
        .clone()
        .expect_err("an error")
}

/// The error for a server that always returns these rows to a stream from second 10 on.
fn error_of_page(rows: &[(Option<i64>, Option<i64>)]) -> String {
    let rows = rows.to_vec();
    error_of(streamed(second(10), move |_, _, _| {
        Ok(Page {
            rows: rows.iter().map(|(id, time)| Ok(Row(*id, *time))).collect(),
            end: End::EmptyPage,
        })
    }))
}

#[test]
fn rows_that_were_not_requested() {
    for (rows, reason) in [
        (vec![(None, Some(11))], "a row has no ID"),
        (vec![(Some(7), None)], "the row 7 has no timestamp"),
        (
            vec![(Some(1), Some(12)), (Some(2), Some(11))],
            "the server ignores `sort`",
        ),
        (
            vec![(Some(1), Some(8))],
            "timestamp 2026-01-01 00:00:08, but only rows after 2026-01-01 00:00:09 were requested",
        ),
        (
            vec![(Some(1), Some(11)); 101],
            "the page has 101 rows, but 100 were",
        ),
    ] {
        let error = error_of_page(&rows);
        assert!(error.contains(reason), "{error}");
    }
}

#[test]
fn the_filter_or_the_offset_is_ignored() {
    let error = error_of_page(&[(Some(1), Some(10)), (Some(2), Some(20))]);
    assert!(error.contains("ignores the filter"), "{error}");
    for rows in [
        vec![(Some(1), Some(10)), (Some(2), Some(10))],
        vec![(Some(1), Some(10))],
    ] {
        let error = error_of_page(&rows);
        assert!(error.contains("the server ignores the offset"), "{error}");
    }
}

#[test]
fn one_row_at_a_time() {
    for says_total in [true, false] {
        let server = Server {
            cap: 1,
            says_total,
            ..Server::of(&[(1, 10), (2, 11), (3, 11)])
        };
        let error = error_of(server.shared().changes(second(10)));
        assert!(error.contains("returns one row at a time"), "{error}");
        // A list of one row is not an error.
        let server = Server {
            cap: 1,
            says_total,
            ..Server::of(&[(1, 10)])
        };
        assert_eq!(rows(server.shared().changes(second(10))), [(1, 10)]);
    }
}

#[test]
fn the_order_of_ties_changes_with_each_request() {
    let server = Server::of(&[(1, 10), (2, 10), (3, 10)]).shared();
    let shared = server.clone();
    let mut ties = [Ties::Ascending, Ties::Descending].into_iter().cycle();
    let stream = streamed(second(10), move |after, offset, size| {
        let ties = ties.next().expect("endless");
        Ok(shared.with(|server| {
            server.ties = ties;
            server.page(after, offset, size)
        }))
    });
    let error = error_of(stream.page_size(2));
    assert!(error.contains("reorders rows"), "{error}");
}
