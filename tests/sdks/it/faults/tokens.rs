//! Tokens that are refused or cannot be fetched, and calls that wait for a token while nothing polls them.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, SystemTime},
};

use order_sdk_http::{BoxFuture, Error, ErrorKind, Grant, TokenSource, Tokens};

use super::{
    api::{APIS, Client, quick, samples},
    list::{good, json},
    reaction::Reaction,
    server::Server,
};

/// A token source whose tokens are numbered.
struct Numbered(String, AtomicUsize);

impl TokenSource for Numbered {
    fn fetch(&self) -> BoxFuture<'_, Result<Grant, Error>> {
        let number = self.1.fetch_add(1, Ordering::SeqCst).to_string();
        let grant =
            Grant::new(&self.0, false).and_then(|grant| grant.secret("AccessToken", &number));
        Box::pin(async { Ok(grant.expect("a grant")) })
    }
}

#[tokio::test]
async fn a_token_refused_to_a_stream_is_not_used_again() {
    let sample = &samples("bouwsoft")[0];
    let reactions = vec![
        Reaction::respond(json(401, "")),
        Reaction::respond(good(sample)),
    ];
    let server = Server::reacting(reactions).await;
    let tokens = Tokens::new(Numbered(server.url(), AtomicUsize::new(0)));
    let client = bouwsoft::Client::new(tokens, &quick()).expect("a client");
    let picture = || {
        let pieces = futures_util::stream::iter([Ok::<_, std::io::Error>("picture")]);
        let body = reqwest::Body::wrap_stream(pieces);
        bouwsoft::Image::stream("image/png", body).expect("a picture")
    };
    let sign = || client.sign_order(17_617, picture());
    let error = sign().await.expect_err("refused");
    assert_eq!(
        (error.kind(), error.attempts()),
        (ErrorKind::Authentication, 1)
    );
    sign().await.expect("signed, with another token");
    let heads = server.seen().heads;
    let tokens: Vec<_> = heads
        .iter()
        .map(|head| head.header("accesstoken"))
        .collect();
    assert_eq!(tokens, [Some("0"), Some("1")]);
}

/// A token source that always fails.
pub struct Failing(pub fn() -> Error);

impl TokenSource for Failing {
    fn fetch(&self) -> BoxFuture<'_, Result<Grant, Error>> {
        Box::pin(async { Err((self.0)()) })
    }
}

const CONFUSED: Failing = Failing(|| Error::unreadable("this is not a token"));

#[tokio::test]
async fn an_error_of_a_token_is_not_reported_as_one_of_the_call() {
    for api in APIS {
        let client = Client::with(api, Tokens::new(CONFUSED), &quick());
        let error = client.create("k1").await.expect_err("no token");
        assert_eq!(error.kind(), ErrorKind::Authentication);
        assert_eq!((error.status(), error.attempts()), (None, 0));
        assert!(error.to_string().contains("this is not a token"), "{error}");
    }
}

#[tokio::test]
async fn a_token_is_used_until_it_expires_if_no_other_can_be_fetched() {
    for api in APIS {
        let sample = &samples(api)[0];
        let server = Server::reacting(vec![Reaction::respond(good(sample))]).await;
        let grant = Grant::new(&server.url(), false).expect("a grant");
        let ends = SystemTime::now() + Duration::from_secs(2);
        let tokens = Tokens::new(CONFUSED).starting_with(grant.expires_at(ends));
        let client = Client::with(api, tokens, &quick());
        // After half the lifetime of a token, the client fetches another one.
        tokio::time::sleep(Duration::from_millis(1100)).await;
        let outcome = client.call(sample.operation, "k1").await;
        outcome.expect("a response, with the token that is still valid");
    }
}

/// The refusal of a token, or of a call without the necessary rights.
const REFUSAL: &str = r#"{"Code":"401","Message":"Unauthorized","Description":"not you"}"#;

