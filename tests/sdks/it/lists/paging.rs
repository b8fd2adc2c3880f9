//! Lists as streams, over HTTP: which pages are requested, when, and which rows remain if a page fails.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use eenvoudigfactureren::{
    Client, ErrorKind, Filter, Paging, RetryPolicy, Settings,
    order_fields::{ORDER_ID, STATUS},
    types::Order,
};
use futures_util::{FutureExt, StreamExt, TryStreamExt};
use httpmock::{HttpMockRequest, HttpMockResponse, MockServer};

/// A server with `count` orders, numbered from 0, that records the requested pages. A page that begins at `broken`
/// fails.
struct Orders {
    server: MockServer,
    requested: Arc<Mutex<Vec<(u64, u64)>>>,
}

impl Orders {
    fn new(count: u64) -> Self {
        Self::failing(count, u64::MAX)
    }

    fn failing(count: u64, broken: u64) -> Self {
        let requested = Arc::<Mutex<Vec<_>>>::default();
        let server = MockServer::start();
        let seen = requested.clone();
        server.mock(|when, then| {
            when.path("/orders");
            then.respond_with(move |request: &HttpMockRequest| {
                let page = (number(request, "skip"), number(request, "take"));
                seen.lock().expect("not poisoned").push(page);
                respond(page, count, broken)
            });
        });
        Self { server, requested }
    }

    fn client(&self) -> Client {
        let builder = Client::builder().api_key("key");
        let settings = Settings::new().retry(RetryPolicy::none());
        let builder = builder.server(self.server.base_url().as_str());
        builder.settings(settings).build().expect("a client")
    }

    fn requested(&self) -> Vec<(u64, u64)> {
        self.requested.lock().expect("not poisoned").clone()
    }
}

fn number(request: &HttpMockRequest, name: &str) -> u64 {
    let query = request.query_params();
    let value = query.iter().find(|(known, _)| known == name);
    let (_, value) = value.unwrap_or_else(|| panic!("no {name}"));
    value.parse().expect("a number")
}

