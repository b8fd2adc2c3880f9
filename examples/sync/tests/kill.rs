//! The program is killed at each of its requests, once before and once after the service has processed the request, and
//! started again. In the end, each order exists once, and the state is correct.

mod support;

use std::{
    thread,
    time::{Duration, Instant},
};

use eenvoudigfactureren_httpmock::Fault;
use support::World;

/// Longer than any test takes.
const NEVER: Duration = Duration::from_secs(3_600);

#[test]
fn each_order_exists_once_wherever_the_run_is_killed() {
    let clean = World::new();
    clean.run();
    let [reads, writes] = clean.counts();
    assert!(reads > 5 && writes > 10, "{reads} and {writes} requests");
    let mut count = 0;
    for (is_bouwsoft, requests) in [(true, reads), (false, writes)] {
        for at in 0..requests {
            for fault in [Fault::Slow(NEVER), Fault::SlowResponse(NEVER)] {
                let world = World::new();
                world.kill(is_bouwsoft, at, fault);
                let output = world.run();
                let case = format!("killed at request {at}, {fault:?}: {output}");
                assert!(world.is_complete(), "{case}");
                assert_eq!(world.state(), world.expected_state(), "{case}");
                // A third run has nothing to do.
                let output = world.run();
                assert!(output.contains("0 created, 0 found"), "{case}: {output}");
                count += 1;
            }
        }
    }
    println!("{count} cases");
    assert_eq!(count, 2 * (reads + writes));
}

/// The duplicate that the crate documentation mentions: the server processes a request of the killed run after the next
/// run has searched for the order.
#[test]
fn a_request_that_is_carried_out_after_the_next_run_began_creates_a_duplicate() {
    let late = Duration::from_secs(5);
    // The program first requests the account and the settings. Then it searches for the customer, creates it, searches
    // for the order, and creates it.
    for (create, is_order) in [(3, false), (5, true)] {
        let world = World::new();
        world.kill(false, create, Fault::Slow(late));
        let output = world.run();
        assert!(output.contains("3 created"), "{output}");
        assert!(world.is_complete());
        let expected = if is_order { (4, 2) } else { (3, 3) };
        let start = Instant::now();
        let counts = || (world.copies(), world.customers());
        while counts() != expected {
            assert!(start.elapsed() < 2 * late, "{:?}", counts());
            thread::sleep(Duration::from_millis(20));
        }
    }
}

#[test]
fn a_change_between_the_killed_run_and_the_next_one_is_reported() {
    let world = World::new();
    world.kill(false, 5, Fault::SlowResponse(NEVER));
    let id = world.demo.bouwsoft.orders()[0].id.expect("an ID");
    world.change(id);
    let output = world.run();
    let reported = "changed in Bouwsoft after it was copied; the copy is not updated";
    assert!(output.contains(reported), "{output}");
    assert!(
        output.contains("2 created, 0 found, 0 unchanged, 1 changed"),
        "{output}"
    );
    assert!(world.is_complete());
    assert_eq!(world.state(), world.expected_state());
}

#[test]
fn a_change_before_the_order_was_created_is_not_reported() {
    let world = World::new();
    world.kill(false, 5, Fault::Slow(NEVER));
    let id = world.demo.bouwsoft.orders()[0].id.expect("an ID");
    world.change(id);
    // The customer exists now, so it is not created. Instead, the order is searched for once more.
    world.kill(false, 5, Fault::SlowResponse(NEVER));
    assert_eq!(world.copies(), 1);
    let output = world.run();
    assert!(
        output.contains("2 created, 1 found, 0 unchanged, 0 changed"),
        "{output}"
    );
    assert!(world.is_complete());
}
