//! What hooks, proxies, slow servers and sources of tokens must not bring about.

use std::{
    process::Command,
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    time::{Duration, Instant, SystemTime},
};

use sdk_runtime::http::{BoxFuture, Error, ErrorKind, Grant, Settings, TokenSource, Tokens};

use super::{
    act::{Act, Piece},
    api::{APIS, Client, KEY, quick, samples},
    list::{good, json},
    server::Server,
};

#[tokio::test]
async fn a_hook_cannot_lead_a_request_elsewhere() {
    for sample in APIS.into_iter().flat_map(samples) {
        let act = || vec![Act::answer(good(&sample))];
        let (here, elsewhere) = (Server::acting(act()).await, Server::acting(act()).await);
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
            assert_eq!((error.attempts(), error.may_have_happened()), (0, false));
        }
        assert_eq!(here.seen().heads.len() + elsewhere.seen().heads.len(), 0);
    }
}

#[tokio::test]
async fn a_hook_that_panics_loses_no_answer() {
    static CALLED: AtomicBool = AtomicBool::new(false);
    for api in APIS {
        CALLED.store(false, Ordering::SeqCst);
        let sample = &samples(api)[0];
        let server = Server::acting(vec![Act::answer(good(sample)).created()]).await;
        let settings = quick().after(|_| {
            CALLED.store(true, Ordering::SeqCst);
            panic!("as this hook does");
        });
        let client = Client::new(api, &server.url(), &settings);
        let outcome = client.call(sample.operation, "k1").await;
        outcome.expect("the answer");
        assert!(CALLED.load(Ordering::SeqCst));
    }
}

#[tokio::test]
async fn times_without_end_are_times() {
    for api in APIS {
        let sample = &samples(api)[0];
        let server = Server::acting(vec![Act::answer(good(sample))]).await;
        let settings = quick()
            .connect_timeout(Duration::MAX)
            .request_timeout(Duration::MAX)
            .deadline(Duration::MAX);
        let client = Client::new(api, &server.url(), &settings);
        client.call(sample.operation, "k1").await.expect("answered");
    }
}

#[tokio::test]
async fn an_error_in_place_of_a_file_has_a_time_limit() {
    let mut pieces = vec![Piece::Bytes(json(500, "x".repeat(200))[..100].to_vec())];
    for _ in 0..100 {
        pieces.push(Piece::Pause(Duration::from_millis(50)));
        pieces.push(Piece::Bytes(b"x".to_vec()));
    }
    let server = Server::acting(vec![Act::pieces(pieces)]).await;
    let settings = quick().request_timeout(Duration::from_millis(300));
    let builder = eenvoudigfactureren::Client::builder().settings(settings);
    let client = builder.api_key(KEY).server(&*server.url()).build();
    let start = Instant::now();
    let error = client.expect("a client").download_order(5005).await;
    let error = error.expect_err("an error that does not end");
    assert!(start.elapsed() < Duration::from_secs(3), "{error}");
}

/// A client of EenvoudigFactureren whose requests may take a fifth of a second.
fn hasty(server: &Server) -> eenvoudigfactureren::Client {
    let settings = quick().request_timeout(Duration::from_millis(200));
    let builder = eenvoudigfactureren::Client::builder().settings(settings);
    let client = builder.api_key(KEY).server(&*server.url()).build();
    client.expect("a client")
}

