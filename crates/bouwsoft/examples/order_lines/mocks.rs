//! What the mock server of Bouwsoft expects and returns.

use bouwsoft::{
    chrono::{NaiveDate, NaiveDateTime},
    order_fields::TS_LASTUPDATE,
    order_line_fields::ORDERID,
    types::{Order, OrderCreate, OrderLine, OrderLineCreate, OrderLinePage, OrderList},
};
use bouwsoft_httpmock::{MockServer, MockServerExt};

/// Mocks of an order for this address, its three lines and its PDF.
pub fn bouwsoft(server: &MockServer, address: i64) {
    let order = Order::default().id(17617).nr(202400126);
    let order = order.title("Order 2026-17").ts_lastupdate(second(5));
    server.create_order(|when, then| {
        let expected = OrderCreate::new("FAKTUUR").address_id(address);
        when.columns(expected.title("Order 2026-17"));
        then.created(&order);
    });
    lines(server);
    server.get_order(|when, then| {
        when.id(17617);
        then.ok(&order);
    });
    server.download_order_pdf(|when, then| {
        when.id(17617);
        then.ok(b"%PDF-1.4");
    });
    let changed = order.clone().ts_lastupdate(second(20));
    server.list_orders(|when, then| {
        when.filter(TS_LASTUPDATE.gt(second(4)))
            .sort("ts_lastupdate");
        let page = OrderList::default().content_range("0-0/1");
        then.ok(&page.records([changed]));
    });
}

/// Mocks of the lines. The last one gets a discount.
fn lines(server: &MockServer) {
    let mut records = Vec::new();
    for (nr, (text, quantity, price)) in (1..).zip(super::order::LINES) {
        let record = OrderLine::default().id(142300 + nr).linenr(nr);
        records.push(record.description(text));
        server.create_order_line(|when, then| {
            let line = OrderLineCreate::new(17617).description(text);
            when.columns(line.quantity1(quantity).price_unit(price));
            then.created(&OrderLine::default().id(142300 + nr));
        });
    }
    server.list_order_lines(|when, then| {
        when.filter(ORDERID.eq(17617)).sort("linenr").limit(100);
        then.ok(&OrderLinePage::default().records(records));
    });
    server.update_order_line(|when, then| {
        when.id(142303).columns("discount=5");
        then.ok(&OrderLine::default().id(142303).price_total(209));
    });
}

fn second(second: u32) -> NaiveDateTime {
    let day = NaiveDate::from_ymd_opt(2026, 5, 7).expect("a day");
    day.and_hms_opt(9, 20, second).expect("a time")
}
