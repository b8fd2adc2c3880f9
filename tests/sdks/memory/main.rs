//! The memory for reading a list does not grow with its length: one page is in memory at a time.
//!
//! This is a separate program, because it counts all its allocations.

use std::{sync::Arc, time::Instant};

use eenvoudigfactureren::{Client, Paging};
use peak_alloc::PeakAlloc;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

#[global_allocator]
static ALLOCATED: PeakAlloc = PeakAlloc;

const PAGE: usize = 100;

/// An order with one item, about as long as a short real order.
const ORDER: &str = r#"{"order_id":"5005","external_order_id":"Q-1","client_id":"1001","client_name":"L'Atelier","type":"order",
"number":"2018-0005","date":"2018-02-01","status":"open","currency":"EUR","tax_included":"no","items":[{"item_id":"4004",
"description":"Survey of the site","amount":"100.00","quantity":2,"tax_rate":21}],"total_without_tax":"200.00",
"total_with_tax":"242.00","last_activity":"2018-02-01 10:20:30"}"#;

/// The prepared responses of the server: two pages of orders, which it returns alternately, and an empty page.
struct Pages {
    full: [Vec<u8>; 2],
    empty: Vec<u8>,
}

impl Pages {
    fn new() -> Self {
        Self {
            full: ["5005", "5006"].map(|id| {
                let order = ORDER.replace("5005", id);
                respond(&vec![order; PAGE].join(","))
            }),
            empty: respond(""),
        }
    }
}

fn respond(rows: &str) -> Vec<u8> {
    let length = rows.len() + 2;
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n"
    );
    format!("{head}[{rows}]").into_bytes()
}

/// A server with `count` orders. It allocates almost nothing, because it returns prepared pages.
async fn server(pages: Arc<Pages>, count: usize) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((connection, _)) = listener.accept().await {
            tokio::spawn(serve(connection, pages.clone(), count));
        }
    });
    format!("http://{address}")
}

async fn serve(connection: TcpStream, pages: Arc<Pages>, count: usize) -> std::io::Result<()> {
    let mut connection = BufReader::new(connection);
    let mut line = String::new();
    loop {
        line.clear();
        if connection.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        if let Some((_, rest)) = line.split_once("skip=") {
            let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or_default();
            let skip: usize = rest[..digits].parse().expect("a number");
            // Until the empty line after the headers.
            while line.trim() != "" {
                line.clear();
                connection.read_line(&mut line).await?;
            }
            let page = if skip < count {
                &pages.full[skip / PAGE % 2]
            } else {
                &pages.empty
            };
            connection.get_mut().write_all(page).await?;
        }
    }
}

/// The peak of allocated memory while this many orders are read, beyond what was allocated before.
async fn peak(client: &Client, paging: Paging, count: usize) -> usize {
    let before = ALLOCATED.current_usage();
    ALLOCATED.reset_peak_usage();
    let mut orders = client.list_orders().stream_with(paging);
    let mut read = 0;
    while let Some(order) = orders.next_row().await {
        // Code that processes an order lets other tasks run, for example the request for the next page.
        tokio::task::yield_now().await;
        read += order
            .expect("an order")
            .items
            .map_or(0, |items| items.len().min(1));
    }
    assert_eq!(read, count);
    ALLOCATED.peak_usage().saturating_sub(before)
}

#[tokio::test]
async fn a_long_list_takes_no_more_memory_than_a_short_one() {
    let pages = Arc::new(Pages::new());
    let page = pages.full[0].len();
    for (name, paging) in [
        ("one page at a time", Paging::new()),
        ("with prefetch", Paging::new().prefetch()),
    ] {
        let mut peaks = Vec::new();
        for count in [300, 100_000] {
            let url = server(pages.clone(), count).await;
            let client = Client::with_api_key(&url, "key").expect("a client");
            // Allocates connections and buffers that are kept.
            peak(&client, paging.limit(300), 300).await;
            let start = Instant::now();
            let peak = peak(&client, paging, count).await;
            println!(
                "{name}, {count} orders: {} KiB at most, in {:?}",
                peak >> 10,
                start.elapsed()
            );
            peaks.push(peak);
        }
        let (short, long) = (peaks[0], peaks[1]);
        println!("{name}: a page is {} KiB of JSON", page >> 10);
        assert!(
            long < short + page,
            "{name}: {short} bytes with 300 orders, {long} with 100,000"
        );
    }
}
