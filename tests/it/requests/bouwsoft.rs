//! The calls of Bouwsoft, as its client sends them.

use bouwsoft::Client;

use super::Sent;
use crate::{calls::Call, support::root};

/// Sets the optional strings that the call has.
macro_rules! given {
    ($request:ident, $call:ident: $($name:ident)*) => {{
        let request = $request;
        $(let request = match $call.get::<String>(stringify!($name)) {
            Some(value) => request.$name(value),
            None => request,
        };)*
        request
    }};
}

pub async fn send(client: &Client, call: &Call) -> Sent {
    match call.operation.as_str() {
        "create_order" => {
            let columns: String = call.need("columns");
            client.create_order(columns).await?;
        }
        "list_orders" => {
            let request = client.list_orders().limit(call.get("limit"));
            let request = request.offset(call.get("offset"));
            let request = request.distinct(call.get("distinct"));
            let request = given!(request, call: filter sort columns nextid);
            request.await?;
        }
        "list_order_lines" => {
            let request = client.list_order_lines().limit(call.get("limit"));
            let request = request.offset(call.get("offset"));
            let request = request.distinct(call.get("distinct"));
            let request = given!(request, call: filter sort columns nextid);
            request.await?;
        }
        "create_order_line" => {
            let columns: String = call.need("columns");
            client.create_order_line(columns).await?;
        }
        "request_refresh_token" => {
            let request = client.request_refresh_token("key-for-tests");
            let request = given!(request, call: request_id redirecturl);
            request.await?;
        }
        "get_access_token" => {
            client.get_access_token("115", "token-for-tests").await?;
        }
        _ => send_to_record(client, call, call.need("id")).await?,
    }
    Ok(())
}

/// The calls whose path has the ID of a record.
async fn send_to_record(client: &Client, call: &Call, id: i64) -> Sent {
    match call.operation.as_str() {
        "get_order" => drop(client.get_order(id).await?),
        "update_order" => {
            let columns: String = call.need("columns");
            client.update_order(id, columns).await?;
        }
        "download_order_pdf" => drop(client.download_order_pdf(id).await?.bytes().await?),
        "get_order_introduction_html" => drop(client.get_order_introduction_html(id).await?),
        "get_order_introduction_plain" => drop(client.get_order_introduction_plain(id).await?),
        "get_order_introduction_rtf" => drop(client.get_order_introduction_rtf(id).await?),
        "get_order_conclusion_html" => drop(client.get_order_conclusion_html(id).await?),
        "get_order_conclusion_plain" => drop(client.get_order_conclusion_plain(id).await?),
        "get_order_conclusion_rtf" => drop(client.get_order_conclusion_rtf(id).await?),
        "update_order_introduction_plain" => {
            let text: String = call.body();
            client.update_order_introduction_plain(id, text).await?;
        }
        "update_order_conclusion_plain" => {
            let text: String = call.body();
            client.update_order_conclusion_plain(id, text).await?;
        }
        "actualize_order_prices" => drop(client.actualize_order_prices(id).await?),
        "copy_order" => copy(client, call).await?,
        "move_order_lines" => move_lines(client, call).await?,
        "sign_order" => drop(client.sign_order(id, image()?).await?),
        "get_order_line" => drop(client.get_order_line(id).await?),
        "update_order_line" => {
            let columns: String = call.need("columns");
            client.update_order_line(id, columns).await?;
        }
        "delete_order_line" => client.delete_order_line(id).await?,
        "actualize_order_line_price" => drop(client.actualize_order_line_price(id).await?),
        "set_order_line_image" => client.set_order_line_image(id, image()?).await?,
        "delete_order_line_image" => client.delete_order_line_image(id).await?,
        "update_order_line_note_plain" => {
            let text: String = call.body();
            client.update_order_line_note_plain(id, text).await?;
        }
        other => panic!("no call for {other}"),
    }
    Ok(())
}

fn image() -> std::io::Result<Vec<u8>> {
    std::fs::read(root().join("spec/bouwsoft/examples/signature.png"))
}

async fn copy(client: &Client, call: &Call) -> Sent {
    client
        .copy_order(call.need("id"))
        .to_type(call.need::<String>("to_type"))
        .with_introduction(call.need::<bool>("with_introduction"))
        .with_conclusion(call.need::<bool>("with_conclusion"))
        .with_orderlines(call.need::<bool>("with_orderlines"))
        .with_orderline_quantity(call.need::<bool>("with_orderline_quantity"))
        .with_orderline_quantity_calc(call.need::<bool>("with_orderline_quantity_calc"))
        .with_orderline_unit_price(call.need::<bool>("with_orderline_unit_price"))
        .with_orderline_cost_calc(call.need::<bool>("with_orderline_cost_calc"))
        .and_actualize_prices(call.need::<bool>("and_actualize_prices"))
        .with_orderline_note(call.need::<bool>("with_orderline_note"))
        .with_orderline_image(call.need::<bool>("with_orderline_image"))
        .with_orderline_tender(call.need::<bool>("with_orderline_tender"))
        .with_orderline_tender_price(call.need::<bool>("with_orderline_tender_price"))
        .await?;
    Ok(())
}

async fn move_lines(client: &Client, call: &Call) -> Sent {
    client
        .move_order_lines(call.need("id"))
        .down(call.need::<i64>("down"))
        .line_with_nr(call.get::<i64>("line_with_nr"))
        .lines_with_nrs(call.get::<Vec<i64>>("lines_with_nrs").unwrap_or_default())
        .lines_with_ids(call.get::<Vec<i64>>("lines_with_ids").unwrap_or_default())
        .await?;
    Ok(())
}