fn respond((skip, take): (u64, u64), count: u64, broken: u64) -> HttpMockResponse {
    let response = HttpMockResponse::builder().header("content-type", "application/json");
    if skip == broken {
        return response.status(400).body(r#"{"error":"no"}"#).build();
    }
    let rows = skip..(skip + take).min(count).max(skip);
    let rows: Vec<_> = rows.map(|id| format!(r#"{{"order_id":{id}}}"#)).collect();
    response
        .status(200)
        .body(format!("[{}]", rows.join(",")))
        .build()
}

fn id(order: &Order) -> i64 {
    order.order_id.expect("a number")
}

async fn ids(client: &Client, paging: Paging) -> Vec<i64> {
    let orders = client.list_orders().stream_with(paging);
    let orders: Vec<_> = orders.try_collect().await.expect("orders");
    orders.iter().map(id).collect()
}

#[tokio::test]
async fn pages_are_read_to_the_end() {
    for (count, pages) in [(0, 1), (7, 1), (100, 2), (250, 3)] {
        for paging in [Paging::new(), Paging::new().prefetch()] {
            let orders = Orders::new(count);
            let found = ids(&orders.client(), paging).await;
            assert_eq!(found, (0..count as i64).collect::<Vec<_>>());
            let expected: Vec<_> = (0..pages).map(|page| (page * 100, 100)).collect();
            assert_eq!(orders.requested(), expected, "{count} orders");
        }
    }
}

#[tokio::test]
async fn skip_and_take_bound_the_list() {
    let orders = Orders::new(1000);
    let client = orders.client();
    let request = client.list_orders().filter(Filter::of(STATUS.is("open")));
    let request = request.sort(ORDER_ID.ascending()).skip(30).take(12);
    let stream = request.stream_with(Paging::new().page_size(5));
    let found: Vec<_> = stream.try_collect().await.expect("orders");
    assert_eq!((found.len(), id(&found[0]), id(&found[11])), (12, 30, 41));
    assert_eq!(orders.requested(), [(30, 5), (35, 5), (40, 2)]);
}

#[tokio::test]
async fn an_error_ends_a_list_after_the_rows_before_it() {
    for paging in [Paging::new(), Paging::new().prefetch()] {
        let orders = Orders::failing(1000, 200);
        let client = orders.client();
        let stream = client.list_orders().stream_with(paging);
        let found: Vec<_> = stream.collect().await;
        assert_eq!(found.len(), 201);
        for (number, order) in found[..200].iter().enumerate() {
            assert_eq!(order.as_ref().map(id).expect("an order"), number as i64);
        }
        let error = found[200].as_ref().expect_err("a failure");
        assert_eq!(error.kind(), ErrorKind::Rejected);
        assert_eq!(orders.requested(), [(0, 100), (100, 100), (200, 100)]);
    }
}

#[tokio::test]
async fn the_error_of_an_argument_is_the_first_item() {
    let orders = Orders::new(1);
    let client = orders.client();
    let stream = client.list_orders().filter(STATUS.is("a,b")).stream();
    let found: Vec<_> = stream.collect().await;
    let [Err(error)] = &found[..] else {
        panic!("{found:?}");
    };
    assert!(
        error
            .to_string()
            .contains("filter: status: the value contains a comma")
    );
    assert_eq!(orders.requested(), []);
}

#[tokio::test]
async fn the_error_of_a_negative_number_of_rows_is_the_only_item() {
    let orders = Orders::new(300);
    let client = orders.client();
    let list = || client.list_orders();
    let negative = |name| format!("{name}: -7 is less than 0");
    let cases = [
        (list().take(-7), negative("take")),
        (list().skip(-7), negative("skip")),
        (list().take(0).skip(-7), negative("skip")),
        (list().skip(3).take(-7), negative("take")),
    ];
    for (request, reason) in cases {
        for paging in [Paging::new(), Paging::new().limit(0)] {
            let found: Vec<_> = request.clone().stream_with(paging).collect().await;
            let [Err(error)] = &found[..] else {
                panic!("{reason}: {found:?}");
            };
            assert_eq!(error.kind(), ErrorKind::InvalidRequest);
            let start = format!("list_orders: the request was not sent: {reason}");
            assert!(error.to_string().starts_with(&start), "{error}");
        }
    }
    assert_eq!(orders.requested(), []);
}

#[tokio::test]
async fn the_next_page_is_requested_while_one_is_read() {
    for (paging, requested) in [(Paging::new(), 1), (Paging::new().prefetch(), 2)] {
        let orders = Orders::new(1000);
        let client = orders.client();
        let mut stream = client.list_orders().stream_with(paging);
        let first = stream.next_row().await.expect("a row").expect("an order");
        assert_eq!(id(&first), 0);
        // The caller has not taken 99 rows of the first page yet.
        for _ in 0..100 {
            if orders.requested().len() >= 2 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        assert_eq!(orders.requested().len(), requested, "{paging:?}");
        let rest: Vec<_> = stream.try_collect().await.expect("orders");
        assert_eq!(rest.len(), 999);
    }
}

#[tokio::test]
async fn dropping_a_list_requests_nothing_more() {
    let orders = Orders::new(1000);
    let client = orders.client();
    let mut stream = client.list_orders().stream_with(Paging::new().prefetch());
    // This poll requests the first page.
    assert!(stream.next().now_or_never().is_none());
    tokio::time::sleep(Duration::from_millis(50)).await;
    drop(stream);
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert!(orders.requested().len() <= 1, "{:?}", orders.requested());
}

#[tokio::test]
async fn a_list_can_be_read_by_another_task() {
    let orders = Orders::new(150);
    let client = orders.client();
    let count = tokio::spawn(async move {
        let stream = client.list_orders().stream();
        stream.try_fold(0, async |count, _| Ok(count + 1)).await
    });
    assert_eq!(count.await.expect("no panic").expect("orders"), 150);
}
