//! Reading a long list, page by page.

use eenvoudigfactureren::Paging;
use tokio::runtime::Builder;

use crate::{
    calls::{Clients, bare_page},
    harness::{Bench, Kind, side},
    server::{LISTED, PAGE, Server},
    table::{OURS, grouped},
};

const GROUP: &str = "stream ";
/// The number of orders that a quick run reads.
const FEW: usize = 1_000;

/// Measures reading the whole list.
pub fn rows(bench: &mut Bench) -> anyhow::Result<()> {
    if !bench.wants(GROUP) {
        return Ok(());
    }
    let server = Server::start()?;
    let clients = Clients::new(&server.url)?;
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let count = if bench.is_quick() { FEW } else { LISTED };
    let paging = Paging::new().limit(count as u64);
    let sides = vec![
        side(OURS, || {
            assert_eq!(runtime.block_on(ours(&clients, paging)), count)
        }),
        side("reqwest and serde", || {
            assert_eq!(runtime.block_on(bare(&clients, count)), count);
        }),
    ];
    bench.row(
        &format!(
            "{GROUP}{} EenvoudigFactureren orders",
            grouped(count as u64)
        ),
        Kind::Long,
        sides,
    )
}

async fn ours(clients: &Clients, paging: Paging) -> usize {
    let mut orders = clients.ours.list_orders().stream_with(paging);
    let mut read = 0;
    while let Some(order) = orders.next_row().await {
        read += usize::from(order.expect("an order").order_id.is_some());
    }
    read
}

/// The loop written by hand.
async fn bare(clients: &Clients, count: usize) -> usize {
    let mut read = 0;
    while read < count {
        let page = bare_page(&clients.bare, read).await.expect("a page");
        let rows = page.len();
        for order in page {
            read += usize::from(order.order_id.is_some());
        }
        if rows < PAGE {
            break;
        }
    }
    read
}
