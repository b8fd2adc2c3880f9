//! Calls over the loopback interface, from the arguments to the model.

use std::sync::Arc;

use reqwest::StatusCode;
use tokio::runtime::{Builder, Runtime};

use crate::{
    bare::{Bare, Refused, http},
    by_hand::columns,
    harness::{Bench, Kind, Side, side},
    models::{bouwsoft as b, eenvoudigfactureren as e},
    orders,
    server::{MISSING, PAGE, Server, listed_order},
    table::OURS,
};

const GROUP: &str = "call ";
/// The number of concurrent tasks.
const TASKS: usize = 64;
/// The number of calls of each task.
const CALLS: usize = 8;

const BARE: &str = "reqwest and serde";
const UNPOLISHED: &str = "unpolished client";

/// The clients that call one server.
pub struct Clients {
    pub ours: eenvoudigfactureren::Client,
    pub bare: Bare,
    ours_bouwsoft: bouwsoft::Client,
    bare_bouwsoft: Bare,
    unpolished: e::unpolished::Client,
    unpolished_bouwsoft: b::unpolished::Client,
}

/// The headers with the credentials of each service.
const KEY: [(&str, &str); 1] = [("x-api-key", "key")];
const TOKEN: [(&str, &str); 2] = [("accesstoken", "token"), ("clientnr", "115")];

impl Clients {
    /// Clients of the server at `url`. They connect with the first call.
    pub fn new(url: &str) -> anyhow::Result<Self> {
        Ok(Self {
            ours: eenvoudigfactureren::Client::with_api_key(url, "key")?,
            bare: Bare::new(url, &KEY)?,
            ours_bouwsoft: bouwsoft::Client::connect(url, 115, "token")?,
            bare_bouwsoft: Bare::new(url, &TOKEN)?,
            unpolished: e::unpolished::Client::new_with_client(url, http(&KEY)?),
            unpolished_bouwsoft: b::unpolished::Client::new_with_client(url, http(&TOKEN)?),
        })
    }
}

/// Measures calls.
pub fn rows(bench: &mut Bench) -> anyhow::Result<()> {
    if !bench.wants(GROUP) {
        return Ok(());
    }
    let server = Server::start()?;
    let clients = Clients::new(&server.url)?;
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let rows = [
        (
            "call get_order, EenvoudigFactureren",
            get_order(&clients, &runtime),
        ),
        (
            "call create_order, EenvoudigFactureren",
            create_order(&clients, &runtime),
        ),
        (
            "call create_order, Bouwsoft",
            create_bouwsoft_order(&clients, &runtime),
        ),
        (
            "call list_orders, Bouwsoft, which returns 100 rows",
            list_bouwsoft_orders(&clients, &runtime),
        ),
        (
            "call list_orders, EenvoudigFactureren, which returns 100 rows",
            list_orders(&clients, &runtime),
        ),
        (
            "call get_order, EenvoudigFactureren, which returns 404",
            missing_order(&clients, &runtime),
        ),
    ];
    for (name, sides) in rows {
        bench.row(name, Kind::Short, sides)?;
    }
    throughput(bench, &server)
}

fn get_order<'a>(clients: &'a Clients, runtime: &'a Runtime) -> Vec<Side<'a>> {
    let id = listed_order();
    let Clients {
        ours,
        bare,
        unpolished,
        ..
    } = clients;
    vec![
        side(OURS, move || {
            runtime
                .block_on(ours.get_order(id).into_future())
                .expect("an order")
        }),
        side(BARE, move || {
            runtime.block_on(bare_order(bare, id)).expect("an order")
        }),
        side(UNPOLISHED, move || {
            runtime
                .block_on(unpolished.get_order().order_id(id).send())
                .expect("an order")
                .into_inner()
        }),
    ]
}

async fn bare_order(bare: &Bare, id: i64) -> anyhow::Result<e::derived::Order> {
    let Bare { http, url } = bare;
    bare.send(http.get(format!("{url}/orders/{id}"))).await
}

