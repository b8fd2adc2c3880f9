//! Creates an order with three lines, reads the lines, changes one of them, reads the order, downloads its PDF, and
//! lists the orders that changed.

use std::io::Write;

use anyhow::Context;
use bouwsoft::{Client, order_line_fields::ORDERID, types::*};

/// Text, quantity and price of the lines.
pub const LINES: [(&str, i64, i64); 3] = [("Door", 2, 450), ("Lock", 2, 60), ("Fitting", 4, 55)];

pub async fn create_and_change(
    client: &Client,
    address: i64,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let order = OrderCreate::new("FAKTUUR")
        .address_id(address)
        .title("Order 2026-17");
    let order = client.create_order(order).await?;
    let id = order.id.context("the order has no ID")?;
    for (text, quantity, price) in LINES {
        let line = OrderLineCreate::new(id)
            .description(text)
            .quantity1(quantity);
        let line = client.create_order_line(line.price_unit(price)).await?;
        writeln!(out, "line {} was created", line.id.unwrap_or_default())?;
    }

    let lines = client
        .list_order_lines()
        .filter(ORDERID.eq(id))
        .sort("linenr");
    let lines = lines.limit(100).await?.records.unwrap_or_default();
    for line in &lines {
        let text = line.description.as_deref().unwrap_or_default();
        writeln!(out, "{}: {text}", line.linenr.unwrap_or_default())?;
    }
    let last = lines
        .last()
        .and_then(|line| line.id)
        .context("the order has no lines")?;
    let discount = OrderLineUpdate::new().discount(5);
    let changed = client.update_order_line(last, discount).await?;
    let total = changed.price_total.unwrap_or_default();
    writeln!(out, "total of the last line with discount: {total}")?;

    let order = client.get_order(id).await?;
    let pdf = client.download_order_pdf(id).await?.bytes().await?;
    let nr = order.nr.unwrap_or_default();
    writeln!(out, "order {nr}: a PDF of {} bytes", pdf.len())?;
    let since = order.ts_lastupdate.context("the order has no timestamp")?;
    let mut changes = client.list_orders().changed_since(since);
    while let Some(order) = changes.next_row().await {
        writeln!(out, "changed: {}", order?.title.unwrap_or_default())?;
    }
    let next = changes.last().unwrap_or(since);
    writeln!(out, "the next run continues from {next}")?;
    Ok(())
}
