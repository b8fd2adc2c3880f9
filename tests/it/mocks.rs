//! The typed mock servers: what they expect is what the clients send, what they answer is what the clients read.

use std::fmt::Debug;

use httpmock::MockServer;
use order_sdk_runtime::json;

use crate::{
    calls::{self, Call},
    support::{bouwsoft_client, contract},
};

type Served = Result<(), Box<dyn std::error::Error>>;

/// The documented answer of a call, as its model.
fn answer<T: serde::de::DeserializeOwned>(call: &Call) -> T {
    json::read(call.answer.1.to_string().as_bytes()).expect("an answer of the model")
}

fn same<T: PartialEq + Debug>(call: &Call, read: &T, answered: &T) {
    assert_eq!(read, answered, "{}/{}", call.operation, call.name);
}

/// Serves one documented call with the mock and makes it with the client; the rows are the operations.
///
/// A parameter is `number`, `maybe_number` and so on, after how the example becomes what both take. Those in brackets are
/// optional.
macro_rules! serve {
    ($server:ident, $client:ident, $call:ident;
     $($operation:ident($($form:ident $name:ident),* $(; $Body:ty)?) $([$($choice:ident $option:ident),*])?
         => $status:ident $Answer:ty;)*) => {
        match $call.operation.as_str() {
            $(stringify!($operation) => {
                let answered: $Answer = answer($call);
                let mock = $server.$operation(|when, then| {
                    $(let when = expect!(when, $call, $form $name);)*
                    $($(let when = expect!(when, $call, $choice $option);)*)?
                    $(let when = when.body(&$call.body::<$Body>());)?
                    drop(when);
                    then.$status(&answered);
                });
                let request = $client.$operation($(need!($call, $form $name),)* $($call.body::<$Body>())?);
                $($(let request = give!(request, $call, $choice $option);)*)?
                let read = request.await?;
                mock.assert();
                same($call, &read, &answered);
            })*
            other => panic!("no call for {other}"),
        }
    };
}

/// Has the mock expect a parameter, or that it is not sent where the call does not have it.
macro_rules! expect {
    ($when:ident, $call:ident, number $name:ident) => {
        $when.$name($call.need::<i64>(stringify!($name)))
    };
    ($when:ident, $call:ident, maybe_number $name:ident) => {
        expect!($when, $call, i64 $name)
    };
    ($when:ident, $call:ident, maybe_switch $name:ident) => {
        expect!($when, $call, bool $name)
    };
    ($when:ident, $call:ident, maybe_text $name:ident) => {
        expect!($when, $call, String $name)
    };
    ($when:ident, $call:ident, numbers $name:ident) => {
        $when.$name($call.get::<Numbers>(stringify!($name)).unwrap_or_default())
    };
    ($when:ident, $call:ident, order $name:ident) => {
        $when.$name(order($call))
    };
    ($when:ident, $call:ident, secret $name:ident) => {
        $when.$name(SECRET)
    };
    ($when:ident, $call:ident, image $name:ident) => {
        $when.$name(IMAGE)
    };
    ($when:ident, $call:ident, $kind:tt $name:ident) => {
        match $call.get::<$kind>(stringify!($name)) {
            Some(value) => $when.$name(value),
            None => $when.without(stringify!($name)),
        }
    };
}

/// The argument that an operation of the client needs.
macro_rules! need {
    ($call:ident, number $name:ident) => {
        $call.need::<i64>(stringify!($name))
    };
    ($call:ident, order $name:ident) => {
        order($call)
    };
    ($call:ident, secret $name:ident) => {
        SECRET
    };
    ($call:ident, image $name:ident) => {
        IMAGE
    };
}

/// Gives an optional parameter to the client, where the call has it.
macro_rules! give {
    ($request:ident, $call:ident, maybe_number $name:ident) => {
        $request.$name($call.get::<i64>(stringify!($name)))
    };
    ($request:ident, $call:ident, maybe_switch $name:ident) => {
        $request.$name($call.get::<bool>(stringify!($name)))
    };
    ($request:ident, $call:ident, maybe_text $name:ident) => {
        match $call.get::<String>(stringify!($name)) {
            Some(value) => $request.$name(value),
            None => $request,
        }
    };
    ($request:ident, $call:ident, numbers $name:ident) => {
        $request.$name($call.get::<Numbers>(stringify!($name)).unwrap_or_default())
    };
}

type Numbers = Vec<i64>;

/// Begins as a PNG does.
const IMAGE: &[u8] = b"\x89PNG\r\n\x1a\n and so on";
const SECRET: &str = "secret-for-tests";

