//! What hooks, proxies and slow servers must not cause.

use std::{
    process::Command,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use order_sdk_http::{ErrorKind, Settings};

use super::{
    api::{APIS, Client, KEY, quick, samples},
    list::{good, json},
    reaction::{Piece, Reaction},
    server::Server,
};

#[tokio::test]
async fn a_hook_cannot_change_the_server_or_the_method() {
    for sample in APIS.into_iter().flat_map(samples) {
        let reaction = || vec![Reaction::respond(good(&sample))];
        let (here, elsewhere) = (
            Server::reacting(reaction()).await,
            Server::reacting(reaction()).await,
        );
        let port = elsewhere.port();
        let other_server = quick().before(move |_, request| {
            request.url_mut().set_port(Some(port)).expect("a port");
        });
        let other_method = quick().before(|_, request| {
            *request.method_mut() = reqwest::Method::DELETE;
        });
        for settings in [other_server, other_method] {
            let client = Client::new(sample.api, &here.url(), &settings);
            let error = client.call(sample.operation, "k1").await;
            let error = error.expect_err("a hook that goes too far");
            assert_eq!(error.kind(), ErrorKind::InvalidRequest);
            assert!(error.to_string().contains("a hook changed"), "{error}");
            assert_eq!(
                (error.attempts(), error.may_have_been_applied()),
                (0, false)
            );
        }
        assert_eq!(here.seen().heads.len() + elsewhere.seen().heads.len(), 0);
    }
}

#[tokio::test]
async fn a_hook_that_panics_loses_no_response() {
    static CALLED: AtomicBool = AtomicBool::new(false);
    for api in APIS {
        CALLED.store(false, Ordering::SeqCst);
        let sample = &samples(api)[0];
        let server = Server::reacting(vec![Reaction::respond(good(sample)).created()]).await;
        let settings = quick().after(|_| {
            CALLED.store(true, Ordering::SeqCst);
            panic!("as this hook does");
        });
        let client = Client::new(api, &server.url(), &settings);
        let outcome = client.call(sample.operation, "k1").await;
        outcome.expect("a response");
        assert!(CALLED.load(Ordering::SeqCst));
    }
}

#[tokio::test]
async fn a_hook_that_panics_before_a_call_makes_it_fail() {
    for sample in APIS.into_iter().flat_map(samples) {
        let server = Server::reacting(vec![Reaction::respond(good(&sample))]).await;
        let settings = quick().before(|_, _| panic!("as this hook does"));
        let client = Client::new(sample.api, &server.url(), &settings);
        let error = client.call(sample.operation, "k1").await;
        let error = error.expect_err("nothing was sent");
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(error.to_string().ends_with("a hook panicked"), "{error}");
        assert!(!error.may_have_been_applied());
        assert_eq!(server.seen().heads.len(), 0);
    }
}

#[tokio::test]
async fn a_hook_is_shown_no_credentials() {
    for sample in APIS.into_iter().flat_map(samples) {
        let server = Server::reacting(vec![Reaction::respond(good(&sample))]).await;
        let shown = Arc::<Mutex<Vec<String>>>::default();
        let kept = shown.clone();
        let settings = quick().before(move |_, request| {
            let headers = request.headers().iter();
            let headers = headers.map(|(name, value)| format!("{name}: {value:?}"));
            kept.lock().expect("not poisoned").extend(headers);
        });
        let client = Client::new(sample.api, &server.url(), &settings);
        let outcome = client.call(sample.operation, "k1").await;
        outcome.expect("a response");
        let shown = shown.lock().expect("not poisoned").join("\n");
        let is_credential = ["token", "key", "authorization", "for-tests", "Sensitive"]
            .iter()
            .any(|part| shown.contains(part));
        assert!(shown.contains("accept") && !is_credential, "{shown}");
        let sent = &server.seen().heads[0];
        let names = ["accesstoken", "x-api-key", "refreshtoken"];
        assert!(names.iter().any(|name| sent.header(name).is_some()));
    }
}

#[tokio::test]
async fn infinite_timeouts_are_accepted() {
    for api in APIS {
        let sample = &samples(api)[0];
        let server = Server::reacting(vec![Reaction::respond(good(sample))]).await;
        let settings = quick()
            .connect_timeout(Duration::MAX)
            .request_timeout(Duration::MAX)
            .deadline(Duration::MAX);
        let client = Client::new(api, &server.url(), &settings);
        client
            .call(sample.operation, "k1")
            .await
            .expect("a response");
    }
}

#[tokio::test]
async fn an_error_in_place_of_a_file_has_a_time_limit() {
    let mut pieces = vec![Piece::Bytes(json(500, "x".repeat(200))[..100].to_vec())];
    for _ in 0..100 {
        pieces.push(Piece::Pause(Duration::from_millis(50)));
        pieces.push(Piece::Bytes(b"x".to_vec()));
    }
    let server = Server::reacting(vec![Reaction::pieces(pieces)]).await;
    let settings = quick().request_timeout(Duration::from_millis(300));
    let builder = eenvoudigfactureren::Client::builder().settings(settings);
    let client = builder.api_key(KEY).server(&*server.url()).build();
    let start = Instant::now();
    let error = client.expect("a client").download_order(5005).await;
    let error = error.expect_err("an error that does not end");
    assert!(start.elapsed() < Duration::from_secs(3), "{error}");
}

/// A client of EenvoudigFactureren with a request timeout of 200 ms.
fn with_short_timeout(server: &Server) -> eenvoudigfactureren::Client {
    let settings = quick().request_timeout(Duration::from_millis(200));
    let builder = eenvoudigfactureren::Client::builder().settings(settings);
    let client = builder.api_key(KEY).server(&*server.url()).build();
    client.expect("a client")
}

#[tokio::test]
async fn slow_processing_of_rows_loses_no_page() {
    let page = |turn: usize| match turn {
        0 | 1 => r#"[{"order_id":1},{"order_id":2}]"#,
        _ => "[]",
    };
    let server = Server::scripted(move |turn| Reaction::respond(json(200, page(turn)))).await;
    let client = with_short_timeout(&server);
    let paging = eenvoudigfactureren::Paging::new().page_size(2).prefetch();
    let mut rows = client.list_orders().stream_with(paging);
    let mut count = 0;
    while let Some(row) = rows.next_row().await {
        row.expect("an order");
        count += 1;
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
    // The page that arrived too late was requested again.
    assert!(count >= 2 && server.seen().heads.len() >= 3, "{count}");
}

#[tokio::test]
async fn a_file_may_be_read_slowly_but_must_arrive() {
    let file = |length: usize| {
        let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n%PDF-1.7");
        Piece::Bytes(head.into_bytes())
    };
    let rest = Piece::Bytes(vec![b'x'; 100]);
    let server = Server::reacting(vec![
        Reaction::pieces(vec![file(108), rest]),
        Reaction::pieces(vec![file(108)]).then_hang(),
    ])
    .await;
    let client = with_short_timeout(&server);
    let download = client.download_order(5005).await.expect("a file");
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(download.bytes().await.expect("the whole file").len(), 108);
    let half = client.download_order(5005).await.expect("a file");
    let error = half.bytes().await.expect_err("the rest does not arrive");
    assert_eq!(error.kind(), ErrorKind::Timeout);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_sees_no_credentials_in_the_clear() {
    let proxy = Server::reacting(vec![Reaction::respond(json(403, ""))]).await;
    let this = std::env::current_exe().expect("a program");
    let program = tokio::task::spawn_blocking({
        let url = proxy.url();
        move || {
            Command::new(this)
                .args(["--exact", "faults::traps::behind_a_proxy", "--ignored"])
                .env("HTTP_PROXY", &url)
                .env("http_proxy", &url)
                .env_remove("NO_PROXY")
                .env_remove("no_proxy")
                .output()
        }
    });
    let output = program.await.expect("ended").expect("it runs");
    let stdout = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && stdout.contains("1 passed"),
        "{stdout}"
    );
    assert_eq!(proxy.seen().heads.len(), 0);
}

#[tokio::test]
#[ignore = "run by the other test, with a proxy in its environment"]
async fn behind_a_proxy() {
    for api in APIS {
        let sample = &samples(api)[0];
        let server = Server::reacting(vec![Reaction::respond(good(sample))]).await;
        let client = Client::new(api, &server.url(), &Settings::new());
        client
            .call(sample.operation, "k1")
            .await
            .expect("a response");
        assert_eq!(server.seen().heads.len(), 1);
    }
}
