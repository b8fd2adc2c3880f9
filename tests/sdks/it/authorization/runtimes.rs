//! One client in several runtimes, as programs without async code use it.

use std::time::{Duration, Instant};

use bouwsoft::Error;
use tokio::runtime::{Builder, Runtime};

use super::{
    renewal::client_of,
    service::{Service, copy},
};
use crate::faults::server::closed_port;

fn runtime() -> Runtime {
    let mut builder = Builder::new_current_thread();
    builder.enable_all().build().expect("a runtime")
}

#[test]
fn a_stalled_runtime_does_not_block_another_one() {
    let service = Service::start();
    let client = service.client();
    let idle = runtime();
    // The runtime starts to fetch a token, and then no longer runs.
    idle.block_on(async {
        let begun = tokio::time::timeout(Duration::from_millis(10), copy(&client)).await;
        begun.expect_err("it waits for the token");
    });
    let start = Instant::now();
    runtime().block_on(copy(&client)).expect("an order");
    assert!(start.elapsed() < Duration::from_secs(10));
    assert_eq!(service.state().served, 1);
}

#[test]
fn a_server_that_moved_is_found_by_calls_of_short_lived_runtimes() {
    let (service, closed_port) = (
        Service::start(),
        runtime().block_on(async { closed_port() }),
    );
    let gone = closed_port.local_addr().expect("an address").to_string();
    let client = client_of(&service, &gone);
    let call = || -> Result<(), Error> { runtime().block_on(copy(&client)) };
    let mut calls = 0;
    while call().is_err() {
        calls += 1;
        assert!(calls < 100, "no call follows the server");
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(calls > 0);
}
