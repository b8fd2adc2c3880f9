//! The program is killed at each of its requests, once with that request carried out and once without, and started
//! again: in the end each order exists once, and the state is right.

mod support;

use std::{thread, time::Duration};

use eenvoudigfactureren_httpmock::Fault;
use support::World;

/// Longer than a test takes.
const NEVER: Duration = Duration::from_secs(3_600);

#[test]
fn each_order_exists_once_wherever_the_run_is_killed() {
    let clean = World::new();
    clean.run();
    let [reads, writes] = clean.counts();
    assert!(reads > 5 && writes > 10, "{reads} and {writes} requests");
    let mut count = 0;
    for (of_bouwsoft, requests) in [(true, reads), (false, writes)] {
        for at in 0..requests {
            for fault in [Fault::Slow(NEVER), Fault::SlowResponse(NEVER)] {
                let world = World::new();
                world.kill(of_bouwsoft, at, fault);
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

/// What the description of the program excludes: the server carries out a request of the killed run after the next run
/// has searched for the order.
#[test]
fn an_order_that_is_created_after_the_next_run_began_exists_twice() {
    let world = World::new();
    // The settings, the customer twice, and the search for the order come before its creation.
    let create = 4;
    let late = Duration::from_millis(1_500);
    world.kill(false, create, Fault::Slow(late));
    let output = world.run();
    assert!(output.contains("3 created"), "{output}");
    assert!(world.is_complete());
    thread::sleep(late);
    assert_eq!(world.copies(), 4);
}
