//! The table of faults: the fault, what the caller saw, and what reached the server.

use std::{fmt::Write as _, sync::Arc, time::Duration};

use tokio::{sync::Semaphore, task::JoinSet};

use super::{
    api::{Client, Outcome, Sample, quick, samples},
    list::{self, Fault},
    reaction::Reaction,
    server::{Seen, Server, closed_port},
};
use crate::support::without_places;

/// The limit for the length of responses.
pub const LARGEST: usize = 64 << 10;

#[tokio::test(flavor = "multi_thread")]
async fn bouwsoft_faults() {
    faults("bouwsoft").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn eenvoudigfactureren_faults() {
    faults("eenvoudigfactureren").await;
}

/// A call with a fault, and what happened.
struct Row {
    fault: String,
    sample: Sample,
    outcome: Outcome,
    seen: Seen,
    before: Seen,
    ports: Vec<u16>,
}

async fn faults(api: &'static str) {
    let other = Server::reacting(vec![Reaction::respond(list::json(200, "{}"))]).await;
    let turns = Arc::new(Semaphore::new(12));
    let url = format!("http://localhost:{}/elsewhere", other.port());
    let samples = samples(api);
    let mut running = JoinSet::new();
    for sample in &samples {
        for fault in list::faults(sample, &url) {
            let (sample, turns, port) = (sample.clone(), turns.clone(), other.port());
            running.spawn(async move {
                let _turn = turns.acquire().await.expect("open");
                call_with_fault(sample, fault, port).await
            });
        }
    }
    let order = list::faults(&samples[0], &url);
    let mut rows = running.join_all().await;
    rows.sort_by_key(|row| {
        let is_its = |fault: &Fault| {
            let rest = fault.name.strip_prefix(&row.fault);
            rest.is_some_and(|rest| rest.is_empty() || rest.ends_with("carried out"))
        };
        let place = order.iter().position(is_its).unwrap_or(order.len());
        (
            place,
            row.sample.writes,
            row.fault.clone(),
            row.sample.operation,
        )
    });
    let _places = without_places();
    insta::assert_snapshot!(api, shown(&rows));
    let wrong: Vec<_> = rows.iter().filter_map(wrong).collect();
    assert_eq!(wrong, Vec::<String>::new());
    assert_eq!(other.seen().heads.len(), 0, "a redirect was followed");
}

/// Makes a call with a fault.
async fn call_with_fault(sample: Sample, fault: Fault, other: u16) -> Row {
    let reactions = fault.before.iter().chain(&fault.reaction);
    let reactions: Vec<_> = reactions.cloned().collect();
    let server = if reactions.is_empty() {
        None
    } else {
        Some(Server::reacting(reactions).await)
    };
    let closed_port = closed_port();
    let base = match &server {
        Some(server) => server.url(),
        None => format!(
            "http://{}/api",
            closed_port.local_addr().expect("an address")
        ),
    };
    let time = if fault.is_slow { 1_000 } else { 20_000 };
    let settings = quick()
        .max_response_bytes(LARGEST)
        .request_timeout(Duration::from_millis(time));
    let client = Client::new(sample.api, &base, &settings);
    if fault.before.is_some() {
        client
            .call(sample.operation, "before")
            .await
            .expect("a good response");
        // Gives the client time to notice that the idle connection has ended.
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let seen = || server.as_ref().map_or_else(Seen::default, Server::seen);
    let before = seen();
    let outcome = client.call(sample.operation, "k1").await;
    let ports = [Some(other), server.as_ref().map(Server::port)];
    Row {
        fault: fault.name,
        sample,
        outcome,
        seen: seen(),
        before,
        ports: ports.into_iter().flatten().collect(),
    }
}

impl Row {
    fn arrived(&self) -> usize {
        self.seen.heads.len() - self.before.heads.len()
    }

    fn created(&self) -> usize {
        self.seen.created.len() - self.before.created.len()
    }
}

/// What the row violates, if it violates a rule that holds for every fault.
fn wrong(row: &Row) -> Option<String> {
    let (arrived, created) = (row.arrived(), row.created());
    let most = if row.sample.writes { 1 } else { 3 };
    let wrong = match &row.outcome {
        _ if arrived > most => "sent again",
        _ if !row.sample.writes => return None,
        Ok(_) if created != 1 => "a success, but nothing was created",
        Err(error) if error.may_have_been_applied() && error.is_retryable() => {
            "may have been applied, but reported as retryable"
        }
        Err(error) if !error.may_have_been_applied() && created > 0 => {
            "carried out, but reported as not applied"
        }
        _ => return None,
    };
    Some(format!("{}, {}: {wrong}", row.fault, row.sample.operation))
}

/// A line for each fault and outcome. Calls with the same outcome share a line.
fn shown(rows: &[Row]) -> String {
    let mut lines: Vec<(&str, Vec<&str>, String)> = Vec::new();
    for row in rows {
        let cells = cells(row);
        let alike = lines
            .iter_mut()
            .find(|(fault, _, other)| *fault == row.fault && *other == cells);
        match alike {
            Some((_, calls, _)) => calls.push(row.sample.operation),
            None => lines.push((&row.fault, vec![row.sample.operation], cells)),
        }
    }
    let mut table = String::from(
        "| fault | call | outcome | status | message | retryable | may have been applied | attempts | arrived | \
         created |\n\
         |---|---|---|---|---|---|---|---|---|---|\n",
    );
    for (fault, calls, cells) in lines {
        writeln!(table, "| {fault} | {} | {cells} |", calls.join(", ")).expect("written");
    }
    table
}

/// What the caller saw, and what reached the server.
fn cells(row: &Row) -> String {
    let arrived = row.arrived();
    let created = if row.sample.writes {
        row.created().to_string()
    } else {
        String::new()
    };
    let error = match &row.outcome {
        Ok((status, value)) => {
            return format!("ok | {status} | {value} | | | | {arrived} | {created}");
        }
        Err(error) => error,
    };
    let yes = |is_so: bool| if is_so { "yes" } else { "" };
    let status = error
        .status()
        .map_or_else(String::new, |status| status.to_string());
    let cells = [
        &format!("{:?}", error.kind()),
        &status,
        &details(error, &row.ports),
        yes(error.is_retryable()),
        yes(error.may_have_been_applied()),
        &error.attempts().to_string(),
        &arrived.to_string(),
        &created,
    ];
    cells.join(" | ")
}

/// What an error contains in addition to its kind.
fn details(error: &order_sdk_http::Error, ports: &[u16]) -> String {
    let parts = [
        error.message().map(|text| format!("\"{}\"", short(text))),
        error
            .message()
            .is_none()
            .then(|| error.reason().map(str::to_owned))
            .flatten(),
        error.code().map(|code| format!("code {code}")),
        error.redirect().map(|target| format!("to {target}")),
        error.request_id().map(|id| format!("request {id}")),
        error
            .retry_after()
            .map(|wait| format!("wait {}", rounded(wait))),
    ];
    let parts: Vec<_> = parts.into_iter().flatten().collect();
    let details = parts.join(", ").replace('|', "\\|");
    ports.iter().fold(details, |details, port| {
        details.replace(&format!(":{port}"), ":port")
    })
}

/// The first characters of a string.
fn short(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Seconds, except those that depend on the time of day.
fn rounded(wait: Duration) -> String {
    match wait.as_secs() {
        86_300..86_400 => "almost a day".into(),
        u64::MAX => "forever".into(),
        seconds => format!("{seconds} s"),
    }
}
