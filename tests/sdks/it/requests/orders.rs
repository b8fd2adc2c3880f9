//! The calls of EenvoudigFactureren for orders, as the client sends them.

use eenvoudigfactureren::{Client, types::*};

use super::{Sent, clients};
use crate::calls::Call;

/// Sends a list call. All lists have these parameters.
macro_rules! list_call {
    ($request:expr, $call:ident) => {{
        let mut request = $request
            .skip($call.get::<i64>("skip"))
            .take($call.get::<i64>("take"));
        if let Some(search) = $call.get::<String>("search") {
            request = request.search(search);
        }
        if let Some(filter) = $call.get::<String>("filter") {
            request = request.filter(filter);
        }
        if let Some(fields) = $call.get::<String>("fields") {
            request = request.fields(fields);
        }
        if let Some(sort) = $call.get::<String>("sort") {
            request = request.sort(sort);
        }
        request.await?;
    }};
}
pub(super) use list_call;

pub async fn send(client: &Client, call: &Call) -> Sent {
    match call.operation.as_str() {
        "list_orders" => send_list(client, call).await?,
        "create_order" => {
            let order: OrderCreate = call.body();
            client.create_order(order).await?;
        }
        name if !name.contains("order") => clients::send(client, call).await?,
        _ => {
            let order: i64 = call.need("order_id");
            match call.operation.as_str() {
                "get_order" => {
                    client.get_order(order).await?;
                }
                "update_order" => {
                    let body: OrderUpdate = call.body();
                    client.update_order(order, body).await?;
                }
                "replace_order" => {
                    let body: OrderReplace = call.body();
                    client.replace_order(order, body).await?;
                }
                "send_order_email" => {
                    let email: OrderEmail = call.body();
                    client.send_order_email(order, email).await?;
                }
                "delete_order" => {
                    client.delete_order(order).await?;
                }
                name if name.contains("item") => send_item_call(client, call, order).await?,
                name if name.contains("remark") => send_remark_call(client, call, order).await?,
                _ => send_event_call(client, call, order).await?,
            }
        }
    }
    Ok(())
}

async fn send_list(client: &Client, call: &Call) -> Sent {
    list_call!(client.list_orders(), call);
    Ok(())
}

/// The calls for one kind of child record. The kinds differ only in their names.
macro_rules! child_calls {
    ($send:ident, $id:ident, $list:ident, $get:ident, $create:ident: $Create:ident, $update:ident: $Update:ident,
     $replace:ident: $Replace:ident, $delete:ident, $delete_all:ident) => {
        async fn $send(client: &Client, call: &Call, order: i64) -> Sent {
            let name = call.operation.as_str();
            if name == stringify!($list) {
                client.$list(order).await?;
            } else if name == stringify!($create) {
                let body: $Create = call.body();
                client.$create(order, body).await?;
            } else if name == stringify!($delete_all) {
                client.$delete_all(order).await?;
            } else {
                let id: i64 = call.need(stringify!($id));
                if name == stringify!($get) {
                    client.$get(order, id).await?;
                } else if name == stringify!($update) {
                    let body: $Update = call.body();
                    client.$update(order, id, body).await?;
                } else if name == stringify!($replace) {
                    let body: $Replace = call.body();
                    client.$replace(order, id, body).await?;
                } else if name == stringify!($delete) {
                    client.$delete(order, id).await?;
                } else {
                    panic!("no call for {name}");
                }
            }
            Ok(())
        }
    };
}

child_calls!(send_item_call, item_id, list_order_items, get_order_item,
    create_order_item: OrderItemCreate, update_order_item: OrderItemUpdate,
    replace_order_item: OrderItemReplace, delete_order_item, delete_all_order_items);
child_calls!(send_remark_call, remark_id, list_order_remarks, get_order_remark,
    create_order_remark: OrderRemarkCreate, update_order_remark: OrderRemarkUpdate,
    replace_order_remark: OrderRemarkReplace, delete_order_remark, delete_all_order_remarks);

async fn send_event_call(client: &Client, call: &Call, order: i64) -> Sent {
    match call.operation.as_str() {
        "list_order_events" => {
            client.list_order_events(order).await?;
        }
        "get_order_event" => {
            let id: i64 = call.need("event_id");
            client.get_order_event(order, id).await?;
        }
        other => panic!("no call for {other}"),
    }
    Ok(())
}
