//! A thousand orders are created while the server fails at random: none twice, and every outcome is reported correctly.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use order_sdk_http::ErrorKind;
use tokio::task::JoinSet;

use super::{
    api::{Client, Outcome, Sample, quick, samples},
    list::{good, json},
    reaction::{Piece, Reaction, Request},
    server::Server,
};

const ORDERS: usize = 1_000;
const AT_ONCE: usize = 32;

#[tokio::test(flavor = "multi_thread")]
async fn bouwsoft_orders_are_created_once() {
    create_many("bouwsoft", 17).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn eenvoudigfactureren_orders_are_created_once() {
    create_many("eenvoudigfactureren", 71).await;
}

/// What the server does with a request. It depends only on the seed and the turn.
fn chance(seed: u64, turn: usize, good: &[u8]) -> Reaction {
    let mut random = fastrand::Rng::with_seed(seed.wrapping_mul(1_000_003) + turn as u64);
    let error = |status| Reaction::respond(json(status, r#"{"error":"fail"}"#));
    let cut = good[..random.usize(1..good.len())].to_vec();
    let pause = Duration::from_millis(random.u64(0..3));
    let maybe = |reaction: Reaction, created: bool| {
        if created {
            reaction.created()
        } else {
            reaction
        }
    };
    let created = random.bool();
    match random.u32(0..100) {
        0..6 => Reaction::reset_at_once(),
        6..12 => Reaction::reset_after_head(),
        12..22 => maybe(Reaction::reset(), created),
        22..26 => maybe(Reaction::close(), created),
        26..28 => maybe(Reaction::silence(), created),
        28..38 => maybe(error(503), created),
        38..42 => maybe(error(500), created),
        42..47 => error(429),
        47..52 => error(400),
        52..60 => Reaction::respond(cut).then_close().created(),
        60..64 => Reaction::respond(cut).then_reset().created(),
        // The client may send the next order on a connection just when the server closes it.
        64..72 => Reaction::respond(good).then_close().created(),
        72..76 => Reaction::respond(good).then_reset().created(),
        _ => Reaction::pieces(vec![Piece::Pause(pause), Piece::Bytes(good.to_vec())]).created(),
    }
}

async fn create_many(api: &'static str, seed: u64) {
    let start = Instant::now();
    let write = &samples(api)[0];
    let response = good(write);
    let server = Server::scripted(move |turn| chance(seed, turn, &response)).await;
    let settings = quick().request_timeout(Duration::from_secs(1));
    let client = Client::new(api, &server.url(), &settings);
    let mut running = JoinSet::new();
    let mut outcomes = Vec::new();
    for number in 0..ORDERS {
        if running.len() == AT_ONCE {
            outcomes.extend(running.join_next().await);
        }
        let client = client.clone();
        running.spawn(async move {
            let key = format!("key-{number:04}-end");
            let outcome = client.create(&key).await;
            (key, outcome)
        });
    }
    outcomes.extend(running.join_all().await.into_iter().map(Ok));
    let seen = server.seen();
    let created = counted(write, &seen.created);
    let arrived = counted(write, &seen.heads);
    let mut counts = BTreeMap::<String, [usize; 2]>::new();
    for outcome in outcomes {
        let (key, outcome) = outcome.expect("no panic");
        let times = created.get(&key).copied().unwrap_or_default();
        assert!(times <= 1, "{key}: created {times} times");
        assert!(
            arrived.get(&key).is_none_or(|times| *times == 1),
            "{key}: sent twice"
        );
        let kind = checked_kind(&key, &outcome, times);
        counts.entry(kind).or_default()[times] += 1;
    }
    let time = start.elapsed();
    println!(
        "{api}: {ORDERS} orders, {} requests arrived, {time:.1?}",
        seen.heads.len()
    );
    for (kind, [not, once]) in &counts {
        println!("  {kind}: {not} not created, {once} created once");
    }
    assert!(counts["ok"][1] > 200 && counts["UnknownOutcome"].iter().all(|count| *count > 50));
    assert!(
        seen.heads.len() <= ORDERS,
        "{} requests for {ORDERS} orders",
        seen.heads.len()
    );
}

/// The outcome that the caller sees, after checking that it is correct.
fn checked_kind(key: &str, outcome: &Outcome, times: usize) -> String {
    let error = match outcome {
        Ok(_) => {
            assert_eq!(times, 1, "{key}: a success, but nothing was created");
            return "ok".into();
        }
        Err(error) => error,
    };
    if error.may_have_been_applied() {
        assert!(!error.is_retryable(), "{key}: {error}");
    } else {
        assert_eq!(
            times, 0,
            "{key}: created, but reported as not applied: {error}"
        );
        assert_ne!(error.kind(), ErrorKind::UnknownOutcome, "{key}");
    }
    format!("{:?}", error.kind())
}

/// How often each key occurs in the requests.
fn counted(write: &Sample, requests: &[Request]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for request in requests {
        let body = String::from_utf8_lossy(&request.body);
        let text = if write.api == "bouwsoft" {
            &request.line
        } else {
            &*body
        };
        if let Some(start) = text.find("key-") {
            *counts
                .entry(text[start..start + 12].to_owned())
                .or_default() += 1;
        }
    }
    counts
}
