//! The calls of Bouwsoft, as its client sends them.

use bouwsoft::Client;

use super::Sent;
use crate::{calls::Call, support::root};

pub async fn send(client: &Client, call: &Call) -> Sent {
    match call.operation.as_str() {
        "create_order" => {
            let columns: String = call.need("columns");
            client.create_order(columns).await?;
        }
        "actualize_order_prices" => {
            client.actualize_order_prices(call.need("id")).await?;
        }
        "copy_order" => copy(client, call).await?,
        "move_order_lines" => move_lines(client, call).await?,
        "sign_order" => {
            let image = std::fs::read(root().join("spec/bouwsoft/examples/signature.png"))?;
            client.sign_order(call.need("id"), image).await?;
        }
        "request_refresh_token" => {
            let mut request = client.request_refresh_token("key-for-tests");
            if let Some(id) = call.get::<String>("request_id") {
                request = request.request_id(id);
            }
            if let Some(url) = call.get::<String>("redirecturl") {
                request = request.redirecturl(url);
            }
            request.await?;
        }
        "get_access_token" => {
            client.get_access_token("115", "token-for-tests").await?;
        }
        other => panic!("no call for {other}"),
    }
    Ok(())
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
