//! The calls of Bouwsoft, as the client sends them.

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

/// Sends a list call with the arguments that the call has.
macro_rules! list {
    ($request:expr, $call:ident) => {{
        let request = $request.limit($call.get("limit"));
        let request = request.offset($call.get("offset"));
        let request = request.distinct($call.get("distinct"));
        drop(given!(request, $call: filter sort columns nextid).await?)
    }};
}

/// The string with the fields of a record.
fn columns(call: &Call) -> String {
    call.need("columns")
}

pub async fn send(client: &Client, call: &Call) -> Sent {
    match call.operation.as_str() {
        "create_order" => {
            client.create_order(columns(call)).await?;
        }
        "list_orders" => list!(client.list_orders(), call),
        "list_order_lines" => list!(client.list_order_lines(), call),
        "list_order_costs" => list!(client.list_order_costs(), call),
        "list_order_variables" => list!(client.list_order_variables(), call),
        "list_order_commissions" => list!(client.list_order_commissions(), call),
        "list_addresses" => list!(client.list_addresses(), call),
        "list_address_contacts" => list!(client.list_address_contacts(), call),
        "list_vat_codes" => list!(client.list_vat_codes(), call),
        "create_order_line" => drop(client.create_order_line(columns(call)).await?),
        "create_order_cost" => drop(client.create_order_cost(columns(call)).await?),
        "create_order_variable" => drop(client.create_order_variable(columns(call)).await?),
        "create_order_commission" => drop(client.create_order_commission(columns(call)).await?),
        "create_address" => drop(client.create_address(columns(call)).await?),
        "create_address_contact" => drop(client.create_address_contact(columns(call)).await?),
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
        "update_order" => drop(client.update_order(id, columns(call)).await?),
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
        "update_order_line" => drop(client.update_order_line(id, columns(call)).await?),
        "delete_order_line" => client.delete_order_line(id).await?,
        "actualize_order_line_price" => drop(client.actualize_order_line_price(id).await?),
        "set_order_line_image" => client.set_order_line_image(id, image()?).await?,
        "delete_order_line_image" => client.delete_order_line_image(id).await?,
        "update_order_line_note_plain" => {
            let text: String = call.body();
            client.update_order_line_note_plain(id, text).await?;
        }
        _ => send_to_other(client, call, id).await?,
    }
    Ok(())
}

/// The calls of records other than orders and lines.
async fn send_to_other(client: &Client, call: &Call, id: i64) -> Sent {
    match call.operation.as_str() {
        "get_order_cost" => drop(client.get_order_cost(id).await?),
        "get_order_variable" => drop(client.get_order_variable(id).await?),
        "get_order_commission" => drop(client.get_order_commission(id).await?),
        "get_address" => drop(client.get_address(id).await?),
        "get_address_contact" => drop(client.get_address_contact(id).await?),
        "get_address_note_html" => drop(client.get_address_note_html(id).await?),
        "get_address_note_plain" => drop(client.get_address_note_plain(id).await?),
        "get_address_note_rtf" => drop(client.get_address_note_rtf(id).await?),
        "update_order_variable" => drop(client.update_order_variable(id, columns(call)).await?),
        "update_order_commission" => drop(client.update_order_commission(id, columns(call)).await?),
        "update_address" => drop(client.update_address(id, columns(call)).await?),
        "update_address_note_plain" => {
            let text: String = call.body();
            client.update_address_note_plain(id, text).await?;
        }
        "delete_address" => client.delete_address(id).await?,
        "delete_address_contact" => client.delete_address_contact(id).await?,
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
