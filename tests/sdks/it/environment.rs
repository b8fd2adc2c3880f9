//! Clients and environment variables. Each case runs in its own process, because environment variables belong to the
//! process.

use std::{
    io::{Read, Write},
    net::TcpListener,
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use eenvoudigfactureren::Client;

use crate::{calls, requests::server, samples, support::contract};

/// What the process of a case prints, with these variables.
fn printed(test: &str, variables: &[(&str, &str)]) -> String {
    let this = std::env::current_exe().expect("a program");
    let output = Command::new(this)
        .args([
            "--exact",
            &format!("environment::{test}"),
            "--ignored",
            "--nocapture",
        ])
        .env_clear()
        .envs(variables.iter().copied())
        .output()
        .expect("it runs");
    String::from_utf8(output.stdout).expect("text")
}

#[test]
#[ignore = "run by another test, in its own environment"]
fn in_its_own_process() {
    match Client::from_env() {
        Ok(client) => println!("made: {client:?}"),
        Err(error) => println!("refused: {error}"),
    }
}

#[test]
fn a_client_is_created_from_variables() {
    let key = ("EENVOUDIGFACTUREREN_API_KEY", "topsecret");
    let printed_with_key = printed(
        "in_its_own_process",
        &[key, ("EENVOUDIGFACTUREREN_SERVER", "simplybooks")],
    );
    assert!(printed_with_key.contains("made: "), "{printed_with_key}");
    assert!(
        printed_with_key.contains("https://app.simplybooks.be/api/v1"),
        "{printed_with_key}"
    );
    assert!(
        !printed_with_key.contains("topsecret"),
        "{printed_with_key}"
    );
    let without = printed("in_its_own_process", &[]);
    let refused = "refused: no credentials: set EENVOUDIGFACTUREREN_API_KEY, or";
    assert!(without.contains(refused), "{without}");
}

#[tokio::test]
#[ignore = "run by another test, in its own environment"]
async fn first_call_of_bouwsoft() {
    let done = samples::bouwsoft::first_call::first_call().await;
    done.expect("a response");
}

#[tokio::test]
#[ignore = "run by another test, in its own environment"]
async fn first_call_of_eenvoudigfactureren() {
    let done = samples::eenvoudigfactureren::first_call::first_call().await;
    done.expect("a response");
}

/// The start page of the portal shows both forms of the first call.
#[test]
fn the_first_calls_in_rust_send_what_their_curl_sends() {
    let bouwsoft: &[_] = &[("BOUWSOFT_CLIENT_NR", "1"), ("BOUWSOFT_ACCESS_TOKEN", "x")];
    let eenvoudig: &[_] = &[("EENVOUDIGFACTUREREN_API_KEY", "x")];
    for (api, variables) in [("bouwsoft", bouwsoft), ("eenvoudigfactureren", eenvoudig)] {
        let contract = contract(api);
        let curl = contract.place().join("samples/first_call.sh");
        let curl = std::fs::read_to_string(curl).expect("the command");
        let calls = calls::of(contract);
        let lists = calls.iter().filter(|call| call.operation == "list_orders");
        let arrived = Arc::default();
        let server = server(contract, &arrived, &lists.collect::<Vec<_>>());
        let at = (
            format!("{}_SERVER", api.to_uppercase()),
            server.url("/api/v1"),
        );
        let variables = [variables, &[(at.0.as_str(), at.1.as_str())]].concat();
        let printed = printed(&format!("first_call_of_{api}"), &variables);
        let arrived = arrived.lock().expect("not poisoned");
        let [request] = arrived.as_slice() else {
            panic!("{api}: {} requests: {printed}", arrived.len());
        };
        let target = request.uri();
        let target = format!("{}'", target.path_and_query().expect("a path"));
        assert!(curl.contains(&target), "{api}: {target} is not in {curl}");
    }
}

/// The URL of a server that refuses all requests and can also be used as a proxy, and the number of its connections.
fn listener() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let count = Arc::<AtomicUsize>::default();
    let counted = count.clone();
    thread::spawn(move || {
        for mut connection in listener.incoming().flatten() {
            counted.fetch_add(1, Ordering::SeqCst);
            let _ = connection.read(&mut [0; 1 << 14]);
            let refusal = "HTTP/1.1 400 No\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
            let _ = connection.write_all(refusal.as_bytes());
        }
    });
    (url, count)
}

/// Calls a server through each kind of client, with credentials.
async fn call_all(url: &str) {
    let settings = || {
        let settings = eenvoudigfactureren::Settings::new().allow_plain_http();
        settings.retry(eenvoudigfactureren::RetryPolicy::none())
    };
    let client = Client::builder().api_key("topsecret").server(url);
    let client = client.settings(settings()).build().expect("a client");
    let list = client.list_orders().await;
    list.expect_err("refused");
    let bouwsoft = || {
        bouwsoft::Client::builder()
            .settings(settings())
            .allow_host("127.0.0.1")
    };
    let access = bouwsoft().access_token(url, 115, "topsecret").build();
    let copy = access.expect("a client").copy_order(1).await;
    copy.expect_err("refused");
    let refresh = bouwsoft()
        .refresh_token(115, "topsecret")
        .authorization_server(url);
    let copy = refresh.build().expect("a client").copy_order(1).await;
    copy.expect_err("refused");
    let activate = bouwsoft::Activation::builder("topsecret").authorization_server(url);
    let begun = activate.settings(settings()).start().await;
    begun.expect_err("refused");
}

#[tokio::test]
#[ignore = "run by another test, in its own environment"]
async fn behind_a_proxy() {
    let url = std::env::var("SERVER_URL").expect("a URL");
    call_all(&url).await;
    println!("called");
}

#[test]
fn plain_http_to_this_machine_goes_through_no_proxy() {
    for name in ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"] {
        let (proxy, seen_by_proxy) = listener();
        let (server, seen_by_server) = listener();
        let port = server.rsplit(':').next().expect("a port");
        let own_name = format!("http://localhost:{port}/api/v1");
        for url in [format!("{server}/api/v1"), own_name] {
            let printed = printed("behind_a_proxy", &[(name, &proxy), ("SERVER_URL", &url)]);
            assert!(printed.contains("called"), "{name}, {url}: {printed}");
        }
        let seen = |count: &AtomicUsize| count.load(Ordering::SeqCst);
        let connections = (seen(&seen_by_proxy), seen(&seen_by_server));
        assert_eq!(connections, (0, 8), "{name}: to the proxy, to the server");
        // For other servers, the proxy is used.
        let elsewhere = ("SERVER_URL", "http://server.invalid/api/v1");
        printed("behind_a_proxy", &[(name, &proxy), elsewhere]);
        assert!(
            seen(&seen_by_proxy) > 0,
            "{name}: the proxy is not used at all"
        );
    }
}
