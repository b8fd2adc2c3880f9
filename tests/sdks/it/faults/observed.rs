//! What users can observe: spans, hooks, and the headers of every request.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use order_sdk_http::{ErrorKind, Grant, Report, Settings};
use reqwest::{header::HeaderValue, redirect::Policy};
use tracing::{Instrument, field};

use super::{
    api::{APIS, Client, KEY, Sample, quick, samples},
    capture::{Fields, Traced},
    list::{good, http, json},
    reaction::Reaction,
    server::{Seen, Server},
};

/// What reaches a server with these reactions, what is traced, and what the hooks receive.
async fn observed(
    sample: &Sample,
    reactions: Vec<Reaction>,
    settings: Settings,
) -> (Seen, Fields, Vec<Report>) {
    let traced = Traced::all();
    let reports = Arc::<Mutex<Vec<Report>>>::default();
    let kept = reports.clone();
    let settings = settings.after(move |report| kept.lock().expect("not poisoned").push(*report));
    let server = Server::reacting(reactions).await;
    let client = Client::new(sample.api, &server.url(), &settings);
    let _ = client.call(sample.operation, "k1").await;
    let [span] = <[Fields; 1]>::try_from(traced.calls()).expect("one span");
    let reports = reports.lock().expect("not poisoned").clone();
    (server.seen(), span, reports)
}

#[tokio::test]
async fn a_span_and_a_report_describe_each_call() {
    for sample in APIS.into_iter().flat_map(samples) {
        let reactions = vec![Reaction::respond(good(&sample))];
        let (_, span, reports) = observed(&sample, reactions, quick()).await;
        let method = if sample.writes { "POST" } else { "GET" };
        let route = span["route"].clone();
        assert!(
            route.to_ascii_lowercase().contains("order") || route.starts_with("/Authorize/"),
            "{route}"
        );
        let status = sample.status.to_string();
        for (name, value) in [
            ("operation", sample.operation),
            ("method", method),
            ("status", &status),
            ("attempts", "1"),
        ] {
            assert_eq!(span[name], value, "{name}");
        }
        assert!(span["duration_ms"].parse::<u64>().is_ok(), "{span:?}");
        assert!(!span.contains_key("error"), "{span:?}");
        let [report] = reports[..] else {
            panic!("{} reports", reports.len());
        };
        assert_eq!(
            (report.operation, report.route),
            (sample.operation, &*route)
        );
        assert_eq!((report.attempts, report.status), (1, Some(sample.status)));
        assert!(report.error.is_none() && report.duration > Duration::ZERO);
    }
}

#[tokio::test]
async fn a_span_and_a_report_describe_failures() {
    for sample in APIS.into_iter().flat_map(samples) {
        let busy = Reaction::respond(json(503, ""));
        let (_, span, reports) = observed(&sample, vec![busy], quick()).await;
        let (attempts, kind) = if sample.writes {
            (1, ErrorKind::UnknownOutcome)
        } else {
            (3, ErrorKind::ServerFault)
        };
        assert_eq!(span["error"], format!("{kind:?}"));
        assert_eq!(
            (&*span["status"], &*span["attempts"]),
            ("503", &*attempts.to_string())
        );
        assert_eq!(reports.len(), 1);
        assert_eq!(
            (reports[0].attempts, reports[0].error),
            (attempts, Some(kind))
        );
        let (_, span, reports) = observed(&sample, vec![Reaction::reset()], quick()).await;
        assert!(!span.contains_key("status"), "{span:?}");
        assert_eq!(reports[0].status, None);
    }
}

#[tokio::test]
async fn a_span_of_the_caller_is_not_changed() {
    let traced = Traced::of(|meta| !meta.target().starts_with("order_sdk_http"));
    let sample = &samples("bouwsoft")[0];
    let server = Server::reacting(vec![Reaction::respond(json(400, ""))]).await;
    let client = Client::new(sample.api, &server.url(), &quick());
    let own = tracing::info_span!("own", status = "mine", error = field::Empty);
    let outcome = client.create("k1").instrument(own).await;
    outcome.expect_err("refused");
    let text = traced.text();
    assert!(text.contains("span own"), "{text}");
    assert!(!text.contains("record"), "{text}");
}

