//! What the mock server of EenvoudigFactureren expects and returns.

use eenvoudigfactureren::{
    Attachment, Recipient,
    customer_fields::NUMBER,
    types::{EmailAttachment, Order, OrderEmail, Upload, WriteResult},
};
use eenvoudigfactureren_httpmock::{MockServer, MockServerExt};
use rust_decimal::Decimal;

/// Mocks of a service that does not have the customer, and that has another open order.
pub fn service(server: &MockServer) {
    server.list_clients(|when, then| {
        when.filter(NUMBER.is("B12549"));
        then.ok(&[]);
    });
    server.create_client(|_, then| {
        then.created(&WriteResult::default().client_id(1002));
    });
    let order = Order::default().order_id(5005).number("00000017");
    let order = order.total_with_tax(Decimal::new(632_680, 2));
    server.create_order(|_, then| {
        then.created(&WriteResult::default().order_id(5005));
    });
    server.get_order(|when, then| {
        when.order_id(5005);
        then.ok(&order);
    });
    email(server);
    server.list_orders(|when, then| {
        when.sort("order_id").skip(0).take(100);
        then.ok(&[Order::default().order_id(5004).number("00000016"), order]);
    });
}

/// Mocks of the upload and the e-mail.
fn email(server: &MockServer) {
    server.upload_attachment(|when, then| {
        let plan = Attachment::new("plan.txt", "The oven is at the back wall.");
        when.body(&plan.expect("a small file"));
        then.created(&[Upload::default().upload_id("7001").filename("plan.txt")]);
    });
    server.list_order_events(|when, then| {
        when.order_id(5005);
        then.ok(&[]);
    });
    server.send_order_email(|when, then| {
        let plan = EmailAttachment::new("7001", "plan.txt");
        let email = OrderEmail::new([Recipient::MainContact]).attachments([plan]);
        when.order_id(5005).body(&email);
        then.ok();
    });
}