/// What the text of `columns` says.
fn order(call: &Call) -> bouwsoft::types::OrderCreate {
    let columns: String = call.need("columns");
    columns.parse().expect("columns of an order")
}

#[tokio::test]
async fn bouwsoft_calls_are_served() {
    for call in calls::of(&contract("bouwsoft")) {
        // The base URL of the contract ends so.
        let server = MockServer::start();
        let client = bouwsoft_client(&server.url("/api/v1"));
        let served = serve_bouwsoft(&server, &client, &call).await;
        served.unwrap_or_else(|error| panic!("{}/{}: {error}", call.operation, call.name));
    }
}

async fn serve_bouwsoft(server: &MockServer, client: &bouwsoft::Client, call: &Call) -> Served {
    use bouwsoft::types::*;
    use bouwsoft_httpmock::MockServerExt;
    serve! { server, client, call;
        create_order(order columns) => created OrderChanges;
        actualize_order_prices(number id) => ok OrderLinePage;
        copy_order(number id)[maybe_text to_type, maybe_switch with_introduction,
            maybe_switch with_conclusion, maybe_switch with_orderlines,
            maybe_switch with_orderline_quantity, maybe_switch with_orderline_quantity_calc,
            maybe_switch with_orderline_unit_price, maybe_switch with_orderline_cost_calc,
            maybe_switch and_actualize_prices, maybe_switch with_orderline_note,
            maybe_switch with_orderline_image, maybe_switch with_orderline_tender,
            maybe_switch with_orderline_tender_price] => ok OrderPage;
        move_order_lines(number id)[maybe_number down, maybe_number line_with_nr,
            numbers lines_with_nrs, numbers lines_with_ids] => ok OrderLinePage;
        sign_order(number id, image body) => ok OrderPage;
        request_refresh_token(secret app_key)[maybe_text request_id,
            maybe_text redirecturl] => ok ActivationState;
        get_access_token(secret clientnr, secret refresh_token) => ok AccessGrant;
    }
    Ok(())
}

#[tokio::test]
async fn eenvoudigfactureren_calls_are_served() {
    for call in calls::of(&contract("eenvoudigfactureren")) {
        let server = MockServer::start();
        let client = eenvoudigfactureren::Client::with_api_key(&server.base_url(), "key-for-tests");
        let served = serve_orders(&server, &client.expect("a client"), &call).await;
        served.unwrap_or_else(|error| panic!("{}/{}: {error}", call.operation, call.name));
    }
}

async fn serve_orders(
    server: &MockServer,
    client: &eenvoudigfactureren::Client,
    call: &Call,
) -> Served {
    use eenvoudigfactureren::types::*;
    use eenvoudigfactureren_httpmock::MockServerExt;
    serve! { server, client, call;
        list_orders()[maybe_text search, maybe_text filter, maybe_text fields, maybe_text sort,
            maybe_number skip, maybe_number take] => ok Vec<Order>;
        create_order(; OrderCreate) => created WriteResult;
        get_order(number order_id) => ok Order;
        update_order(number order_id; OrderUpdate) => ok WriteResult;
        replace_order(number order_id; OrderReplace) => ok WriteResult;
        delete_order(number order_id) => ok WriteResult;
        list_order_items(number order_id) => ok Vec<OrderItem>;
        create_order_item(number order_id; OrderItemCreate) => created WriteResult;
        delete_all_order_items(number order_id) => ok WriteResult;
        get_order_item(number order_id, number item_id) => ok OrderItem;
        update_order_item(number order_id, number item_id; OrderItemUpdate) => ok WriteResult;
        replace_order_item(number order_id, number item_id; OrderItemReplace) => ok WriteResult;
        delete_order_item(number order_id, number item_id) => ok WriteResult;
        list_order_remarks(number order_id) => ok Vec<OrderRemark>;
        create_order_remark(number order_id; OrderRemarkCreate) => created WriteResult;
        delete_all_order_remarks(number order_id) => ok WriteResult;
        get_order_remark(number order_id, number remark_id) => ok OrderRemark;
        update_order_remark(number order_id, number remark_id; OrderRemarkUpdate) => ok WriteResult;
        replace_order_remark(number order_id, number remark_id; OrderRemarkReplace) => ok WriteResult;
        delete_order_remark(number order_id, number remark_id) => ok WriteResult;
        list_order_events(number order_id) => ok Vec<OrderEvent>;
        get_order_event(number order_id, number event_id) => ok OrderEvent;
    }
    Ok(())
}

