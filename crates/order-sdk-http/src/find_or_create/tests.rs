//! Tests with a kind of record that no SDK has: found by a number, with IDs that may be negative.

use std::sync::{
    Mutex,
    atomic::{AtomicUsize, Ordering},
};

use reqwest::{StatusCode, header::HeaderMap};

use super::*;
use crate::{ErrorKind, Paging, Response, page, rows, testing::http};

const SEARCH: Operation = Operation {
    id: "list_addresses",
    identifier: Some("id"),
    ..Operation::DEFAULT
};
const CREATE: Operation = Operation {
    id: "create_address",
    ..Operation::DEFAULT
};

/// An address: its ID and its number.
type Address = (Option<i64>, String);

#[derive(Default)]
struct Service {
    addresses: Mutex<Vec<Address>>,
    creates: AtomicUsize,
}

/// An address to create in a service, with this number.
struct ByNumber<'a>(&'a Service, &'static str);

impl CreateOnce for ByNumber<'_> {
    type Record = Address;
    type Created = i64;

    const RECORD: &'static str = "address";
    const CREATE: &'static Operation = &CREATE;
    const SEARCH: &'static Operation = &SEARCH;

    fn field(&self) -> &'static str {
        "clientnr"
    }

    fn value(&self) -> &str {
        self.1
    }

    fn search(&self) -> Result<Rows<'_, Address>, Error> {
        if self.1 == "?" {
            return Err(Error::invalid_request(
                "clientnr: it cannot be part of a filter",
            ));
        }
        Ok(rows(
            SEARCH.id,
            Paging::new(),
            |address: &Address| address.0,
            |_, _| {
                let all = self.0.addresses.lock().expect("not poisoned").clone();
                let response = Response::new(all, StatusCode::OK, HeaderMap::new());
                Box::pin(async { page(Ok(response), 0) })
            },
        ))
    }

    async fn get(&self, _: i64) -> Result<Address, Error> {
        Err(Error::unreadable("gone"))
    }

    async fn create(&self) -> Result<i64, Error> {
        tokio::task::yield_now().await;
        let id = -1 - self.0.creates.fetch_add(1, Ordering::Relaxed) as i64;
        let mut addresses = self.0.addresses.lock().expect("not poisoned");
        addresses.push((Some(id), self.1.to_owned()));
        Ok(id)
    }

    fn id(address: &Address) -> Option<i64> {
        address.0
    }

    fn created_id(id: &i64) -> Option<i64> {
        Some(*id)
    }

    fn found_value<'r>(&self, address: &'r Address) -> Option<Cow<'r, str>> {
        (!address.1.is_empty()).then_some(Cow::Borrowed(&address.1))
    }

    fn is_gone(error: &Error) -> bool {
        error.reason() == Some("gone")
    }
}

fn service(addresses: &[(Option<i64>, &str)]) -> Service {
    let addresses = addresses.iter().map(|(id, nr)| (*id, (*nr).to_owned()));
    Service {
        addresses: Mutex::new(addresses.collect()),
        creates: AtomicUsize::default(),
    }
}

#[tokio::test]
async fn calls_at_the_same_time_create_one_record() {
    let (service, http) = (Service::default(), http());
    let once = ByNumber(&service, "17");
    let (first, second) = tokio::join!(find_or_create(&http, &once), find_or_create(&http, &once));
    assert_eq!(first.expect("created"), FoundOrCreated::Created(-1));
    let found = FoundOrCreated::Found((Some(-1), "17".to_owned()));
    assert_eq!(second.expect("found"), found);
    let other = ByNumber(&service, "18");
    let other = find_or_create(&http, &other).await.expect("created");
    assert_eq!(other, FoundOrCreated::Created(-2));
}

#[tokio::test]
async fn a_dropped_create_is_not_repeated_before_the_record_is_found() {
    let (service, http) = (Service::default(), http());
    let once = ByNumber(&service, "17");
    let mut dropped = Box::pin(find_or_create(&http, &once));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    assert!(dropped.as_mut().poll(&mut context).is_pending());
    drop(dropped);
    let error = find_or_create(&http, &once).await.expect_err("unknown");
    assert_eq!(error.kind(), ErrorKind::UnknownOutcome);
    assert_eq!(service.creates.load(Ordering::Relaxed), 0);
}

#[tokio::test]
async fn the_record_with_the_lowest_id_is_found() {
    let http = http();
    let service = service(&[
        (Some(4), "17"),
        (Some(-9), "17"),
        (Some(-20), "18"),
        (None, "17"),
    ]);
    let found = find_or_create(&http, &ByNumber(&service, "17")).await;
    let expected = FoundOrCreated::Found((Some(-9), "17".to_owned()));
    assert_eq!(found.expect("found"), expected);
}

#[tokio::test]
async fn errors_name_the_record_the_field_and_the_operation() {
    let http = http();
    let service = service(&[(Some(4), "a1"), (None, "b2")]);
    for (number, expected) in [
        (
            "",
            "create_address: the request was not sent: the address has no clientnr; set one",
        ),
        (
            "17 ",
            "create_address: the request was not sent: the clientnr starts or ends with white space, which the service \
             may remove; trim the clientnr",
        ),
        (
            "?",
            "create_address: the request was not sent: clientnr: it cannot be part of a filter",
        ),
        (
            "A1",
            "create_address: the request was not sent: the address 4 has the clientnr `a1`, which is `A1` in another \
             spelling; use the spelling of the address",
        ),
        (
            "17",
            "list_addresses: the response could not be interpreted: a row of the list has no id, so \
             it is unknown whether the address exists",
        ),
    ] {
        let error = find_or_create(&http, &ByNumber(&service, number)).await;
        assert_eq!(error.expect_err(expected).to_string(), expected);
    }
    assert_eq!(service.creates.load(Ordering::Relaxed), 0);
}

#[tokio::test]
async fn a_row_without_the_field_does_not_prove_that_the_record_is_absent() {
    let (service, http) = (service(&[(Some(4), "a1"), (Some(5), "")]), http());
    let error = find_or_create(&http, &ByNumber(&service, "17")).await;
    assert_eq!(
        error.expect_err("no proof").to_string(),
        "list_addresses: the response could not be interpreted: a row of the list has no clientnr, \
         so it is unknown whether the address exists"
    );
    let found = find_or_create(&http, &ByNumber(&service, "a1")).await;
    let expected = FoundOrCreated::Found((Some(4), "a1".to_owned()));
    assert_eq!(found.expect("found"), expected);
    assert_eq!(service.creates.load(Ordering::Relaxed), 0);
}