#[tokio::test]
async fn a_call_that_is_not_sent_is_reported() {
    let reports = Arc::<Mutex<Vec<Report>>>::default();
    let kept = reports.clone();
    let settings = quick().after(move |report| kept.lock().expect("not poisoned").push(*report));
    let grant = Grant::new("http://127.0.0.1:9", false).expect("a grant");
    let client = bouwsoft::Client::new(grant, &settings).expect("a client");
    let error = client.move_order_lines(17_617).await.expect_err("no lines");
    assert_eq!(
        (error.kind(), error.attempts()),
        (ErrorKind::InvalidRequest, 0)
    );
    let reports = reports.lock().expect("not poisoned");
    assert_eq!(reports.len(), 1);
    assert_eq!(reports[0].error, Some(ErrorKind::InvalidRequest));
}

#[tokio::test]
async fn a_hook_sees_each_attempt_and_may_change_it() {
    for sample in APIS.into_iter().flat_map(samples) {
        let shown = Arc::<Mutex<String>>::default();
        let kept = shown.clone();
        let settings = quick().before(move |attempt, request| {
            let number = HeaderValue::from(attempt.number);
            request.headers_mut().insert("x-attempt", number);
            *kept.lock().expect("not poisoned") += &format!("{attempt:?} {request:?}");
        });
        let reactions = vec![
            Reaction::respond(json(503, "")),
            Reaction::respond(good(&sample)),
        ];
        let (seen, _, _) = observed(&sample, reactions, settings).await;
        let numbers = seen.heads.iter().map(|head| head.header("x-attempt"));
        let expected: &[_] = if sample.writes {
            &[Some("1")]
        } else {
            &[Some("1"), Some("2")]
        };
        assert_eq!(
            numbers.collect::<Vec<_>>(),
            expected,
            "{}",
            sample.operation
        );
        let shown = shown.lock().expect("not poisoned");
        assert!(!shown.contains(KEY), "{shown}");
    }
}

#[tokio::test]
async fn requests_say_which_program_sends_them() {
    for sample in APIS.into_iter().flat_map(samples) {
        let reactions = || vec![Reaction::respond(good(&sample))];
        let own = format!("{}/{}", sample.api, env!("CARGO_PKG_VERSION"));
        let (seen, _, _) = observed(&sample, reactions(), quick()).await;
        let head = &seen.heads[0];
        assert_eq!(head.header("user-agent"), Some(&*own));
        assert_eq!(head.header("api-version"), None);
        assert_eq!(head.header("accept-encoding"), Some("gzip"));
        // Some servers refuse a POST without a length.
        let has_length = head.header("content-length").is_some();
        assert_eq!(has_length, sample.writes, "{}", sample.operation);
        let (seen, _, _) = observed(&sample, reactions(), quick().user_agent("shop/2.1")).await;
        let extended = format!("{own} shop/2.1");
        assert_eq!(seen.heads[0].header("user-agent"), Some(&*extended));
    }
}

#[tokio::test]
async fn redirects_are_not_followed_even_if_the_http_client_is_set_to_follow_them() {
    for sample in APIS.into_iter().flat_map(samples) {
        let other = Server::reacting(vec![Reaction::respond(good(&sample))]).await;
        let target = format!("http://localhost:{}/stolen", other.port());
        for status in [301, 302, 303, 307, 308] {
            let away = http(status, &[("location", &target)], "");
            let server = Server::reacting(vec![Reaction::respond(away)]).await;
            let settings = quick().http_client(|builder| {
                let builder = builder.tls_certs_only([]);
                builder.redirect(Policy::limited(5))
            });
            let client = Client::new(sample.api, &server.url(), &settings);
            let error = client
                .call(sample.operation, "k1")
                .await
                .expect_err("a redirect");
            assert_eq!(error.kind(), ErrorKind::Redirect);
            assert_eq!(error.redirect(), Some(&*target));
            assert!(error.to_string().contains(&target), "{error}");
            let seen = server.seen();
            assert_eq!(seen.heads.len(), 1);
            let sent = format!("{:?}", seen.heads[0].headers);
            assert!(sent.contains(KEY) || !sample.writes, "{sent}");
        }
        assert_eq!(
            other.seen().heads.len(),
            0,
            "credentials were sent to another host"
        );
    }
}

#[test]
fn plain_http_is_refused_unless_it_is_allowed() {
    let open = "http://open.bouwsoft.be/api/v1";
    let error = bouwsoft::Client::connect(open, 115, "token-for-tests").expect_err("plain http");
    let other = eenvoudigfactureren::Client::with_api_key(open, "key-for-tests");
    for error in [error, other.expect_err("plain http")] {
        let message = error.to_string();
        assert!(
            message.contains("plain http sends credentials"),
            "{message}"
        );
    }
    let settings = Settings::new().allow_plain_http();
    Client::new("bouwsoft", open, &settings);
    Client::new("eenvoudigfactureren", open, &settings);
}