#[tokio::test]
async fn another_request_than_the_expected_is_not_served() {
    use bouwsoft::{Client, types::OrderLinePage};
    use bouwsoft_httpmock::MockServerExt;
    let server = MockServer::start();
    let mock = server.move_order_lines(|when, then| {
        when.id(17)
            .without("down")
            .line_with_nr(2)
            .lines_with_nrs([])
            .lines_with_ids([]);
        then.ok(&OrderLinePage::default().records([]));
    });
    let client = Client::connect(&server.base_url(), 115, "token-for-tests").expect("a client");
    let of = |id: i64| client.move_order_lines(id);
    for other in [
        of(1).line_with_nr(2),
        of(170).line_with_nr(2),
        of(17).line_with_nr(3),
        of(17).line_with_nr(2).down(1),
        of(17).lines_with_nrs([2]),
    ] {
        other.await.expect_err("another request");
    }
    mock.assert_calls(0);
    let empty = of(17).line_with_nr(2).lines_with_ids([]);
    empty.await.expect("the expected request");
    mock.assert_calls(1);
}

/// Has an operation of a mock answer each error, and calls the operation, which must not be one that is repeated.
macro_rules! errors {
    ($server:ident, $body:ident, $operation:ident, $send:expr;
     $($status:literal $answer:ident($($code:literal)?);)*) => {
        $(
            let mut mock = $server.$operation(|_, then| {
                then.$answer($($code,)? &$body);
            });
            let error = $send.await.expect_err(stringify!($answer));
            assert_eq!(error.status(), Some($status), "{error}");
            assert_eq!(error.message(), Some("not today"), "{error}");
            mock.assert();
            mock.delete();
        )*
    };
}

#[tokio::test]
async fn errors_of_bouwsoft_are_answered_by_name_and_by_status() {
    use bouwsoft::{Client, types::ErrorBody};
    use bouwsoft_httpmock::MockServerExt;
    let server = MockServer::start();
    let client = Client::connect(&server.base_url(), 115, "token-for-tests").expect("a client");
    let body = ErrorBody::default().code("x").message("y");
    let body = body.description("not today");
    errors! { server, body, actualize_order_prices, client.actualize_order_prices(1);
        400 bad_request();
        401 unauthorized();
        404 not_found();
        418 client_error(418);
        500 internal_server_error();
        503 server_error(503);
        200 error(200);
    }
}

#[tokio::test]
async fn errors_of_eenvoudigfactureren_are_answered_by_name_and_by_status() {
    use eenvoudigfactureren::{Client, types::ErrorBody};
    use eenvoudigfactureren_httpmock::MockServerExt;
    let server = MockServer::start();
    let client = Client::with_api_key(&server.base_url(), "key-for-tests").expect("a client");
    let body = ErrorBody::default().error("not today");
    errors! { server, body, delete_order, client.delete_order(1);
        400 bad_request();
        401 unauthorized();
        403 forbidden();
        404 not_found();
        418 client_error(418);
        500 internal_server_error();
        503 server_error(503);
        200 error(200);
    }
}

#[tokio::test]
async fn a_download_and_a_record_have_separate_mocks() {
    use eenvoudigfactureren::{
        Client, ErrorKind,
        types::{ErrorBody, Order},
    };
    use eenvoudigfactureren_httpmock::MockServerExt;
    let server = MockServer::start();
    let record = server.get_order(|when, then| {
        when.order_id(5005);
        then.ok(&Order::default().number("7"));
    });
    let client = Client::with_api_key(&server.base_url(), "key-for-tests").expect("a client");
    let error = client.download_order(5005).await.expect_err("no such mock");
    assert_eq!(error.kind(), ErrorKind::NotFound, "{error}");
    record.assert_calls(0);

    let name = "Bestelbon \"7\" – é.pdf";
    let file = server.download_order(|when, then| {
        when.order_id(5005);
        then.ok(b"%PDF-1.7 and so on").file_name(name);
    });
    server.download_order(|when, then| {
        when.order_id(6006);
        then.forbidden(&ErrorBody::default().error("not today"));
    });
    let found = client.get_order(5005).await;
    assert_eq!(found.expect("a record").number.as_deref(), Some("7"));
    let download = client.download_order(5005).await.expect("a file");
    // Characters that file systems refuse are omitted.
    assert_eq!(download.file_name(), "Bestelbon 7 – é.pdf");
    let bytes = download.bytes().await.expect("all of it");
    assert_eq!(&*bytes, b"%PDF-1.7 and so on");
    let error = client.download_order(6006).await.expect_err("forbidden");
    assert_eq!(error.message(), Some("not today"));
    record.assert_calls(1);
    file.assert_calls(1);
}