/// A Bouwsoft server that refuses the first call with status 200, and then responds to this operation.
async fn refusing() -> (Server, &'static str) {
    let sample = &samples("bouwsoft")[0];
    let reactions = vec![
        Reaction::respond(json(200, REFUSAL)),
        Reaction::respond(good(sample)),
    ];
    (Server::reacting(reactions).await, sample.operation)
}

#[tokio::test]
async fn a_token_refused_in_the_body_is_renewed_and_the_write_is_not_sent_again() {
    let (server, _) = refusing().await;
    let tokens = Tokens::new(Numbered(server.url(), AtomicUsize::new(0)));
    let client = Client::with("bouwsoft", tokens, &quick());
    let error = client.create("k1").await.expect_err("refused");
    assert_eq!(
        (error.kind(), error.attempts()),
        (ErrorKind::Authentication, 1)
    );
    // The token is fetched in the background.
    tokio::time::sleep(Duration::from_millis(50)).await;
    client
        .create("k1")
        .await
        .expect("created, with another token");
    let heads = server.seen().heads;
    let tokens = heads.iter().map(|head| head.header("accesstoken"));
    assert_eq!(tokens.collect::<Vec<_>>(), [Some("0"), Some("1")]);
}

/// A token source that returns one token, and then never completes.
struct Silent(Numbered);

impl TokenSource for Silent {
    fn fetch(&self) -> BoxFuture<'_, Result<Grant, Error>> {
        match self.0.1.load(Ordering::SeqCst) {
            0 => self.0.fetch(),
            _ => Box::pin(std::future::pending()),
        }
    }
}

#[tokio::test]
async fn after_a_refusal_in_the_body_calls_still_use_the_token() {
    let (server, operation) = refusing().await;
    let tokens = Tokens::new(Silent(Numbered(server.url(), AtomicUsize::new(0))));
    let settings = quick().deadline(Duration::from_secs(2));
    let client = Client::with("bouwsoft", tokens, &settings);
    client.create("k1").await.expect_err("refused");
    for _ in 0..3 {
        let outcome = client.call(operation, "k1").await;
        outcome.expect("a response, with the current token");
    }
}

#[tokio::test]
async fn not_every_refusal_in_a_body_fetches_a_token() {
    let server = Server::reacting(vec![Reaction::respond(json(200, REFUSAL))]).await;
    let source = Arc::new(Numbered(server.url(), AtomicUsize::new(0)));
    let client = Client::with("bouwsoft", Tokens::new(Shared(source.clone())), &quick());
    for _ in 0..20 {
        client.create("k1").await.expect_err("refused");
    }
    assert_eq!(source.1.load(Ordering::SeqCst), 2);
}

/// A token source that the test can inspect.
struct Shared(Arc<Numbered>);

impl TokenSource for Shared {
    fn fetch(&self) -> BoxFuture<'_, Result<Grant, Error>> {
        self.0.fetch()
    }
}

#[tokio::test]
async fn a_valid_token_is_used_while_the_source_does_not_respond() {
    for api in APIS {
        let sample = &samples(api)[0];
        let server = Server::reacting(vec![Reaction::respond(good(sample))]).await;
        let grant = Grant::new(&server.url(), false).expect("a grant");
        let ends = SystemTime::now() + Duration::from_secs(10);
        let silent = Silent(Numbered(server.url(), AtomicUsize::new(1)));
        let tokens = Tokens::new(silent).starting_with(grant.expires_at(ends));
        let client = Client::with(api, tokens, &quick().deadline(Duration::from_secs(60)));
        // After half the lifetime of a token, the client fetches another one.
        tokio::time::sleep(Duration::from_millis(5100)).await;
        let outcome = client.call(sample.operation, "k1").await;
        outcome.expect("a response, with the token that is still valid");
    }
}

#[tokio::test]
async fn a_call_with_a_short_deadline_uses_the_current_token() {
    let (server, operation) = refusing().await;
    let tokens = Tokens::new(Silent(Numbered(server.url(), AtomicUsize::new(0))));
    let settings = quick().deadline(Duration::from_millis(800));
    let client = Client::with("bouwsoft", tokens, &settings);
    client.create("k1").await.expect_err("refused");
    let outcome = client.call(operation, "k1").await;
    outcome.expect("a response, with the current token");
}

