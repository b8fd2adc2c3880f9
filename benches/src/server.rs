//! A server on this machine that returns prepared responses. It runs in its own process, so that its CPU time and
//! allocations are not counted as those of a client.

use std::{
    env,
    io::{self, BufRead, BufReader, Read, Write},
    process::{Child, Command, Stdio},
    sync::Arc,
};

use anyhow::Context;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

use crate::models::{bouwsoft, eenvoudigfactureren};

/// The number of orders in the list.
pub const LISTED: usize = 100_000;
/// The number of orders in a page.
pub const PAGE: usize = 100;
/// The ID of an order that does not exist.
pub const MISSING: i64 = 404;

/// The server process, which ends when this is dropped.
pub struct Server {
    process: Child,
    /// Its URL.
    pub url: String,
}

impl Server {
    /// Starts the server.
    pub fn start() -> anyhow::Result<Self> {
        let mut process = Command::new(env::current_exe()?)
            .arg("serve")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("the server cannot be started")?;
        let out = process.stdout.take().context("the server has no output")?;
        let mut url = String::new();
        BufReader::new(out).read_line(&mut url)?;
        Ok(Self {
            process,
            url: url.trim().to_owned(),
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The server ends when its standard input is closed.
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}

/// Serves requests until the standard input is closed.
pub fn serve() -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let responses = Arc::new(Responses::new()?);
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0"))?;
    writeln!(io::stdout(), "http://{}", listener.local_addr()?)?;
    std::thread::spawn(|| {
        let _ = io::stdin().read_to_end(&mut Vec::new());
        std::process::exit(0);
    });
    runtime.block_on(async {
        loop {
            let (connection, _) = listener.accept().await?;
            connection.set_nodelay(true)?;
            tokio::spawn(converse(connection, responses.clone()));
        }
    })
}

/// The ID of the order that `get_order` reads.
pub fn listed_order() -> i64 {
    let page: Value = serde_json::from_str(eenvoudigfactureren::PAGE).unwrap_or_default();
    page[0]["order_id"].as_i64().unwrap_or_default()
}

/// Complete responses, with their headers.
struct Responses {
    pages: [Vec<u8>; 2],
    empty: Vec<u8>,
    order: Vec<u8>,
    created: Vec<u8>,
    missing: Vec<u8>,
    bouwsoft_created: Vec<u8>,
    bouwsoft_page: Vec<u8>,
}

impl Responses {
    fn new() -> anyhow::Result<Self> {
        let page = eenvoudigfactureren::PAGE;
        let list: Value = serde_json::from_str(page)?;
        let records: Value = serde_json::from_str(bouwsoft::PAGE)?;
        let id = listed_order();
        // The second page has other IDs, because a stream ends if a page has the IDs of the previous page.
        let mut next = list.clone();
        for order in next.as_array_mut().context("the page is not a list")? {
            let id = order["order_id"].as_i64().unwrap_or_default();
            order["order_id"] = (id + 1_000_000).into();
        }
        let created = json!({ "success": "order created", "order_id": id });
        let changes = json!({ "RecordChanges": [records["Records"][0]] });
        Ok(Self {
            pages: [
                response("200 OK", page),
                response("200 OK", &next.to_string()),
            ],
            empty: response("200 OK", "[]"),
            order: response("200 OK", &list[0].to_string()),
            created: response("201 Created", &created.to_string()),
            missing: response("404 Not Found", r#"{"error": "order does not exist"}"#),
            bouwsoft_created: response("201 Created", &changes.to_string()),
            bouwsoft_page: response("200 OK", bouwsoft::PAGE),
        })
    }

    /// The response to a request with this request line.
    fn to(&self, line: &str) -> &[u8] {
        let target = line.split(' ').nth(1).unwrap_or_default();
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        match (line.as_bytes().first(), path) {
            (Some(b'G'), "/orders") => self.page(query),
            (Some(b'G'), "/Orders/") => &self.bouwsoft_page,
            (Some(b'G'), path) if path.ends_with("/404") => &self.missing,
            (Some(b'G'), _) => &self.order,
            (_, "/orders") => &self.created,
            _ => &self.bouwsoft_created,
        }
    }

    fn page(&self, query: &str) -> &[u8] {
        let mut parameters = query.split('&');
        let skip = parameters.find_map(|parameter| parameter.strip_prefix("skip="));
        let skip: usize = skip.and_then(|skip| skip.parse().ok()).unwrap_or_default();
        if skip < LISTED {
            &self.pages[skip / PAGE % 2]
        } else {
            &self.empty
        }
    }
}

fn response(status: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n"
    );
    (head + body).into_bytes()
}

/// Responds to the requests of one connection.
async fn converse(mut connection: TcpStream, responses: Arc<Responses>) -> io::Result<()> {
    let mut received = Vec::new();
    loop {
        let Some(end) = end_of_request(&received) else {
            if connection.read_buf(&mut received).await? == 0 {
                return Ok(());
            }
            continue;
        };
        let line = received
            .split(|byte| *byte == b'\r')
            .next()
            .unwrap_or_default();
        connection
            .write_all(responses.to(&String::from_utf8_lossy(line)))
            .await?;
        received.drain(..end);
    }
}

/// The length of the first request in bytes, if it was received completely.
fn end_of_request(received: &[u8]) -> Option<usize> {
    let head = received.windows(4).position(|bytes| bytes == b"\r\n\r\n")? + 4;
    let text = String::from_utf8_lossy(&received[..head]).to_ascii_lowercase();
    let length = text
        .lines()
        .find_map(|line| line.strip_prefix("content-length:"));
    let end = head + length.map_or(0, |length| length.trim().parse().unwrap_or(0));
    (received.len() >= end).then_some(end)
}
