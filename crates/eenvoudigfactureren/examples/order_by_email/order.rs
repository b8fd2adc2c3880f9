//! Finds or creates a customer, creates an order, reads its number, sends it by e-mail, and lists open orders.

use std::io::Write;

use anyhow::Context;
use chrono::NaiveDate;
use eenvoudigfactureren::{
    Attachment, Client, CustomerKey, Recipient,
    order_fields::{DATE, ORDER_ID, STATUS},
    types::*,
};

pub async fn create_and_send(
    client: &Client,
    year: i32,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let customer = CustomerCreate::new("Bakkerij Van Damme").number("B12549");
    let customer = customer.email_address("els@vandamme.example");
    let customer = client.find_or_create_client(customer, CustomerKey::Number);
    let customer = customer.await?.client_id();
    let customer = customer.context("the customer has no ID")?;

    let item = |text: &str, amount: i64| OrderItemCreate::new().description(text).amount(amount);
    // Under reverse charge, the customer owes the tax on work on a building.
    let work = item("Installation", 850).tax_rate_special_status("MC");
    let items = [
        item("Oven", 4500).tax_rate(21),
        item("Manual", 30).tax_rate(6),
        work.tax_rate(0),
    ];
    let order = OrderCreate::new(customer).items(items);
    let order = client.create_order(order).and_get().await?;
    let id = order.order_id.context("the order has no ID")?;
    let number = order.number.unwrap_or_default();
    let total = order.total_with_tax.unwrap_or_default();
    writeln!(out, "order {number}: {total:.2} with tax")?;

    let plan = Attachment::new("plan.txt", "The oven is at the back wall.")?;
    let upload = client.upload_attachment(plan).await?.pop();
    let upload = upload.and_then(|upload| upload.upload_id);
    let plan = EmailAttachment::new(upload.context("the upload has no ID")?, "plan.txt");
    let email = OrderEmail::new([Recipient::MainContact]).attachments([plan]);
    let sent = client.send_order_email(id, email).and_confirm().await?;
    writeln!(out, "the e-mail was sent: {sent:?}")?;

    let first = |year| NaiveDate::from_ymd_opt(year, 1, 1).context("no such year");
    let of_the_year = DATE
        .at_least(first(year)?)
        .and(DATE.less_than(first(year + 1)?));
    let open = of_the_year.and(STATUS.is(OrderStatus::Open));
    let open = client.list_orders().filter(open).sort(ORDER_ID.ascending());
    let mut orders = open.stream();
    while let Some(order) = orders.next_row().await {
        writeln!(out, "open: {}", order?.number.unwrap_or_default())?;
    }
    Ok(())
}
