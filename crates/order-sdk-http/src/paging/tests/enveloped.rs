//! Lists in an envelope, whose server may return fewer rows than requested.

use bytes::Bytes;
use proptest::prelude::*;
use reqwest::{
    StatusCode,
    header::{HeaderMap, HeaderValue},
};
use serde::Deserialize;

use super::*;
use crate::{
    Operation, Response, enveloped_page,
    response::{RawResponse, Reading},
};
use order_sdk_core::error_body::Errors;

/// A server with a list of `count` numbers, which returns at most `cap` of them at a time.
#[derive(Clone, Copy, Debug)]
struct Server {
    count: u64,
    cap: u64,
    says_total: bool,
}

impl Server {
    fn page(self, offset: u64, size: u64) -> Page<u64> {
        let end = offset.saturating_add(size.min(self.cap)).min(self.count);
        let rows: Vec<_> = (offset..end).map(Ok).collect();
        let total = self.says_total && !rows.is_empty();
        Page {
            end: if total {
                End::Total(self.count)
            } else {
                End::EmptyPage
            },
            rows,
        }
    }

    /// The numbers that a stream returns, and the pages that it requests.
    fn read(self, paging: Paging) -> (Vec<u64>, Vec<(u64, u64)>) {
        let mut requested = Vec::new();
        let stream = rows(
            "list_numbers",
            paging,
            |number| i64::try_from(*number).ok(),
            |offset, size| {
                requested.push((offset, size));
                Box::pin(async move { Ok(self.page(offset, size)) })
            },
        );
        let found: Result<_, _> = all(stream).into_iter().collect();
        (found.expect("no errors"), requested)
    }
}

#[test]
fn a_short_page_is_not_the_last_one() {
    let server = Server {
        count: 5,
        cap: 2,
        says_total: true,
    };
    for paging in [Paging::new(), Paging::new().prefetch()] {
        let (found, requested) = server.read(paging);
        assert_eq!(found, [0, 1, 2, 3, 4]);
        assert_eq!(
            requested,
            [(0, 100), (2, 100), (4, 100)],
            "the total is known"
        );
        let without_total = Server {
            says_total: false,
            ..server
        };
        let (found, requested) = without_total.read(paging);
        assert_eq!(found, [0, 1, 2, 3, 4]);
        assert_eq!(requested, [(0, 100), (2, 100), (4, 100), (5, 100)]);
    }
}

/// The error that ends a stream in pages of two, after `rows_before` rows.
fn error_of(fetch: fn(u64) -> Page<i64>, rows_before: usize) -> String {
    let stream = rows(
        "list_numbers",
        Paging::new().page_size(2),
        |row| Some(*row),
        |offset, _| Box::pin(async move { Ok(fetch(offset)) }),
    );
    let found = all(stream);
    assert_eq!(found.len(), rows_before + 1, "{found:?}");
    found[rows_before]
        .as_ref()
        .expect_err("the last")
        .to_string()
}

fn unknown_end(rows: &[i64]) -> Page<i64> {
    Page {
        end: End::EmptyPage,
        ..short(rows.iter().copied())
    }
}

#[test]
fn a_server_that_ignores_which_rows_are_requested_ends_the_stream() {
    let error = error_of(|_| unknown_end(&[1, 2]), 2);
    assert!(error.contains("the same identifiers"), "{error}");
    let error = error_of(|_| unknown_end(&[1]), 1);
    assert!(error.contains("the same identifiers"), "{error}");
    let error = error_of(|_| unknown_end(&[1, 2, 3]), 0);
    assert!(error.contains("the page has 3 rows, but 2"), "{error}");
}

#[test]
fn a_page_without_rows_is_the_last_one_whatever_the_total() {
    let stream = rows(
        "list_numbers",
        Paging::new(),
        |row: &i64| Some(*row),
        |offset, _| {
            let rows = if offset == 0 { vec![1, 2] } else { vec![] };
            let page = Page {
                end: End::Total(5),
                ..short(rows)
            };
            Box::pin(async move { Ok(page) })
        },
    );
    assert_eq!(all(stream).len(), 2, "three rows were deleted meanwhile");
}

