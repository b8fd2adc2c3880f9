//! What the mock server of EenvoudigFactureren returns.

use eenvoudigfactureren::{
    order_fields::EXTERNAL_ORDER_ID,
    types::{Order, WriteResult},
};
use eenvoudigfactureren_httpmock::{MockServer, MockServerExt};

use super::mapping;

/// No order of this ID exists at first, and one exists after it was created.
pub fn eenvoudigfactureren(server: &MockServer, id: i64) {
    let external_id = mapping::external_id(id);
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