#[tokio::test]
async fn rows_that_are_worked_on_for_long_lose_no_page() {
    let page = |turn: usize| match turn {
        0 | 1 => r#"[{"order_id":1},{"order_id":2}]"#,
        _ => "[]",
    };
    let server = Server::scripted(move |turn| Act::answer(json(200, page(turn)))).await;
    let client = hasty(&server);
    let paging = eenvoudigfactureren::Paging::new().page_size(2).prefetch();
    let mut rows = client.list_orders().stream_with(paging);
    let mut count = 0;
    while let Some(row) = rows.next_row().await {
        row.expect("an order");
        count += 1;
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
    // The page that came too late was asked for once more.
    assert!(count >= 2 && server.seen().heads.len() >= 3, "{count}");
}

#[tokio::test]
async fn a_file_may_be_taken_slowly_but_must_come() {
    let file = |length: usize| {
        let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n%PDF-1.7");
        Piece::Bytes(head.into_bytes())
    };
    let rest = Piece::Bytes(vec![b'x'; 100]);
    let server = Server::acting(vec![
        Act::pieces(vec![file(108), rest]),
        Act::pieces(vec![file(108)]).then_hang(),
    ])
    .await;
    let client = hasty(&server);
    let whole = client.download_order(5005).await.expect("a file");
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(whole.bytes().await.expect("all of it").len(), 108);
    let half = client.download_order(5005).await.expect("a file");
    let error = half.bytes().await.expect_err("nothing more");
    assert_eq!(error.kind(), ErrorKind::Timeout);
}

/// A source whose tokens are numbered.
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
    let acts = vec![Act::answer(json(401, "")), Act::answer(good(sample))];
    let server = Server::acting(acts).await;
    let tokens = Tokens::new(Numbered(server.url(), AtomicUsize::new(0)));
    let client = bouwsoft::Client::new(tokens, &quick()).expect("a client");
    let picture = || {
        let pieces = futures_util::stream::iter([Ok::<_, std::io::Error>("picture")]);
        let body = reqwest::Body::wrap_stream(pieces);
        bouwsoft::Picture::stream("image/png", body).expect("a picture")
    };
    let sign = || client.sign_order().id(1).body(picture());
    let error = sign().send().await.expect_err("refused");
    assert_eq!(
        (error.kind(), error.attempts()),
        (ErrorKind::Authentication, 1)
    );
    sign().send().await.expect("signed, with another token");
    let heads = server.seen().heads;
    let tokens: Vec<_> = heads
        .iter()
        .map(|head| head.header("accesstoken"))
        .collect();
    assert_eq!(tokens, [Some("0"), Some("1")]);
}

/// A source of tokens that cannot say anything of use.
struct Confused;

impl TokenSource for Confused {
    fn fetch(&self) -> BoxFuture<'_, Result<Grant, Error>> {
        Box::pin(async { Err(Error::unreadable("it is no token")) })
    }
}

#[tokio::test]
async fn what_is_wrong_with_tokens_is_not_told_of_the_call() {
    for api in APIS {
        let client = Client::with(api, Tokens::new(Confused), &quick());
        let error = client.create("k1").await.expect_err("no token");
        assert_eq!(error.kind(), ErrorKind::Authentication);
        assert_eq!((error.status(), error.attempts()), (None, 0));
        assert!(error.to_string().contains("it is no token"), "{error}");
    }
}

#[tokio::test]
async fn a_token_is_used_to_its_end_where_no_other_can_be_had() {
    for api in APIS {
        let sample = &samples(api)[0];
        let server = Server::acting(vec![Act::answer(good(sample))]).await;
        let grant = Grant::new(&server.url(), false).expect("a grant");
        let ends = SystemTime::now() + Duration::from_secs(2);
        let tokens = Tokens::new(Confused).starting_with(grant.until(ends));
        let client = Client::with(api, tokens, &quick());
        // More than half of its life, after which another is fetched.
        tokio::time::sleep(Duration::from_millis(1100)).await;
        let outcome = client.call(sample.operation, "k1").await;
        outcome.expect("the token that lasts");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_sees_no_credentials_in_the_clear() {
    let proxy = Server::acting(vec![Act::answer(json(403, ""))]).await;
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
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && said.contains("1 passed"),
        "{said}"
    );
    assert_eq!(proxy.seen().heads.len(), 0);
}

#[tokio::test]
#[ignore = "run by the other test, with a proxy in its environment"]
async fn behind_a_proxy() {
    for api in APIS {
        let sample = &samples(api)[0];
        let server = Server::acting(vec![Act::answer(good(sample))]).await;
        let client = Client::new(api, &server.url(), &Settings::new());
        client.call(sample.operation, "k1").await.expect("answered");
        assert_eq!(server.seen().heads.len(), 1);
    }
}