proptest! {
    #[test]
    fn each_row_is_returned_once_and_in_order(
        count in 0_u64..30,
        cap in 1_u64..8,
        size in 1_u64..12,
        start in 0_u64..35,
        limit in proptest::option::of(0_u64..35),
        says_total: bool,
        prefetch: bool,
    ) {
        let server = Server { count, cap, says_total };
        let mut paging = Paging::new().page_size(size).start(start);
        if let Some(limit) = limit {
            paging = paging.limit(limit);
        }
        if prefetch {
            paging = paging.prefetch();
        }
        let (found, requested) = server.read(paging);
        let end = limit.map_or(count, |limit| count.min(start.saturating_add(limit)));
        prop_assert_eq!(&found, &(start..end.max(start)).collect::<Vec<_>>());
        let pages = (found.len() as u64).div_ceil(size.min(cap));
        prop_assert!(requested.len() as u64 <= pages + 1, "{:?}", requested);
    }
}

#[derive(Debug, Deserialize)]
struct Envelope {
    #[serde(rename = "Content-Range")]
    range: Option<String>,
    #[serde(rename = "Records")]
    records: Vec<Record>,
}

#[derive(Debug, Deserialize)]
struct Record {
    id: i64,
}

const OPERATION: Operation = Operation {
    envelope: Some("Records"),
    identifier: Some("id"),
    ..Operation::DEFAULT
};

/// What a client reads from this body and this `Content-Range` header.
fn response(body: &'static str, range: Option<&'static str>) -> Result<Response<Envelope>, Error> {
    let reading = Reading {
        operation: &OPERATION,
        errors: &Errors::USUAL,
        expected: &[],
        reads: true,
        most: 100,
    };
    let range = range.map(HeaderValue::from_static);
    let headers = range.map(|range| (reqwest::header::CONTENT_RANGE, range));
    let whole = RawResponse {
        status: StatusCode::OK,
        headers: HeaderMap::from_iter(headers),
        body: Bytes::from_static(body.as_bytes()),
    };
    reading.model(whole).map_err(Error::from)
}

fn opened(body: &'static str, range: Option<&'static str>) -> Page<Record> {
    let open = |envelope: Envelope| (envelope.records, envelope.range);
    enveloped_page(response(body, range), 10, open).expect("a page")
}

#[test]
fn the_total_is_in_the_body_or_in_a_header() {
    let page = opened(r#"{"Content-Range":"0-0/7","Records":[{"id":3}]}"#, None);
    assert_eq!((page.rows.len(), page.end), (1, End::Total(7)));
    let page = opened(r#"{"Records":[{"id":3}]}"#, Some("items 0-0/7"));
    assert_eq!((page.rows.len(), page.end), (1, End::Total(7)));
    let page = opened(r#"{"Records":[]}"#, None);
    assert_eq!((page.rows.len(), page.end), (0, End::EmptyPage));
}

#[test]
fn rows_that_cannot_be_read_keep_their_places_in_the_page() {
    let in_body =
        r#"{"Records":[{"id":1,"id":2},{"id":3},{"id":"x"},{"id":5}],"Content-Range":"0-3/7"}"#;
    let without = r#"{"Records":[{"id":1,"id":2},{"id":3},{"id":"x"},{"id":5}]}"#;
    for (body, header) in [(in_body, None), (without, Some("0-3/7"))] {
        let page = opened(body, header);
        assert_eq!(page.end, End::Total(7), "{body}");
        let shown = page.rows.iter().map(|row| match row {
            Ok(record) => format!("{}", record.id),
            Err(error) => {
                let [row] = error.unreadable_rows() else {
                    panic!("{error:?}");
                };
                format!("unreadable at {}", row.index())
            }
        });
        assert_eq!(
            shown.collect::<Vec<_>>(),
            ["unreadable at 10", "3", "unreadable at 12", "5"],
            "{body}"
        );
    }
}

#[test]
fn a_page_that_cannot_be_read_as_a_whole_is_an_error() {
    let open = |envelope: Envelope| (envelope.records, envelope.range);
    let body = r#"{"Records":[{"id":3}],"Content-Range":5}"#;
    let error = enveloped_page(response(body, None), 0, open).expect_err("no string");
    assert!(error.unreadable_rows().is_empty());
    assert!(error.to_string().contains("Content-Range"), "{error}");
    let refused = Err(Error::invalid_request("no"));
    let error = enveloped_page(refused, 0, open).expect_err("refused");
    assert_eq!(error.reason(), Some("no"));
}
