//! A fault, and the next request when the server works again.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use order_sdk_http::{BoxFuture, Error, ErrorKind, Grant, TokenSource, Tokens};

use super::{
    api::{APIS, Client, Sample, quick, samples},
    list::{self, Fault, good},
    reaction::Reaction,
    server::Server,
    tokens::Failing,
};

/// The faults after which a call that reads is retried, by their names in the table.
const PASSING: &[&str] = &[
    "reset before the request is read",
    "reset after the head of the request",
    "reset after the whole request",
    "closed after the whole request",
    "half the head of a response",
    "body shorter than its content-length",
    "reset in the middle of the body",
    "body without the last chunk",
    "not HTTP",
    "truncated gzip",
    "408",
    "429",
    "502",
    "503",
    "504",
    "200 with an error of code 429",
    "200 with an error of code 503",
];

fn passing(sample: &Sample) -> Vec<Fault> {
    let faults = list::faults(sample, "http://localhost/").into_iter();
    let is_passing = |fault: &Fault| {
        let name = fault.name.split(", ").next();
        name.is_some_and(|name| PASSING.contains(&name)) && !fault.name.contains("retry-after")
    };
    faults.filter(is_passing).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn reads_recover_and_writes_are_not_repeated() {
    for sample in APIS.into_iter().flat_map(samples) {
        let faults = passing(&sample);
        assert!(faults.len() >= PASSING.len(), "{} faults", faults.len());
        for fault in faults {
            let title = format!("{}, {} {}", fault.name, sample.api, sample.operation);
            let success = Reaction::respond(good(&sample)).created();
            let reactions = fault.reaction.into_iter().chain([success]).collect();
            let server = Server::reacting(reactions).await;
            let client = Client::new(sample.api, &server.url(), &quick());
            let outcome = client.call(sample.operation, "k1").await;
            let seen = server.seen();
            if sample.writes {
                let error = outcome.expect_err(&title);
                assert_eq!(error.attempts(), 1, "{title}");
                assert!(seen.heads.len() <= 1, "{title}: sent again");
            } else {
                let (status, _) = outcome.expect(&title);
                assert_eq!(status, sample.status, "{title}");
                assert!((1..=2).contains(&seen.heads.len()), "{title}");
            }
        }
    }
}

#[tokio::test]
async fn a_call_waits_for_a_server_that_starts() {
    for sample in APIS.into_iter().flat_map(samples) {
        let success = Reaction::respond(good(&sample)).created();
        let server = Server::later(Duration::from_millis(30), success).await;
        let policy = order_sdk_http::RetryPolicy::default().attempts(10);
        let delay = Duration::from_millis(20);
        let settings = quick().retry(policy.delays(delay, delay));
        let client = Client::new(sample.api, &server.url(), &settings);
        let title = format!("{} {}", sample.api, sample.operation);
        client.call(sample.operation, "k1").await.expect(&title);
        assert_eq!(server.seen().created.len(), 1, "{title}");
    }
}

/// A token source that numbers its tokens.
struct Counted {
    url: String,
    fetched: Arc<AtomicUsize>,
}

impl TokenSource for Counted {
    fn fetch(&self) -> BoxFuture<'_, Result<Grant, Error>> {
        let number = self.fetched.fetch_add(1, Ordering::SeqCst) + 1;
        let grant = Grant::new(&self.url, false)
            .and_then(|grant| grant.secret("X-Token", &format!("token-{number}")))
            .map_err(|error| Error::authentication(error.to_string()));
        Box::pin(async { grant })
    }
}

/// The outcome of a call whose token the server refuses `times` times, the tokens that arrived, and the number of
/// fetched tokens.
async fn refused(sample: &Sample, times: usize) -> (Result<u16, Error>, Vec<String>, usize) {
    let success = good(sample);
    let server = Server::scripted(move |turn| {
        if turn < times {
            Reaction::respond(list::json(401, r#"{"error":"token expired"}"#))
        } else {
            Reaction::respond(success.clone()).created()
        }
    })
    .await;
    let fetched = Arc::<AtomicUsize>::default();
    let source = Counted {
        url: server.url(),
        fetched: fetched.clone(),
    };
    let client = Client::with(sample.api, Tokens::new(source), &quick());
    let outcome = client.call(sample.operation, "k1").await;
    let seen = server.seen();
    assert_eq!(seen.created.len(), usize::from(outcome.is_ok()));
    let tokens = seen.heads.iter().map(|head| head.header("x-token"));
    let tokens = tokens.map(|token| token.expect("a token").to_owned());
    let outcome = outcome.map(|(status, _)| status);
    (outcome, tokens.collect(), fetched.load(Ordering::SeqCst))
}

#[tokio::test]
async fn a_refused_token_is_renewed_once_for_writes_too() {
    for sample in APIS.into_iter().flat_map(samples) {
        // Token requests have no access token.
        if sample.operation == "get_access_token" {
            continue;
        }
        let (outcome, tokens, fetched) = refused(&sample, 1).await;
        assert_eq!(outcome.expect("a response"), sample.status);
        assert_eq!(tokens, ["token-1", "token-2"], "{}", sample.operation);
        assert_eq!(fetched, 2);
        let (outcome, tokens, _) = refused(&sample, 5).await;
        let error = outcome.expect_err("refused twice");
        assert_eq!(error.kind(), ErrorKind::Authentication);
        assert_eq!(error.message(), Some("token expired"));
        assert!(!error.may_have_been_applied());
        assert_eq!(tokens, ["token-1", "token-2"], "{}", sample.operation);
    }
}

#[tokio::test]
async fn a_write_whose_repetition_fails_has_an_unknown_outcome() {
    let write = &samples("eenvoudigfactureren")[0];
    let reactions = vec![
        Reaction::respond(list::json(401, r#"{"error":"token expired"}"#)),
        Reaction::reset().created(),
    ];
    let server = Server::reacting(reactions).await;
    let source = Counted {
        url: server.url(),
        fetched: Arc::default(),
    };
    let client = Client::with(write.api, Tokens::new(source), &quick());
    let error = client
        .create("k1")
        .await
        .expect_err("the connection was reset");
    assert_eq!(error.kind(), ErrorKind::UnknownOutcome);
    assert_eq!((error.attempts(), server.seen().heads.len()), (2, 2));
}

#[tokio::test]
async fn without_a_token_nothing_is_sent() {
    for api in APIS {
        let server = Server::reacting(vec![Reaction::reset()]).await;
        let failing = Failing(|| Error::authentication("the refresh token was withdrawn"));
        let tokens = Tokens::new(failing);
        let client = Client::with(api, tokens, &quick());
        let error = client.create("k1").await.expect_err("no token");
        assert_eq!(error.kind(), ErrorKind::Authentication);
        assert_eq!(
            (error.attempts(), error.may_have_been_applied()),
            (0, false)
        );
        let message = error.to_string();
        assert!(
            message.contains("the refresh token was withdrawn"),
            "{message}"
        );
        assert_eq!(server.seen().heads.len(), 0);
    }
}