fn create_order<'a>(clients: &'a Clients, runtime: &'a Runtime) -> Vec<Side<'a>> {
    let Clients {
        ours,
        bare,
        unpolished,
        ..
    } = clients;
    let order = orders::eenvoudigfactureren(2);
    let json = orders::natural(&order).expect("JSON");
    let derived: e::derived::OrderCreate =
        serde_json::from_value(json.clone()).expect("the same order");
    let theirs: e::unpolished::types::OrderCreate =
        serde_json::from_value(json).expect("the same order");
    vec![
        side(OURS, move || {
            runtime
                .block_on(ours.create_order(&order).into_future())
                .expect("an ID")
        }),
        side(BARE, move || {
            let Bare { http, url } = bare;
            let request = http.post(format!("{url}/orders")).json(&derived);
            runtime
                .block_on(bare.send::<e::derived::WriteResult>(request))
                .expect("an ID")
        }),
        side(UNPOLISHED, move || {
            let call = unpolished.create_order().body(theirs.clone());
            runtime.block_on(call.send()).expect("an ID").into_inner()
        }),
    ]
}

fn create_bouwsoft_order<'a>(clients: &'a Clients, runtime: &'a Runtime) -> Vec<Side<'a>> {
    let Clients {
        ours_bouwsoft: ours,
        bare_bouwsoft: bare,
        unpolished_bouwsoft: unpolished,
        ..
    } = clients;
    let order = orders::bouwsoft();
    let same = order.clone();
    let theirs = order.clone();
    vec![
        side(OURS, move || {
            runtime
                .block_on(ours.create_order(&order).into_future())
                .expect("an order")
        }),
        side(BARE, move || {
            let Bare { http, url } = bare;
            let columns = columns::written(&same).expect("columns");
            let request = http
                .post(format!("{url}/Orders"))
                .query(&[("columns", columns)]);
            runtime
                .block_on(bare.send::<b::derived::OrderChanges>(request))
                .expect("an order")
        }),
        side(UNPOLISHED, move || {
            let text = columns::written(&theirs).expect("columns");
            let columns = bouwsoft::OrderColumns::from_text(text);
            let call = unpolished.create_order().columns(columns);
            runtime
                .block_on(call.send())
                .expect("an order")
                .into_inner()
        }),
    ]
}

fn list_bouwsoft_orders<'a>(clients: &'a Clients, runtime: &'a Runtime) -> Vec<Side<'a>> {
    let Clients {
        ours_bouwsoft: ours,
        bare_bouwsoft: bare,
        unpolished_bouwsoft: unpolished,
        ..
    } = clients;
    vec![
        side(OURS, move || {
            let page = runtime
                .block_on(ours.list_orders().limit(PAGE as i64).into_future())
                .expect("orders");
            assert_eq!(page.records.as_ref().map(Vec::len), Some(PAGE));
            page
        }),
        side(BARE, move || {
            let Bare { http, url } = bare;
            let request = http.get(format!("{url}/Orders/")).query(&[("limit", PAGE)]);
            runtime
                .block_on(bare.send::<b::derived::OrderPage>(request))
                .expect("orders")
        }),
        side(UNPOLISHED, move || {
            runtime
                .block_on(unpolished.list_orders().limit(PAGE as i64).send())
                .expect("orders")
                .into_inner()
        }),
    ]
}

fn list_orders<'a>(clients: &'a Clients, runtime: &'a Runtime) -> Vec<Side<'a>> {
    let Clients {
        ours,
        bare,
        unpolished,
        ..
    } = clients;
    vec![
        side(OURS, move || {
            let list = runtime
                .block_on(ours.list_orders().skip(0).take(100).into_future())
                .expect("orders");
            assert_eq!(list.len(), PAGE);
            list
        }),
        side(BARE, move || {
            runtime.block_on(bare_page(bare, 0)).expect("orders")
        }),
        side(UNPOLISHED, move || {
            let call = unpolished.list_orders().skip(0).take(100);
            runtime.block_on(call.send()).expect("orders").into_inner()
        }),
    ]
}

/// One page of the list, requested by the client written by hand.
pub async fn bare_page(bare: &Bare, skip: usize) -> anyhow::Result<Vec<e::derived::Order>> {
    let Bare { http, url } = bare;
    let query = [("skip", skip), ("take", PAGE)];
    bare.send(http.get(format!("{url}/orders")).query(&query))
        .await
}

