//! Lists with rows that cannot be read: the other rows are read.

use std::error::Error as _;

use eenvoudigfactureren::{Client, Error, ErrorKind, Paging, RetryPolicy, Settings, types::Order};
use futures_util::StreamExt;
use httpmock::{HttpMockRequest, HttpMockResponse, MockServer};

/// An impossible date, from the vendor's sample.
const IMPOSSIBLE: &str = "2018-02-29";
/// A value in each row that no error message may show.
const CUSTOMER: &str = "Bakkerij Peeters";

/// A server with `count` orders. The ones in `wrong` have an impossible date.
fn orders(count: usize, wrong: &'static [usize]) -> (MockServer, Client) {
    let server = MockServer::start();
    server.mock(|when, then| {
        when.path("/orders");
        then.respond_with(move |request: &HttpMockRequest| {
            let skip = number(request, "skip").unwrap_or(0);
            let take = number(request, "take").unwrap_or(count);
            let rows = (skip..(skip + take).min(count)).map(|id| {
                let date = if wrong.contains(&id) { IMPOSSIBLE } else { "2018-02-28" };
                format!(
                    r#"{{"order_id":{id},"client_name":"{CUSTOMER}","billing_address":{{}},"date":"{date}"}}"#
                )
            });
            let rows: Vec<_> = rows.collect();
            json(&format!("[{}]", rows.join(",")))
        });
    });
    let settings = Settings::new().retry(RetryPolicy::none());
    let client = Client::builder().api_key("key").settings(settings);
    let client = client.server(server.base_url().as_str()).build();
    (server, client.expect("a client"))
}

fn number(request: &HttpMockRequest, name: &str) -> Option<usize> {
    let query = request.query_params();
    let (_, value) = query.iter().find(|(known, _)| known == name)?;
    Some(value.parse().expect("a number"))
}

fn json(body: &str) -> HttpMockResponse {
    let response = HttpMockResponse::builder().header("content-type", "application/json");
    response.status(200).body(body.to_owned()).build()
}

/// Fails unless the error names the row and the field, and shows nothing else of the row.
fn assert_shows_only_the_field(error: &Error, index: u64) {
    let source = error.source().map(|source| format!("{source} {source:?}"));
    let rows = error.unreadable_rows();
    let shown = format!("{error} {error:?} {source:?} {rows:?}");
    assert!(!shown.contains(CUSTOMER), "{shown}");
    let field = format!("row {index}: date: expected a date as YYYY-MM-DD, found `{IMPOSSIBLE}`");
    assert!(error.to_string().contains(&field), "{error}");
    let [row] = rows else {
        panic!("{rows:?}");
    };
    assert_eq!((row.index(), row.path()), (index, "date"));
    let raw = String::from_utf8_lossy(row.raw()).into_owned();
    assert!(
        raw.starts_with(&format!("{{\"order_id\":{index},")),
        "{raw}"
    );
    assert!(raw.contains(CUSTOMER), "{raw}");
}

#[tokio::test]
async fn a_stream_continues_after_a_row_that_cannot_be_read() {
    for paging in [Paging::new(), Paging::new().prefetch()] {
        let (_server, client) = orders(300, &[0, 157, 299]);
        let rows: Vec<_> = client.list_orders().stream_with(paging).collect().await;
        assert_eq!(rows.len(), 300);
        let errors = rows.iter().zip(0..).filter_map(|(row, index)| {
            let error = row.as_ref().err()?;
            assert_eq!(error.kind(), ErrorKind::UnreadableResponse);
            assert_eq!(
                (error.status(), error.operation()),
                (Some(200), "list_orders")
            );
            assert_shows_only_the_field(error, index);
            Some(index)
        });
        assert_eq!(errors.collect::<Vec<_>>(), [0, 157, 299]);
        let read = rows.iter().flatten().filter_map(|order| order.order_id);
        assert_eq!(read.count(), 297);
    }
}

#[tokio::test]
async fn the_error_of_a_list_contains_the_rows_that_can_be_read() {
    let (_server, client) = orders(4, &[1]);
    let error = client.list_orders().await.expect_err("a wrong row");
    assert_eq!(error.kind(), ErrorKind::UnreadableResponse);
    assert_shows_only_the_field(&error, 1);
    let read = error.rows::<Order>().filter_map(|order| order.order_id);
    assert_eq!(read.collect::<Vec<_>>(), [0, 2, 3]);
    assert_eq!(error.rows::<i64>().count(), 0, "not their model");
    let clone = error.clone();
    assert_eq!(clone.rows::<Order>().count(), 3);
}

