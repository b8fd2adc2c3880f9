//! Every documented call, sent by the client to a local server: what arrives is what the document says.

use std::{
    fmt::Write as _,
    sync::{Arc, Mutex},
};

use httpmock::{HttpMockRequest, HttpMockResponse, MockServer};
use serde_json::Value;
use xtask::document::{Contract, parameters, pointer};

use crate::{
    calls::{self, Call},
    support::{bouwsoft_client, contract, root},
};

type Sent = Result<(), Box<dyn std::error::Error>>;

#[tokio::test]
async fn bouwsoft_calls_arrive_as_documented() {
    each_call("bouwsoft", async |base, call| {
        send_bouwsoft(&bouwsoft_client(&base), &call).await
    })
    .await;
}

async fn send_bouwsoft(client: &bouwsoft::Client, call: &Call) -> Sent {
    match call.operation.as_str() {
        "create_order" => {
            let columns: String = call.need("columns");
            client.create_order().columns(columns).send().await?;
        }
        "actualize_order_prices" => {
            let id: i64 = call.need("id");
            client.actualize_order_prices().id(id).send().await?;
        }
        "copy_order" => {
            client
                .copy_order()
                .id(call.need::<i64>("id"))
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
                .send()
                .await?;
        }
        "move_order_lines" => {
            let mut request = client
                .move_order_lines()
                .id(call.need::<i64>("id"))
                .down(call.need::<i64>("down"));
            if let Some(nr) = call.get::<i64>("line_with_nr") {
                request = request.line_with_nr(nr);
            }
            if let Some(nrs) = call.get::<Vec<i64>>("lines_with_nrs") {
                request = request.lines_with_nrs(nrs);
            }
            if let Some(ids) = call.get::<Vec<i64>>("lines_with_ids") {
                request = request.lines_with_ids(ids);
            }
            request.send().await?;
        }
        "sign_order" => {
            let id: i64 = call.need("id");
            let image = std::fs::read(root().join("spec/bouwsoft/examples/signature.png"))?;
            client.sign_order().id(id).body(image).send().await?;
        }
        "request_refresh_token" => {
            let mut request = client.request_refresh_token().app_key("key-for-tests");
            if let Some(id) = call.get::<String>("request_id") {
                request = request.request_id(id);
            }
            if let Some(url) = call.get::<String>("redirecturl") {
                request = request.redirecturl(url);
            }
            request.send().await?;
        }
        "get_access_token" => {
            let request = client.get_access_token().clientnr("115");
            request.refresh_token("token-for-tests").send().await?;
        }
        other => panic!("no call for {other}"),
    }
    Ok(())
}

#[tokio::test]
async fn eenvoudigfactureren_calls_arrive_as_documented() {
    use eenvoudigfactureren::{Client, Credentials};
    each_call("eenvoudigfactureren", async |base, call| {
        let credentials = Credentials::api_key("key-for-tests").for_account("CAAAAAAAA");
        let client = Client::connect(&base, &credentials)?;
        send_order_call(&client, &call).await
    })
    .await;
}

async fn send_order_call(client: &eenvoudigfactureren::Client, call: &Call) -> Sent {
    match call.operation.as_str() {
        "list_orders" => send_list(client, call).await?,
        "create_order" => {
            let order: eenvoudigfactureren::types::OrderCreate = call.body();
            client.create_order().body(order).send().await?;
        }
        _ => {
            let order: i64 = call.need("order_id");
            match call.operation.as_str() {
                "get_order" => {
                    client.get_order().order_id(order).send().await?;
                }
                "update_order" => {
                    let body: eenvoudigfactureren::types::OrderUpdate = call.body();
                    let request = client.update_order().order_id(order);
                    request.body(body).send().await?;
                }
                "replace_order" => {
                    let body: eenvoudigfactureren::types::OrderReplace = call.body();
                    let request = client.replace_order().order_id(order);
                    request.body(body).send().await?;
                }
                "delete_order" => {
                    client.delete_order().order_id(order).send().await?;
                }
                name if name.contains("item") => send_item_call(client, call, order).await?,
                name if name.contains("remark") => send_remark_call(client, call, order).await?,
                _ => send_event_call(client, call, order).await?,
            }
        }
    }
    Ok(())
}