fn missing_order<'a>(clients: &'a Clients, runtime: &'a Runtime) -> Vec<Side<'a>> {
    let Clients {
        ours,
        bare,
        unpolished,
        ..
    } = clients;
    vec![
        side(OURS, move || {
            let error = runtime
                .block_on(ours.get_order(MISSING).into_future())
                .expect_err("no order");
            assert_eq!(error.kind(), eenvoudigfactureren::ErrorKind::NotFound);
            error
        }),
        side(BARE, move || {
            let error = runtime
                .block_on(bare_order(bare, MISSING))
                .expect_err("no order");
            let refused = error
                .downcast_ref::<Refused>()
                .expect("an error of the service");
            assert_eq!(refused.status, StatusCode::NOT_FOUND);
            error
        }),
        side(UNPOLISHED, move || {
            runtime
                .block_on(unpolished.get_order().order_id(MISSING).send())
                .expect_err("no order")
        }),
    ]
}

/// Measures calls of many concurrent tasks.
fn throughput(bench: &mut Bench, server: &Server) -> anyhow::Result<()> {
    let runtime = Builder::new_multi_thread().enable_all().build()?;
    let clients = Arc::new(Clients::new(&server.url)?);
    let (runtime, clients) = (&runtime, &clients);
    let times = format!("{} times from {TASKS} tasks", TASKS * CALLS);
    let id = listed_order();
    let sides = vec![
        many(OURS, runtime, clients, move |clients| async move {
            clients.ours.get_order(id).await.expect("an order");
        }),
        many(BARE, runtime, clients, move |clients| async move {
            bare_order(&clients.bare, id).await.expect("an order");
        }),
        many(UNPOLISHED, runtime, clients, move |clients| async move {
            let call = clients.unpolished.get_order().order_id(id);
            call.send().await.expect("an order").into_inner();
        }),
    ];
    bench.row(&format!("call get_order {times}"), Kind::Threads, sides)?;
    let order = Arc::new(orders::eenvoudigfactureren(2));
    let json = orders::natural(&order)?;
    let derived: Arc<e::derived::OrderCreate> = Arc::new(serde_json::from_value(json)?);
    let (order, derived) = (&order, &derived);
    let sides = vec![
        many(OURS, runtime, clients, |clients| {
            let order = order.clone();
            async move {
                clients.ours.create_order(&*order).await.expect("an ID");
            }
        }),
        many(BARE, runtime, clients, |clients| {
            let order = derived.clone();
            async move {
                let Bare { http, url } = &clients.bare;
                let request = http.post(format!("{url}/orders")).json(&*order);
                let created = clients.bare.send::<e::derived::WriteResult>(request).await;
                created.expect("an ID");
            }
        }),
    ];
    bench.row(&format!("call create_order {times}"), Kind::Threads, sides)?;
    let sides = vec![
        many(OURS, runtime, clients, |clients| async move {
            let call = clients.ours_bouwsoft.list_orders().limit(PAGE as i64);
            call.await.expect("orders");
        }),
        many(BARE, runtime, clients, |clients| async move {
            let Bare { http, url } = &clients.bare_bouwsoft;
            let request = http.get(format!("{url}/Orders/")).query(&[("limit", PAGE)]);
            let page = clients.bare_bouwsoft.send::<b::derived::OrderPage>(request);
            page.await.expect("orders");
        }),
    ];
    let name = format!("call list_orders of Bouwsoft {times}");
    bench.row(&name, Kind::Threads, sides)
}

/// A side that makes a call in many concurrent tasks.
fn many<'a, F: Future<Output = ()> + Send + 'static>(
    name: &'static str,
    runtime: &'a Runtime,
    clients: &'a Arc<Clients>,
    call: impl Fn(Arc<Clients>) -> F + 'a,
) -> Side<'a> {
    side(name, move || runtime.block_on(tasks(clients, &call)))
}

async fn tasks<F: Future<Output = ()> + Send + 'static>(
    clients: &Arc<Clients>,
    call: impl Fn(Arc<Clients>) -> F,
) {
    let mut running = tokio::task::JoinSet::new();
    for _ in 0..TASKS {
        let calls: Vec<F> = (0..CALLS).map(|_| call(clients.clone())).collect();
        running.spawn(async move {
            for call in calls {
                call.await;
            }
        });
    }
    running.join_all().await;
}
