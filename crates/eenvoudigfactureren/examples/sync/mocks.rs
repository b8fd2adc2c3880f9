//! What the mock servers answer: an order of three priced lines and one of text.

use bouwsoft::{
    Client, ConfigError,
    types::{Order, OrderLine, OrderLinePage, OrderPage},
};
use bouwsoft_httpmock::MockServer;
use eenvoudigfactureren::types::WriteResult;
use rust_decimal::Decimal;

use super::mapping;

/// The key of the order in Bouwsoft.
pub const ORDER: i64 = 17617;

/// A signature of one point, as PNG. A program has it from a tablet or a file.
pub const SIGNATURE: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\x3a\x7e\x9b\x55\
    \0\0\0\nIDAT\x78\xda\x63\xf8\x0f\0\x01\x01\x01\0\x1c\xb0\x8c\x99\0\0\0\0IEND\xae\x42\x60\x82";

/// A client of Bouwsoft, where the order and its lines are.
pub fn bouwsoft(server: &MockServer) -> Result<Client, ConfigError> {
    use bouwsoft_httpmock::MockServerExt;
    let lines = [
        line(1, "Paving stones", "21", 21).quantity_total(Decimal::new(125, 1)),
        line(2, "Laying them", "21M", 21).vatcocontractor(true),
        line(3, "Deposit on pallets", "0", 0),
        line(4, "Access by the garden gate", "21", 21).include_line_in_total(false),
    ];
    let prices = [(2_420, 30_250), (100_000, 100_000), (5_000, 5_000), (0, 0)];
    let lines = lines.into_iter().zip(prices).map(|(line, (unit, total))| {
        line.price_unit_afterdiscount(Decimal::new(unit, 2))
            .price_total(Decimal::new(total, 2))
    });
    let page = OrderLinePage::default().records(lines.collect::<Vec<_>>());
    server.actualize_order_prices(|when, then| {
        when.id(ORDER);
        then.ok(&page);
    });
    let order = Order::default().id(ORDER).type_("OFFERTE").nr(20240007);
    let order = order.amountinclvat(Decimal::new(141_603, 2)).signed(true);
    server.sign_order(|when, then| {
        when.id(ORDER).content_type("image/png").body(SIGNATURE);
        then.ok(&OrderPage::default().records([order]));
    });
    Client::connect(&server.base_url(), 115, "any token")
}

fn line(nr: i64, description: &str, vatcode: &str, vatpercent: i64) -> OrderLine {
    OrderLine::default()
        .linenr(nr)
        .description(description)
        .quantity_total(1)
        .vatcode(vatcode)
        .vatpercent(vatpercent)
}

/// EenvoudigFactureren has no such order at first, and has it once it was made.
pub fn eenvoudigfactureren(server: &MockServer) {
    use eenvoudigfactureren::{order_fields::EXTERNAL_ORDER_ID, types::Order};
    use eenvoudigfactureren_httpmock::MockServerExt;
    let external_id = mapping::external_id(ORDER);
    let same = || EXTERNAL_ORDER_ID.is(external_id.as_str());
    server.list_orders(|when, then| {
        when.filter(same());
        then.ok(&[]).into_inner().up_to_n_times(1);
    });
    let stored = Order::default().order_id(5005);
    let stored = stored.external_order_id(external_id.as_str());
    server.list_orders(|when, then| {
        when.filter(same());
        then.ok(&[stored]);
    });
    server.create_order(|_, then| {
        let created = WriteResult::default().success("order created");
        then.created(&created.order_id(5005));
    });
}
