//! What the mock server of Bouwsoft returns.

use bouwsoft::{
    chrono::{NaiveDate, NaiveDateTime},
    types::{Order, OrderLine, OrderLinePage, OrderList},
};
use bouwsoft_httpmock::{MockServer, MockServerExt};

/// An order, its three lines and its PDF.
pub fn bouwsoft(server: &MockServer) {
    let order = Order::default().id(17617).nr(202400126);
    let order = order.title("Order 2026-17").ts_lastupdate(second(5));
    server.create_order(|_, then| {
        then.created(&order);
    });
    server.create_order_line(|_, then| {
        then.created(&OrderLine::default().id(142301));
    });
    let lines = ["Door", "Lock", "Fitting"].into_iter().zip(1..);
    let lines = lines.map(|(text, nr)| {
        let line = OrderLine::default().id(142300 + nr).linenr(nr);
        line.description(text).quantity1(2)
    });
    server.list_order_lines(|when, then| {
        when.filter("orderid eq 17617");
        then.ok(&OrderLinePage::default().records(lines.collect::<Vec<_>>()));
    });
    server.update_order_line(|when, then| {
        when.id(142303).columns("discount=5");
        then.ok(&OrderLine::default().id(142303).price_total(209));
    });
    server.get_order(|when, then| {
        when.id(17617);
        then.ok(&order);
    });
    server.download_order_pdf(|when, then| {
        when.id(17617);
        then.ok(b"%PDF-1.4");
    });
    let changed = order.clone().ts_lastupdate(second(20));
    server.list_orders(|_, then| {
        let page = OrderList::default().content_range("0-0/1");
        then.ok(&page.records([changed]));
    });
}

fn second(second: u32) -> NaiveDateTime {
    let day = NaiveDate::from_ymd_opt(2026, 5, 7).expect("a day");
    day.and_hms_opt(9, 20, second).expect("a time")
}