/// A token source that returns one token after some time, and then fails, like a refresh token that is valid only once.
struct Once {
    source: Numbered,
    fetches: AtomicUsize,
    /// How long it blocks its thread, and then waits without blocking.
    blocks: Duration,
    waits: Duration,
}

impl Once {
    fn new(url: String, blocks: Duration, waits: Duration) -> Self {
        Self {
            source: Numbered(url, AtomicUsize::new(0)),
            fetches: AtomicUsize::new(0),
            blocks,
            waits,
        }
    }
}

impl TokenSource for Once {
    fn fetch(&self) -> BoxFuture<'_, Result<Grant, Error>> {
        Box::pin(async {
            if self.fetches.fetch_add(1, Ordering::SeqCst) > 0 {
                return Err(Error::authentication("used already"));
            }
            std::thread::sleep(self.blocks);
            tokio::time::sleep(self.waits).await;
            self.source.fetch().await
        })
    }
}

/// Longer than a call waits for a fetch whose runtime does not run it.
const STILL: Duration = Duration::from_millis(2600);

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_source_that_blocks_its_thread_is_waited_for() {
    let sample = &samples("bouwsoft")[0];
    let server = Server::reacting(vec![Reaction::respond(good(sample))]).await;
    let source = Once::new(server.url(), STILL, Duration::ZERO);
    let client = Client::with("bouwsoft", Tokens::new(source), &quick());
    let call = || client.call(sample.operation, "k1");
    let (first, second) = tokio::join!(call(), call());
    first.expect("a response");
    second.expect("a response");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_late_token_is_kept_if_there_is_no_newer_one() {
    let sample = samples("bouwsoft").remove(0);
    let server = Server::reacting(vec![Reaction::respond(good(&sample))]).await;
    let source = Once::new(server.url(), Duration::ZERO, Duration::from_millis(300));
    let client = Client::with("bouwsoft", Tokens::new(source), &quick());
    let (busy, operation) = (client.clone(), sample.operation);
    let busy = std::thread::spawn(move || {
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = runtime.enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let call = async { busy.call(operation, "k1").await };
            let work = async {
                tokio::time::sleep(Duration::from_millis(50)).await;
                std::thread::sleep(STILL);
            };
            tokio::join!(call, work).0
        })
    });
    tokio::time::sleep(STILL - Duration::from_millis(200)).await;
    let error = client.call(sample.operation, "k1").await;
    error.expect_err("there is no other token");
    busy.join().expect("no panic").expect("a response");
    let later = client.call(sample.operation, "k1").await;
    later.expect("a response, with the token that arrived late");
}

/// A slow token source.
struct Slow(Numbered);

impl TokenSource for Slow {
    fn fetch(&self) -> BoxFuture<'_, Result<Grant, Error>> {
        Box::pin(async {
            tokio::time::sleep(Duration::from_millis(50)).await;
            self.0.fetch().await
        })
    }
}

#[tokio::test]
async fn an_unpolled_call_does_not_block_others() {
    for api in APIS {
        let sample = &samples(api)[0];
        let server = Server::reacting(vec![Reaction::respond(good(sample))]).await;
        let tokens = Tokens::new(Slow(Numbered(server.url(), AtomicUsize::new(0))));
        let settings = quick().deadline(Duration::from_secs(2));
        let client = Client::with(api, tokens, &settings);
        let call = || Box::pin(client.call(sample.operation, "k1"));
        // Each call waits for the token, and then is not polled while the others are.
        let mut unpolled = Vec::new();
        for _ in 0..3 {
            let mut call = call();
            let begun = tokio::time::timeout(Duration::from_millis(5), &mut call).await;
            begun.expect_err("it waits for the token");
            unpolled.push(call);
        }
        for _ in 0..3 {
            call().await.expect("a response");
        }
        for call in unpolled {
            call.await.expect("a response");
        }
    }
}
