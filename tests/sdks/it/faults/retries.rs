//! When calls are retried, how long they wait, and when they stop.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use order_sdk_http::{ErrorKind, RetryPolicy, Settings};

use super::{
    api::{APIS, Client, Outcome, Sample, quick, samples},
    list::{JSON, good, http, json},
    reaction::{Piece, Reaction},
    server::Server,
};

const MS: Duration = Duration::from_millis(1);

/// A call that reads.
fn read() -> Sample {
    let mut samples = samples("eenvoudigfactureren").into_iter();
    samples.find(|sample| !sample.writes).expect("a read")
}

fn busy(headers: &[(&str, &str)]) -> Reaction {
    let headers = [JSON, headers].concat();
    Reaction::respond(http(503, &headers, r#"{"error":"busy"}"#))
}

/// Makes the call, and measures its duration.
async fn timed(server: &Server, settings: &Settings) -> (Outcome, Duration) {
    let sample = read();
    let client = Client::new(sample.api, &server.url(), settings);
    let start = Instant::now();
    let outcome = client.call(sample.operation, "k1").await;
    (outcome, start.elapsed())
}

#[tokio::test]
async fn a_retry_waits_as_long_as_the_server_asks() {
    for status in [429, 503] {
        let headers = [JSON, &[("retry-after", "1")]].concat();
        let wait = Reaction::respond(http(status, &headers, ""));
        let server = Server::reacting(vec![wait, Reaction::respond(good(&read()))]).await;
        let (outcome, time) = timed(&server, &quick()).await;
        outcome.expect("a response");
        assert!(time >= Duration::from_secs(1), "{time:?}");
        assert_eq!(server.seen().heads.len(), 2);
    }
}

#[tokio::test]
async fn a_retry_after_the_deadline_is_not_waited_for() {
    let server = Server::reacting(vec![busy(&[("retry-after", "3")])]).await;
    let settings = quick().deadline(Duration::from_secs(2));
    let (outcome, time) = timed(&server, &settings).await;
    let error = outcome.expect_err("busy");
    assert!(time < Duration::from_secs(2), "{time:?}");
    assert_eq!(
        (error.kind(), error.attempts()),
        (ErrorKind::ServerFault, 1)
    );
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3)));
    assert!(error.is_retryable());
}

#[tokio::test]
async fn a_call_ends_at_its_deadline() {
    let server = Server::reacting(vec![Reaction::silence()]).await;
    let policy = RetryPolicy::default().attempts(100).delays(MS, MS);
    let settings = quick().retry(policy).request_timeout(300 * MS);
    let (outcome, time) = timed(&server, &settings.deadline(700 * MS)).await;
    let error = outcome.expect_err("no response");
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!((2..=4).contains(&error.attempts()), "{error:?}");
    assert!(time >= 600 * MS && time < 2_000 * MS, "{time:?}");
}

#[tokio::test]
async fn an_attempt_ends_at_the_request_timeout() {
    for sample in APIS.into_iter().flat_map(samples) {
        let server = Server::reacting(vec![Reaction::silence()]).await;
        let settings = quick().retry(RetryPolicy::none()).request_timeout(80 * MS);
        let client = Client::new(sample.api, &server.url(), &settings);
        let start = Instant::now();
        let error = client
            .call(sample.operation, "k1")
            .await
            .expect_err("no response");
        let expected = if sample.writes {
            ErrorKind::UnknownOutcome
        } else {
            ErrorKind::Timeout
        };
        assert_eq!((error.kind(), error.attempts()), (expected, 1));
        let time = start.elapsed();
        assert!(time >= 75 * MS && time < 2_000 * MS, "{time:?}");
    }
}

#[tokio::test]
async fn a_budget_ends_retries_for_all_calls() {
    let server = Server::reacting(vec![busy(&[])]).await;
    let policy = RetryPolicy::default().attempts(10).delays(MS, MS);
    let settings = quick().retry(policy.budget(30));
    let sample = read();
    let client = Client::new(sample.api, &server.url(), &settings);
    let mut attempts = Vec::new();
    for _ in 0..3 {
        let outcome = client.clone().call(sample.operation, "k1").await;
        attempts.push(outcome.expect_err("busy").attempts());
    }
    assert_eq!(attempts, [4, 1, 1]);
    assert_eq!(server.seen().heads.len(), 6);
}

#[tokio::test]
async fn without_retries_every_call_is_sent_once() {
    let server = Server::reacting(vec![busy(&[])]).await;
    let (outcome, _) = timed(&server, &quick().retry(RetryPolicy::none())).await;
    let error = outcome.expect_err("busy");
    assert!(error.is_retryable(), "the caller may retry");
    assert_eq!((error.attempts(), server.seen().heads.len()), (1, 1));
}

#[tokio::test]
async fn errors_that_are_not_temporary_are_not_retried() {
    for status in [400, 401, 403, 404, 409, 422, 500, 501] {
        let reaction = Reaction::respond(json(status, "{}"));
        let server = Server::reacting(vec![reaction]).await;
        let (outcome, _) = timed(&server, &quick()).await;
        let error = outcome.expect_err("an error");
        assert!(!error.is_retryable(), "{status}");
        assert_eq!(server.seen().heads.len(), 1, "{status}");
    }
}

/// The times between the requests of a call that never succeeds.
async fn gaps(policy: RetryPolicy) -> Vec<Duration> {
    let times = Arc::<Mutex<Vec<Instant>>>::default();
    let recorded = times.clone();
    let reaction = Reaction::by_request(move |_| {
        recorded.lock().expect("not poisoned").push(Instant::now());
        vec![Piece::Bytes(json(503, ""))]
    });
    let server = Server::reacting(vec![reaction]).await;
    timed(&server, &quick().retry(policy))
        .await
        .0
        .expect_err("busy");
    let times = times.lock().expect("not poisoned");
    times.windows(2).map(|pair| pair[1] - pair[0]).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn delays_grow_and_are_random() {
    let policy = RetryPolicy::default().attempts(5).delays(30 * MS, 120 * MS);
    let runs: Vec<_> = (0..6).map(|_| tokio::spawn(gaps(policy))).collect();
    let mut firsts = Vec::new();
    for run in runs {
        let gaps = run.await.expect("no panic");
        for (gap, least) in gaps.iter().zip([30, 60, 120, 120]) {
            // The delay begins after the server has recorded the previous request.
            assert!(*gap >= least * MS, "{gaps:?}");
        }
        assert_eq!(gaps.len(), 4);
        firsts.push(gaps[0]);
    }
    firsts.sort();
    let spread = firsts[5] - firsts[0];
    assert!(spread > 2 * MS, "all wait for the same time: {firsts:?}");
}