#[tokio::test]
async fn a_row_that_repeats_a_credential_is_redacted() {
    let server = MockServer::start();
    server.mock(|when, then| {
        when.path("/orders");
        then.respond_with(|_: &HttpMockRequest| {
            json(r#"[{"note":"key-for-tests","key-for-tests":1,"order_id":"key-for-tests"}]"#)
        });
    });
    let client = Client::with_api_key(&server.base_url(), "key-for-tests").expect("a client");
    let error = client.list_orders().await.expect_err("no number");
    let [row] = error.unreadable_rows() else {
        panic!("{error:?}");
    };
    let raw = String::from_utf8_lossy(row.raw()).into_owned();
    let source = error.source().map(|source| format!("{source} {source:?}"));
    let shown = format!("{error} {error:?} {source:?} {row} {row:?} {raw}");
    assert!(
        !shown.contains("key-for-tests") && raw.contains("[secret]"),
        "{shown}"
    );
}

#[tokio::test]
async fn a_list_may_be_an_object() {
    for (body, expected) in [
        (
            r#"{"0":{"order_id":1},"2":{"order_id":2}}"#,
            Some(vec![1, 2]),
        ),
        (r#"{"order_id":7}"#, Some(vec![7])),
        (
            r#"[{"order_id":1,"items":{"0":{"item_id":3}}}]"#,
            Some(vec![1]),
        ),
        (r#"[{"order_id":1,"items":{"item_id":3}}]"#, Some(vec![1])),
        ("{}", None),
        (r#"{"new":7}"#, None),
        (r#"{"message":"maintenance"}"#, None),
    ] {
        let server = MockServer::start();
        server.mock(|when, then| {
            when.path("/orders");
            then.respond_with(move |_: &HttpMockRequest| json(body));
        });
        let client = Client::with_api_key(&server.base_url(), "key").expect("a client");
        let list = client.list_orders().await;
        let ids = list.as_ref().ok().map(|orders| {
            let ids = orders.iter().filter_map(|order| order.order_id);
            ids.collect::<Vec<_>>()
        });
        assert_eq!(ids, expected, "{body}: {list:?}");
        let items = list.iter().flat_map(|orders| orders.iter());
        let items = items.filter_map(|order| order.items.as_ref());
        for items in items {
            assert_eq!(items[0].item_id, Some(3), "{body}");
        }
    }
}

#[tokio::test]
async fn a_server_that_ignores_which_rows_are_requested_ends_a_stream() {
    let server = MockServer::start();
    let mock = server.mock(|when, then| {
        when.path("/orders");
        then.respond_with(|_: &HttpMockRequest| json(r#"[{"order_id":1},{"order_id":2}]"#));
    });
    let client = Client::with_api_key(&server.base_url(), "key").expect("a client");
    let stream = client.list_orders().stream_with(Paging::new().page_size(2));
    let rows: Vec<_> = stream.take(100).collect().await;
    let [Ok(_), Ok(_), Err(error)] = &rows[..] else {
        panic!("{} rows", rows.len());
    };
    assert!(
        error.to_string().contains("the same identifiers"),
        "{error}"
    );
    mock.assert_calls(2);
}

/// A client of a server that returns this body for the list of orders.
fn returning(body: &'static [u8]) -> (MockServer, Client) {
    let server = MockServer::start();
    server.mock(|when, then| {
        when.path("/orders");
        then.header("content-type", "application/json").body(body);
    });
    let client = Client::with_api_key(&server.base_url(), "key").expect("a client");
    (server, client)
}

#[tokio::test]
async fn unreadable_rows_with_the_same_identifiers_end_a_stream() {
    let body = br#"[{"order_id":1,"date":"2018-02-29"},{"order_id":2,"date":"2018-02-29"}]"#;
    let (_server, client) = returning(body);
    let stream = client.list_orders().stream_with(Paging::new().page_size(2));
    let rows: Vec<_> = stream.take(100).collect().await;
    assert_eq!(rows.len(), 3);
    let error = rows[2].as_ref().expect_err("the same page");
    assert!(
        error.to_string().contains("the same identifiers"),
        "{error}"
    );
}

#[tokio::test]
async fn a_byte_that_is_not_utf_8_costs_one_row() {
    let body = b"[{\"order_id\":1},{\"order_id\":2,\"client_name\":\"caf\xe9\"},{\"order_id\":3,\"new\":\"\xe9\"}]";
    let (_server, client) = returning(body);
    let error = client.list_orders().await.expect_err("not UTF-8");
    let read = error.rows::<Order>().filter_map(|order| order.order_id);
    // With the feature, an unknown field is read as well.
    let expected: &[i64] = if cfg!(feature = "extra-fields") {
        &[1]
    } else {
        &[1, 3]
    };
    assert_eq!(read.collect::<Vec<_>>(), expected);
    let row = &error.unreadable_rows()[0];
    assert_eq!((row.index(), row.identifier()), (1, Some(2)));
}

#[tokio::test]
async fn a_row_that_is_a_string_is_not_shown() {
    for body in [
        &br#"["Bakkerij Peeters"]"#[..],
        br#"[{"billing_address":"Bakkerij Peeters"}]"#,
        br#"[{"items":"Bakkerij Peeters"}]"#,
        br#"[{"items":["Bakkerij Peeters"]}]"#,
    ] {
        let (_server, client) = returning(body);
        let error = client.list_orders().await.expect_err("no order");
        let source = error.source().map(|source| format!("{source} {source:?}"));
        let shown = format!("{error} {error:?} {source:?}");
        assert!(
            !shown.contains(CUSTOMER) && shown.contains("string"),
            "{shown}"
        );
    }
}

#[tokio::test]
async fn an_envelope_has_the_rows_that_were_read() {
    use bouwsoft::{Grant, types::OrderLinePage};
    let body = r#"{"Records":[{"id":1,"orderid":5},{"id":2,"linenr":"two"},{"id":3}]}"#;
    let server = MockServer::start();
    server.mock(|when, then| {
        when.path("/Orders/5/ActualizePrices");
        then.header("content-type", "application/json").body(body);
    });
    let grant = Grant::new(&server.base_url(), false).expect("a grant");
    let client = bouwsoft::Client::new(grant, &Settings::new()).expect("a client");
    let error = client.actualize_order_prices(5).await;
    let error = error.expect_err("a wrong line");
    assert!(error.may_have_been_applied(), "{error}");
    let [row] = error.unreadable_rows() else {
        panic!("{error:?}");
    };
    assert_eq!((row.index(), row.path()), (1, "linenr"));
    let pages = error.rows::<OrderLinePage>();
    let lines = pages.flat_map(|page| page.records.iter().flatten());
    assert_eq!(lines.filter_map(|line| line.id).collect::<Vec<_>>(), [1, 3]);
}
