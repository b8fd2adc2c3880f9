//! Unit tests of calls that are not sent.

use super::*;
use crate::{Parameter, testing::http};
use order_sdk_core::validate::decimal;

const OPERATION: Operation = Operation {
    id: "get_part",
    route: "/a/{id}/parts/{name}",
    parameters: &[
        Parameter::path("id"),
        Parameter::path("name"),
        Parameter::query("each"),
        Parameter::query("joined"),
        Parameter::query("ratio").max(decimal(5, 1)),
        Parameter::header("X-Mark"),
    ],
    ..Operation::DEFAULT
};

fn call<'a>(http: &'a Http, name: &str) -> Prepared<'a, ()> {
    let mut call = Prepared::empty(http, &OPERATION);
    call.set::<i64>("id", 5);
    call.set::<String>("name", name);
    call
}

#[test]
fn a_value_in_the_path_stays_one_segment() {
    let http = http();
    for (name, expected) in [
        ("a b", "a%20b"),
        ("a/b", "a%2Fb"),
        ("a\\b", "a%5Cb"),
        ("a?b#c", "a%3Fb%23c"),
        ("50%", "50%25"),
        ("{id}", "%7Bid%7D"),
        ("...", "..."),
        ("ë", "%C3%AB"),
    ] {
        let preview = call(&http, name).preview().expect("valid");
        let expected = format!("https://x.be/api/a/5/parts/{expected}");
        assert_eq!(preview.url().as_str(), expected);
    }
    for name in ["", ".", ".."] {
        let error = call(&http, name).preview().expect_err("another path");
        assert!(
            error.to_string().contains("name: an empty string"),
            "{error}"
        );
    }
}

#[test]
fn lists_are_joined_or_repeated_and_empty_ones_are_not_sent() {
    let http = http();
    let mut call = call(&http, "n");
    call.set::<Vec<String>>("each", vec!["a".to_owned(), "b c".to_owned()]);
    call.set_list("joined", [1, 2]);
    let query = |call: &Prepared<'_, ()>| {
        call.preview()
            .expect("valid")
            .url()
            .query()
            .map(str::to_owned)
    };
    assert_eq!(
        query(&call).as_deref(),
        Some("each=a&each=b%20c&joined=1%2C2")
    );
    call.set_list("joined", [0_i64; 0]);
    call.set::<Vec<String>>("each", Vec::new());
    assert_eq!(query(&call), None);
}

#[test]
fn lists_in_paths_and_headers_are_joined() {
    let http = http();
    let mut call = call(&http, "n");
    call.set::<Vec<i64>>("name", vec![1, 2]);
    call.set::<Vec<i64>>("X-Mark", vec![3, 4]);
    let preview = call.preview().expect("valid");
    assert_eq!(preview.url().as_str(), "https://x.be/api/a/5/parts/1,2");
    assert_eq!(preview.headers()["x-mark"], "3,4");
}

#[test]
fn a_number_that_cannot_be_sent_or_checked_is_refused() {
    let http = http();
    for (ratio, reason) in [
        (f64::NAN, "ratio: it is not a string, a finite number"),
        (f64::INFINITY, "ratio: it is not a string, a finite number"),
        (1e300, "ratio: it cannot be checked against its limits"),
        (0.6, "ratio: 0.6 is more than 0.5"),
    ] {
        let mut call = call(&http, "n");
        call.set_optional::<f64>("ratio", ratio);
        let error = call.check().expect_err("refused").to_string();
        assert!(error.contains(reason), "{error}");
    }
    let mut call = call(&http, "n");
    call.set_optional::<f64>("ratio", 1e-7);
    assert!(call.check().is_ok());
}

#[test]
fn a_header_that_is_not_valid_is_reported_by_its_name() {
    let http = http();
    let mut call = call(&http, "n");
    call.set::<String>("X-Mark", "a\nb");
    let error = call.check().expect_err("a line break");
    assert!(error.to_string().contains("X-Mark: it contains"), "{error}");
}

#[test]
fn the_clone_of_a_call_with_a_stream_is_invalid() {
    let http = http();
    let mut call = call(&http, "n");
    call.set_file::<reqwest::Body>(reqwest::Body::wrap(String::from("bytes")));
    assert!(call.check().is_ok());
    let error = call.clone().check().expect_err("a stream");
    assert!(
        error
            .to_string()
            .contains("body: a stream can be sent only once"),
        "{error}"
    );
}

#[test]
fn an_argument_is_never_dropped() {
    let http = http();
    let mut unknown = call(&http, "n");
    unknown.set::<i64>("nmae", 1);
    let error = unknown.check().expect_err("an unknown name").to_string();
    assert!(
        error.contains("nmae: the operation has no such parameter"),
        "{error}"
    );
    let mut incomplete: Prepared<'_, ()> = Prepared::empty(&http, &OPERATION);
    incomplete.set::<i64>("id", 5);
    let error = incomplete.check().expect_err("another path").to_string();
    assert!(error.contains("name: it is missing in the path"), "{error}");
}
