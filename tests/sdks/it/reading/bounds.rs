//! Limits on small responses that would need much memory, and on the time to locate an error.

use std::{
    io::Write as _,
    time::{Duration, Instant},
};

use bouwsoft::Grant;
use eenvoudigfactureren::{Client, ErrorKind, RetryPolicy, Settings, types::Order};
use flate2::{Compression, write::GzEncoder};

use crate::faults::{
    api::quick,
    list::{JSON, http, json},
    reaction::Reaction,
    server::Server,
};

fn client(server: &Server, settings: Settings) -> Client {
    let client = Client::builder().api_key("key").settings(settings);
    client
        .server(server.url().as_str())
        .build()
        .expect("a client")
}

/// A response in gzip.
fn gzip(body: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(body.as_bytes()).expect("compressed");
    let compressed = encoder.finish().expect("compressed");
    assert!(compressed.len() < 64 << 10, "{}", compressed.len());
    let headers = [JSON, &[("content-encoding", "gzip")]].concat();
    http(200, &headers, compressed)
}

fn repeated(row: &str, count: usize) -> String {
    format!("[{}]", vec![row; count].join(","))
}

/// Each body would need several gigabytes as models.
#[tokio::test]
async fn rows_are_counted_before_they_become_models() {
    let many = 3_000_000;
    // The first value cannot be read, so the error shows whether the parts are read or counted first.
    let inside = |row: &str| format!(r#"[{{"order_id":{{}},"items":{}}}]"#, repeated(row, many));
    for body in [
        repeated("{}", many).replacen("{}", r#"{"order_id":{}}"#, 1),
        inside("{}"),
        inside(r#"{"a":{}}"#).replace("items", "new"),
        format!(r#"{{"0":{}}}"#, repeated("{}", many)),
        repeated("0", many),
        inside("\"\""),
        format!(r#"[{{"error":"","x":{}}}]"#, repeated("[]", many)),
    ] {
        let server = Server::reacting(vec![Reaction::respond(gzip(&body))]).await;
        let client = client(&server, quick());
        let list = client.list_orders().await.expect_err("too many");
        assert_eq!(list.kind(), ErrorKind::UnreadableResponse);
        let order = client.get_order(1).await;
        for error in [list, order.expect_err("too many")] {
            assert!(error.to_string().contains("raise `max_rows`"), "{error}");
        }
    }
}

/// With the lowest limit, a long error page has too many objects. The status still determines the kind of error.
#[tokio::test]
async fn the_status_of_an_error_with_many_objects_is_reported() {
    let body = repeated("{}", 80_000);
    for (status, kind) in [
        (404, ErrorKind::NotFound),
        (401, ErrorKind::Authentication),
        (503, ErrorKind::ServerFault),
    ] {
        let server = Server::reacting(vec![Reaction::respond(json(status, &body))]).await;
        let client = client(&server, quick().max_rows(1).retry(RetryPolicy::none()));
        let error = client.get_order(1).await;
        assert_eq!(error.expect_err("an error").kind(), kind);
    }
}

/// If each row were read with all other members of the envelope, this would take minutes.
#[tokio::test]
async fn an_unreadable_row_in_an_envelope_does_not_make_reading_slow() {
    let rows = vec![r#"{"id":1}"#; 5000].join(",");
    let note = "x".repeat(8 << 20);
    let body = format!(r#"{{"Records":[{rows},{{"id":{{}}}}],"note":"{note}"}}"#);
    let server = Server::reacting(vec![Reaction::respond(json(200, body))]).await;
    let grant = Grant::new(&server.url(), false).expect("a grant");
    let client = bouwsoft::Client::new(grant, &quick()).expect("a client");
    let start = Instant::now();
    let error = client.actualize_order_prices(5).await;
    let error = error.expect_err("an unreadable row");
    assert_eq!(error.unreadable_rows().len(), 1, "{error}");
    let time = start.elapsed();
    assert!(time < Duration::from_secs(10), "{time:?}");
}

#[tokio::test]
async fn max_rows_can_be_set() {
    let body = repeated(r#"{"order_id":1}"#, 11);
    for (most, is_read) in [(10, false), (11, true)] {
        let server = Server::reacting(vec![Reaction::respond(json(200, &body))]).await;
        let client = client(&server, quick().max_rows(most));
        let list = client.list_orders().await;
        assert_eq!(list.is_ok(), is_read, "{most}");
    }
    let server = Server::reacting(vec![Reaction::respond(json(200, repeated("{}", 10_001)))]).await;
    let error = client(&server, quick()).list_orders().await;
    let error = error.expect_err("more than the default").to_string();
    assert!(
        error.contains("the response has more than 10000 rows"),
        "{error}"
    );
}

/// The first row cannot be read, so the error shows whether the rows are read or counted first.
#[tokio::test]
async fn rows_of_a_list_that_is_not_utf_8_are_counted_first() {
    let body = b"[{\"order_id\":{}},{},{\"unknown\":\"\xff\"}]";
    for (most, expected) in [(2, "has more than 2 rows"), (3, "expected a whole number")] {
        let response = http(200, JSON, body);
        let server = Server::reacting(vec![Reaction::respond(response)]).await;
        let client = client(&server, quick().max_rows(most));
        let list = client.list_orders().await;
        let error = list.expect_err("too many rows, or a wrong row");
        assert!(error.to_string().contains(expected), "{error}");
    }
}

#[test]
fn locating_an_error_takes_about_as_long_as_reading() {
    let item = r#"{"item_id":1,"amount":"100.00","description":"a thing"}"#;
    let body = |last: &str| {
        let items = vec![item; 10_000].join(",");
        format!(r#"{{"order_id":5005,"items":[{items},{last}]}}"#)
    };
    let (good, wrong) = (body(item), body(r#"{"amount":"x"}"#));
    let time = |body: &str| {
        let times = (0..3).map(|_| {
            let start = Instant::now();
            let read = eenvoudigfactureren::from_json::<Order>(body.as_bytes());
            (start.elapsed(), read.err().map(|error| error.path))
        });
        times.min().expect("three times")
    };
    let (reading, none) = time(&good);
    let (locating, path) = time(&wrong);
    assert_eq!((none, path.as_deref()), (None, Some("items[10000].amount")));
    // The body is read twice; the second time to find the path of the error.
    let bound = reading * 20 + Duration::from_millis(200);
    assert!(locating < bound, "{locating:?} after {reading:?}");
}
