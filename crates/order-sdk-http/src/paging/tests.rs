//! When pages are requested, and how a stream ends.

use super::*;
use crate::testing::{all, next};

/// A page of a list whose last page is shorter than requested.
fn short<T>(rows: impl IntoIterator<Item = T>) -> Page<T> {
    Page {
        rows: rows.into_iter().map(Ok).collect(),
        end: End::ShortPage,
    }
}

/// The numbers of a list of `count` numbers, and the pages that were requested.
fn numbers(paging: Paging, count: u64) -> (Vec<u64>, Vec<(u64, u64)>) {
    let mut requested = Vec::new();
    let stream = rows(
        "list_numbers",
        paging,
        |number| i64::try_from(*number).ok(),
        |offset, size| {
            requested.push((offset, size));
            let end = (offset + size).min(count);
            Box::pin(async move { Ok(short(offset..end)) })
        },
    );
    let found = all(stream);
    let found: Result<_, _> = found.into_iter().collect();
    (found.expect("no errors"), requested)
}

#[test]
fn the_stream_ends_after_a_short_page() {
    let paging = Paging::new().page_size(3);
    for paging in [paging, paging.prefetch()] {
        let (found, requested) = numbers(paging, 7);
        assert_eq!(found, (0..7).collect::<Vec<_>>());
        assert_eq!(requested, [(0, 3), (3, 3), (6, 3)]);
        let (found, requested) = numbers(paging, 6);
        assert_eq!(
            (found.len(), requested.len()),
            (6, 3),
            "the last page is empty"
        );
        let (found, requested) = numbers(paging, 0);
        assert_eq!((found.len(), requested.len()), (0, 1));
    }
}

#[test]
fn a_start_and_a_limit_are_applied() {
    let paging = Paging::new().page_size(3).start(2);
    assert_eq!(numbers(paging, 5), (vec![2, 3, 4], vec![(2, 3), (5, 3)]));
    let (found, requested) = numbers(paging.limit(4), 100);
    assert_eq!((found, requested), (vec![2, 3, 4, 5], vec![(2, 3), (5, 1)]));
    assert_eq!(numbers(paging.limit(3), 100), (vec![2, 3, 4], vec![(2, 3)]));
    assert_eq!(numbers(paging.limit(0), 100), (vec![], vec![]));
    assert_eq!(numbers(Paging::new().page_size(0), 1).1, [(0, 1), (1, 1)]);
}

#[test]
fn an_error_ends_the_stream_after_the_rows_before_it() {
    for paging in [Paging::new(), Paging::new().prefetch()] {
        let mut left = 1;
        let stream = rows(
            "list_numbers",
            paging.page_size(2),
            |_| None,
            move |_, _| {
                let page = match left {
                    0 => Err(Error::invalid_request("no more")),
                    _ => Ok(short([1, 2])),
                };
                left = 0;
                Box::pin(async move { page })
            },
        );
        let found: Vec<_> = all(stream).into_iter().map(|row| row.ok()).collect();
        assert_eq!(found, [Some(1), Some(2), None]);
    }
}

#[test]
fn a_page_with_more_rows_than_requested_is_an_error() {
    let stream = rows(
        "list_numbers",
        Paging::new().page_size(2),
        |_| None,
        |_, _| Box::pin(async { Ok(short([1, 2, 3])) }),
    );
    let found = all(stream).remove(0).expect_err("three rows");
    assert!(
        found
            .to_string()
            .contains("the page has 3 rows, but 2 were requested")
    );
}

#[test]
fn a_page_with_the_identifiers_of_the_page_before_ends_the_stream() {
    let always = |size| {
        rows(
            "list_numbers",
            Paging::new().page_size(size),
            |row| *row,
            |_, size| {
                let page = short((0..size).map(|row| Some(row as i64)));
                Box::pin(async move { Ok(page) })
            },
        )
    };
    let found = all(always(2));
    assert_eq!(found.len(), 3);
    let error = found[2].as_ref().expect_err("the same page");
    assert!(
        error.to_string().contains("the same identifiers"),
        "{error}"
    );
    // Rows without an ID, and pages of one row, prove nothing.
    let unknown = rows(
        "list_numbers",
        Paging::new().page_size(2).limit(6),
        |_| None,
        |_, _| Box::pin(async { Ok(short([1, 1])) }),
    );
    assert!(all(unknown).iter().all(Result::is_ok));
}

#[test]
fn the_size_hint_counts_the_rows_that_were_received() {
    let paging = Paging::new().page_size(2);
    let mut stream = rows(
        "list_numbers",
        paging,
        |_| None,
        |offset, _| {
            let page = short(if offset == 0 { vec![1, 2] } else { vec![] });
            Box::pin(async move { Ok(page) })
        },
    );
    assert_eq!(stream.size_hint(), (0, None));
    assert!(next(&mut stream).is_some());
    assert_eq!(stream.size_hint(), (1, None));
    assert_eq!(all(&mut stream).len(), 1);
    assert_eq!(stream.size_hint(), (0, Some(0)));
}

mod enveloped;