async fn send_list(client: &eenvoudigfactureren::Client, call: &Call) -> Sent {
    let mut request = client.list_orders();
    if let Some(search) = call.get::<String>("search") {
        request = request.search(search);
    }
    if let Some(filter) = call.get::<String>("filter") {
        request = request.filter(filter);
    }
    if let Some(fields) = call.get::<String>("fields") {
        request = request.fields(fields);
    }
    if let Some(sort) = call.get::<String>("sort") {
        request = request.sort(sort);
    }
    if let Some(skip) = call.get::<i64>("skip") {
        request = request.skip(skip);
    }
    if let Some(take) = call.get::<i64>("take") {
        request = request.take(take);
    }
    request.send().await?;
    Ok(())
}

/// The calls of one kind of child record, which differ in their names alone.
macro_rules! child_calls {
    ($send:ident, $id:ident, $list:ident, $get:ident, $create:ident: $Create:ident, $update:ident: $Update:ident,
     $replace:ident: $Replace:ident, $delete:ident, $delete_all:ident) => {
        async fn $send(client: &eenvoudigfactureren::Client, call: &Call, order: i64) -> Sent {
            use eenvoudigfactureren::types::*;
            let name = call.operation.as_str();
            if name == stringify!($list) {
                client.$list().order_id(order).send().await?;
            } else if name == stringify!($create) {
                let body: $Create = call.body();
                client.$create().order_id(order).body(body).send().await?;
            } else if name == stringify!($delete_all) {
                client.$delete_all().order_id(order).send().await?;
            } else {
                let id: i64 = call.need(stringify!($id));
                if name == stringify!($get) {
                    client.$get().order_id(order).$id(id).send().await?;
                } else if name == stringify!($update) {
                    let body: $Update = call.body();
                    client
                        .$update()
                        .order_id(order)
                        .$id(id)
                        .body(body)
                        .send()
                        .await?;
                } else if name == stringify!($replace) {
                    let body: $Replace = call.body();
                    client
                        .$replace()
                        .order_id(order)
                        .$id(id)
                        .body(body)
                        .send()
                        .await?;
                } else if name == stringify!($delete) {
                    client.$delete().order_id(order).$id(id).send().await?;
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

async fn send_event_call(client: &eenvoudigfactureren::Client, call: &Call, order: i64) -> Sent {
    match call.operation.as_str() {
        "list_order_events" => {
            client.list_order_events().order_id(order).send().await?;
        }
        "get_order_event" => {
            let id: i64 = call.need("event_id");
            let request = client.get_order_event().order_id(order);
            request.event_id(id).send().await?;
        }
        other => panic!("no call for {other}"),
    }
    Ok(())
}

/// Sends every documented call of an API to a server that answers as documented, and looks at what arrived.
async fn each_call(api: &str, send: impl AsyncFn(String, Call) -> Sent) {
    let contract = contract(api);
    let calls = calls::of(&contract);
    let operations = contract.document.operations().len();
    assert!(
        calls.len() >= operations,
        "{} calls, {operations} operations",
        calls.len()
    );
    for call in calls {
        let title = format!("{api}__{}__{}", call.operation, call.name);
        let expected = expected_target(&contract, &call);
        let headers = header_parameters(&contract, &call);
        let body = call.body.clone();
        let arrived = Arc::new(Mutex::new(Vec::new()));
        let server = server(&arrived, &call);
        let sent = send(server.url("/api"), call).await;
        sent.unwrap_or_else(|error| panic!("{title}: {error}"));
        let arrived = arrived.lock().expect("not poisoned");
        let [request] = arrived.as_slice() else {
            panic!("{title}: {} requests arrived", arrived.len());
        };
        assert_eq!(target(request), expected, "{title}");
        for (name, value) in headers {
            assert!(sends(request, &name, &value), "{title}: {name}: {value}");
        }
        if let Some(body) = body {
            let sent: Value = serde_json::from_slice(request.body_ref()).expect("JSON");
            assert_eq!(by_value(&sent), by_value(&body), "{title}");
        }
        insta::assert_snapshot!(title, printed(request));
    }
}

/// A server that answers as documented, and keeps what arrives.
pub fn server(arrived: &Arc<Mutex<Vec<HttpMockRequest>>>, call: &Call) -> MockServer {
    let server = MockServer::start();
    let (status, answer) = call.answer.clone();
    let arrived = Arc::clone(arrived);
    server.mock(|when, then| {
        when.is_true(|_| true);
        then.respond_with(move |request: &HttpMockRequest| {
            arrived.lock().expect("not poisoned").push(request.clone());
            HttpMockResponse::builder()
                .status(status)
                .header("content-type", "application/json")
                .body(answer.to_string())
                .build()
        });
    });
    server
}

/// The header parameters of a call, each with its value.
fn header_parameters(contract: &Contract, call: &Call) -> Vec<(String, String)> {
    let operations = contract.document.operations();
    let operation = operations
        .iter()
        .find(|operation| operation.name() == call.operation);
    let listed = parameters(
        &contract.document,
        operation.expect("a documented operation"),
    );
    let is_header = |at: &str| {
        contract
            .document
            .at(at)
            .is_some_and(|value| value["in"] == "header")
    };
    let headers = listed.iter().filter(|(_, at)| is_header(at));
    headers
        .filter_map(|(name, _)| Some((name.clone(), plain(call.parameters.get(name)?))))
        .collect()
}

fn sends(request: &HttpMockRequest, name: &str, value: &str) -> bool {
    let headers = request.headers_vec();
    let mut headers = headers.iter();
    headers.any(|(sent, with)| sent.eq_ignore_ascii_case(name) && with == value)
}

/// Method, path and query that the document asks for, from the examples of the call.
pub fn expected_target(contract: &Contract, call: &Call) -> String {
    let operations = contract.document.operations();
    let operation = operations
        .iter()
        .find(|operation| operation.name() == call.operation);
    let operation = operation.expect("a documented operation");
    let mut path = operation.path.to_owned();
    let mut query = Vec::new();
    let headers = header_parameters(contract, call);
    let is_header = |name: &str| headers.iter().any(|(header, _)| header == name);
    for (name, value) in call.parameters.iter().filter(|(name, _)| !is_header(name)) {
        let text = plain(value);
        let place = format!("{{{name}}}");
        if path.contains(&place) {
            path = path.replace(&place, &text);
        } else {
            query.push((name.clone(), text));
        }
    }
    assert!(
        !path.contains('{'),
        "{path}: a path parameter has no example"
    );
    assert!(
        contract
            .document
            .at(&pointer::of(["paths", operation.path]))
            .is_some()
    );
    query.sort();
    format!("{} /api{path} {query:?}", operation.method.to_uppercase())
}

/// A parameter's value as text: lists are joined by commas.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}

/// Method, path and decoded query of a request.
pub fn target(request: &HttpMockRequest) -> String {
    let mut query = request.query_params();
    query.sort();
    let uri = request.uri();
    format!("{} {} {query:?}", request.method_str(), uri.path())
}

/// Numbers as floats, so that 1 and 1.0 are one number.
fn by_value(value: &Value) -> Value {
    match value {
        Value::Object(members) => members
            .iter()
            .map(|(key, member)| (key.clone(), by_value(member)))
            .collect(),
        Value::Array(items) => items.iter().map(by_value).collect(),
        Value::Number(number) => Value::from(number.as_f64()),
        other => other.clone(),
    }
}

/// A request as it came over the wire, credentials redacted.
fn printed(request: &HttpMockRequest) -> String {
    let uri = request.uri();
    let target = uri.path_and_query().map_or("", |target| target.as_str());
    let mut text = format!("{} {target}\n", request.method_str());
    let mut headers: Vec<_> = request.headers_vec().clone();
    headers.sort();
    for (name, value) in headers {
        let value = match name.to_ascii_lowercase().as_str() {
            "host" | "content-length" => continue,
            "accesstoken" | "appkey" | "clientnr" | "refreshtoken" | "x-api-key" => "[redacted]",
            _ => &value,
        };
        writeln!(text, "{name}: {value}").expect("written");
    }
    let body = request.body_string();
    match serde_json::from_str::<Value>(&body) {
        Ok(_) => write!(text, "\n{body}"),
        Err(_) => write!(text, "\n{} bytes", body.len()),
    }
    .expect("written");
    text
}
