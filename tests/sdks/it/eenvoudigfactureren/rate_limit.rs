//! The rate limit: how many requests arrive at a time and per second.

use std::{
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use crate::support::{contract, root};
use eenvoudigfactureren::{Client, ErrorKind, RateLimit, RetryPolicy, Settings};
use futures_util::future::join_all;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// The arrival times of the requests, and the largest number in progress at a time.
#[derive(Default)]
struct Arrivals {
    times: Mutex<Vec<Instant>>,
    now: AtomicUsize,
    most: AtomicUsize,
}

/// A server that needs some time for each request. The first `failures` of them get a 503.
async fn server(work: Duration, failures: usize) -> (Arc<Arrivals>, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let arrivals = Arc::new(Arrivals::default());
    let shared = arrivals.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(respond(stream, shared.clone(), work, failures));
        }
    });
    (arrivals, url)
}

async fn respond(mut stream: TcpStream, arrivals: Arc<Arrivals>, work: Duration, failures: usize) {
    let mut request = Vec::new();
    while stream
        .read_buf(&mut request)
        .await
        .is_ok_and(|read| read > 0)
    {
        if !request.ends_with(b"\r\n\r\n") {
            continue;
        }
        let is_list = request.starts_with(b"GET");
        request.clear();
        let index = {
            let mut times = arrivals.times.lock().expect("not poisoned");
            times.push(Instant::now());
            times.len() - 1
        };
        let now = arrivals.now.fetch_add(1, Ordering::SeqCst) + 1;
        arrivals.most.fetch_max(now, Ordering::SeqCst);
        tokio::time::sleep(work).await;
        arrivals.now.fetch_sub(1, Ordering::SeqCst);
        let (status, body) = if index < failures {
            ("503 Service Unavailable", "{}")
        } else if is_list {
            ("200 OK", "[]")
        } else {
            ("200 OK", r#"{"success":"done"}"#)
        };
        let response = format!(
            "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        if stream.write_all(response.as_bytes()).await.is_err() {
            return;
        }
    }
}

fn client(url: &str, settings: Settings) -> Client {
    let builder = Client::builder().api_key("key-for-tests").server(url);
    builder.settings(settings).build().expect("a client")
}

/// Lists the layouts this many times at once.
async fn list(client: &Client, times: usize) {
    for result in join_all((0..times).map(|_| async { client.list_layouts().await })).await {
        result.expect("a list");
    }
}

#[tokio::test]
async fn no_more_requests_than_allowed_arrive_at_a_time() {
    let (arrivals, url) = server(Duration::from_millis(30), 0).await;
    let settings = Settings::new().rate_limit(RateLimit::new(2, 1000));
    let client = client(&url, settings);
    list(&client, 8).await;
    assert_eq!(arrivals.most.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn requests_keep_their_interval_and_clones_share_it() {
    let (arrivals, url) = server(Duration::ZERO, 0).await;
    let settings = Settings::new().rate_limit(RateLimit::new(100, 20));
    let first = client(&url, settings);
    let second = first.clone();
    let start = Instant::now();
    tokio::join!(list(&first, 4), list(&second, 4));
    // The first request does not wait, so there are 7 intervals of 50 ms.
    assert!(
        start.elapsed() >= Duration::from_millis(350),
        "{:?}",
        start.elapsed()
    );
    assert_eq!(arrivals.times.lock().expect("not poisoned").len(), 8);
}

#[tokio::test]
async fn retries_wait_for_their_turn_too() {
    let (arrivals, url) = server(Duration::ZERO, 3).await;
    let retry = RetryPolicy::default().delays(Duration::ZERO, Duration::ZERO);
    let settings = Settings::new().retry(retry);
    let client = client(&url, settings.rate_limit(RateLimit::new(1, 10)));
    let start = Instant::now();
    list(&client, 1).await;
    assert_eq!(arrivals.times.lock().expect("not poisoned").len(), 4);
    assert!(
        start.elapsed() >= Duration::from_millis(300),
        "{:?}",
        start.elapsed()
    );
}

#[tokio::test]
async fn a_call_whose_turn_comes_too_late_is_not_sent() {
    let (arrivals, url) = server(Duration::ZERO, 0).await;
    let settings = Settings::new().rate_limit(RateLimit::new(1, 1));
    let client = client(&url, settings.retry(RetryPolicy::none()));
    list(&client, 1).await;
    let late = client
        .delete_client(1001)
        .timeout(Duration::from_millis(50));
    let error = late.await.expect_err("its turn is later");
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(!error.may_have_been_applied() && error.is_retryable());
    let reason = "the request waited for the rate limit of the client";
    assert!(error.to_string().contains(reason), "{error}");
    assert_eq!(arrivals.times.lock().expect("not poisoned").len(), 1);
}

#[tokio::test]
async fn a_write_is_not_sent_so_late_that_its_outcome_would_be_unknown() {
    let (arrivals, url) = server(Duration::from_millis(100), 0).await;
    let settings = Settings::new().connect_timeout(Duration::from_millis(300));
    let client = client(&url, settings.rate_limit(RateLimit::new(10, 1)));
    let delete = || {
        client
            .delete_client(1001)
            .timeout(Duration::from_millis(2050))
    };
    let results = join_all((0..4).map(|_| async { delete().await })).await;
    for error in results.into_iter().filter_map(Result::err) {
        assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
        assert!(!error.may_have_been_applied(), "{error}");
    }
    // The turn of the third request is 50 ms before its deadline, which is too late for a write.
    assert_eq!(arrivals.times.lock().expect("not poisoned").len(), 2);
}

#[tokio::test]
async fn the_documented_default_applies_to_other_machines() {
    let (arrivals, url) = server(Duration::from_millis(300), 0).await;
    let address: SocketAddr = url
        .trim_start_matches("http://")
        .parse()
        .expect("an address");
    // For the client, a host name that resolves to this machine is another machine.
    let settings = Settings::new()
        .allow_plain_http()
        .http_client(move |builder| builder.no_proxy().resolve("orders.test", address));
    let client = client(&format!("http://orders.test:{}", address.port()), settings);
    let start = Instant::now();
    list(&client, 8).await;
    let settings = &contract("eenvoudigfactureren").codegen;
    let limit = settings.rate_limit.as_ref().expect("a limit");
    let most = arrivals.most.load(Ordering::SeqCst);
    assert!(most <= limit.at_a_time as usize, "{most} at a time");
    let intervals = Duration::from_secs(7) / limit.per_second;
    assert!(start.elapsed() >= intervals, "{:?}", start.elapsed());
    for file in ["docs/sdk-guide.md", "crates/eenvoudigfactureren/src/lib.rs"] {
        let text = std::fs::read_to_string(root().join(file)).expect("a string");
        let text = text.replace("//! ", "").replace('\n', " ");
        let (at_a_time, per_second) = (limit.at_a_time, limit.per_second);
        let stated = format!("{at_a_time} requests at a time and {per_second} per second");
        assert!(text.contains(&stated), "{file}: {stated}");
    }
}

#[tokio::test]
async fn the_default_does_not_apply_to_this_machine() {
    let (arrivals, url) = server(Duration::from_millis(50), 0).await;
    let client = client(&url, Settings::new());
    list(&client, 8).await;
    assert!(arrivals.most.load(Ordering::SeqCst) > 4);
}
