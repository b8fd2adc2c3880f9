//! The typed mock servers: they expect what the clients send, and return what the clients read.

use std::fmt::Debug;

use httpmock::MockServer;
use order_sdk_core::json;
use serde::de::DeserializeOwned;

use crate::{
    calls::{self, Call},
    support::{bouwsoft_client, contract},
};

type Served = Result<(), Box<dyn std::error::Error>>;

/// A documented response as the client returns it: the only record of an envelope, the complete body, or a string.
trait DocumentedResponse: Sized {
    fn of(call: &Call) -> Self;
}

macro_rules! documented_responses {
    ($($model:ty: $read:expr;)*) => {
        $(impl DocumentedResponse for $model {
            fn of(call: &Call) -> Self {
                let read: fn(&Call) -> Self = $read;
                read(call)
            }
        })*
    };
}

documented_responses! {
    bouwsoft::types::Order: only_record;
    bouwsoft::types::OrderLine: only_record;
    bouwsoft::types::OrderList: complete_body;
    bouwsoft::types::OrderLinePage: complete_body;
    bouwsoft::types::OrderCost: only_record;
    bouwsoft::types::OrderVariable: only_record;
    bouwsoft::types::OrderCommission: only_record;
    bouwsoft::types::Address: only_record;
    bouwsoft::types::AddressContact: only_record;
    bouwsoft::types::OrderCostList: complete_body;
    bouwsoft::types::OrderVariableList: complete_body;
    bouwsoft::types::OrderCommissionList: complete_body;
    bouwsoft::types::AddressList: complete_body;
    bouwsoft::types::AddressContactList: complete_body;
    bouwsoft::types::VatCodeList: complete_body;
    bouwsoft::types::ActivationState: complete_body;
    bouwsoft::types::AccessGrant: complete_body;
    String: |call| String::from_utf8(call.response.body.clone()).expect("a string");
}

fn complete_body<T: DeserializeOwned>(call: &Call) -> T {
    json::read(&call.response.body).expect("a response of the model")
}

fn only_record<T: DeserializeOwned>(call: &Call) -> T {
    let body = call.response.json();
    let records = ["Records", "RecordChanges"].map(|envelope| body[envelope][0].clone());
    let record = records.into_iter().find(|record| !record.is_null());
    json::read_value(&record.expect("a record")).expect("a record of the model")
}

fn same<T: PartialEq + Debug>(call: &Call, read: &T, documented: &T) {
    assert_eq!(read, documented, "{}/{}", call.operation, call.name);
}

/// Serves one documented call with the mock and makes it with the client. Each row is an operation.
///
/// The kind of a parameter, for example `number` or `maybe_number`, says how its example becomes the argument of the
/// mock and of the client.
/// Parameters in brackets are optional.
macro_rules! serve {
    ($server:ident, $client:ident, $call:ident;
     $($operation:ident($($form:ident $name:ident),* $(; $Body:ty)?) $([$($choice:ident $option:ident),*])?
         => $status:ident $Response:ty;)*) => {
        match $call.operation.as_str() {
            $(stringify!($operation) => {
                let documented = <$Response as DocumentedResponse>::of($call);
                let mock = $server.$operation(|when, then| {
                    $(let when = expect!(when, $call, $form $name);)*
                    $($(let when = expect!(when, $call, $choice $option);)*)?
                    $(let when = when.body(&$call.body::<$Body>());)?
                    drop(when);
                    then.$status(&documented);
                });
                let request = $client.$operation($(need!($call, $form $name),)* $($call.body::<$Body>())?);
                $($(let request = give!(request, $call, $choice $option);)*)?
                let read = request.await?;
                mock.assert();
                same($call, &read, &documented);
            })*
            other => panic!("no call for {other}"),
        }
    };
}

/// Adds a condition for a parameter, or for its absence if the call does not have it.
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
    ($when:ident, $call:ident, text $name:ident) => {
        $when.$name(text($call))
    };
    ($when:ident, $call:ident, columns $name:ident) => {
        $when.$name($call.need::<String>(stringify!($name)))
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
    ($call:ident, text $name:ident) => {
        text($call)
    };
    ($call:ident, columns $name:ident) => {
        $call.need::<String>(stringify!($name))
    };
}

/// Passes an optional parameter to the client, if the call has it.
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

// This module uses the macros above.
mod orders;

/// Starts like a PNG.
const IMAGE: &[u8] = b"\x89PNG\r\n\x1a\n and so on";
const SECRET: &str = "secret-for-tests";

/// The body of a call that sends a string.
fn text(call: &Call) -> String {
    call.body
        .as_ref()
        .and_then(|body| body.as_str())
        .expect("a string")
        .to_owned()
}

/// The content of the string `columns`.
fn order(call: &Call) -> bouwsoft::types::OrderCreate {
    let columns: String = call.need("columns");
    columns.parse().expect("columns of an order")
}

#[tokio::test]
async fn bouwsoft_calls_are_served() {
    for call in calls::of(contract("bouwsoft")) {
        // The base URL in the contract has this path.
        let server = MockServer::start();
        let client = bouwsoft_client(&server.url("/api/v1"));
        let served = serve_bouwsoft(&server, &client, &call).await;
        served.unwrap_or_else(|error| panic!("{}/{}: {error}", call.operation, call.name));
    }
}

/// Serves a call whose response has no body or is the PDF. Returns false for any other call.
async fn serve_nothing(
    server: &MockServer,
    client: &bouwsoft::Client,
    call: &Call,
) -> Result<bool, Box<dyn std::error::Error>> {
    use bouwsoft_httpmock::MockServerExt;
    let id: i64 = call.get("id").unwrap_or_default();
    macro_rules! served {
        ($operation:ident $(($body:expr))?) => {{
            let mock = server.$operation(|when, then| {
                let when = when.id(id);
                $(let when = when.body($body);)?
                drop(when);
                then.no_content();
            });
            client.$operation(id $(, $body)?).await?;
            mock.assert();
        }};
    }
    match call.operation.as_str() {
        "update_order_introduction_plain" => served!(update_order_introduction_plain(text(call))),
        "update_order_conclusion_plain" => served!(update_order_conclusion_plain(text(call))),
        "update_order_line_note_plain" => served!(update_order_line_note_plain(text(call))),
        "set_order_line_image" => served!(set_order_line_image(IMAGE)),
        "delete_order_line_image" => served!(delete_order_line_image),
        "delete_order_line" => served!(delete_order_line),
        "update_address_note_plain" => served!(update_address_note_plain(text(call))),
        "delete_address" => served!(delete_address),
        "delete_address_contact" => served!(delete_address_contact),
        "download_order_pdf" => {
            let mock = server.download_order_pdf(|when, then| {
                when.id(id);
                then.ok(&call.response.body);
            });
            let pdf = client.download_order_pdf(id).await?.bytes().await?;
            assert_eq!(pdf, call.response.body);
            mock.assert();
        }
        _ => return Ok(false),
    }
    Ok(true)
}

async fn serve_bouwsoft(server: &MockServer, client: &bouwsoft::Client, call: &Call) -> Served {
    use bouwsoft::types::*;
    use bouwsoft_httpmock::MockServerExt;
    if serve_nothing(server, client, call).await? {
        return Ok(());
    }
    serve! { server, client, call;
        list_orders()[maybe_text filter, maybe_text sort, maybe_number limit, maybe_number offset,
            maybe_text columns, maybe_switch distinct, maybe_text nextid] => ok OrderList;
        create_order(order columns) => created Order;
        get_order(number id) => ok Order;
        update_order(number id, columns columns) => ok Order;
        get_order_introduction_html(number id) => ok String;
        get_order_introduction_plain(number id) => ok String;
        get_order_introduction_rtf(number id) => ok String;
        get_order_conclusion_html(number id) => ok String;
        get_order_conclusion_plain(number id) => ok String;
        get_order_conclusion_rtf(number id) => ok String;
        list_order_lines()[maybe_text filter, maybe_text sort, maybe_number limit, maybe_number offset,
            maybe_text columns, maybe_switch distinct, maybe_text nextid] => ok OrderLinePage;
        create_order_line(columns columns) => created OrderLine;
        get_order_line(number id) => ok OrderLine;
        update_order_line(number id, columns columns) => ok OrderLine;
        actualize_order_line_price(number id) => ok OrderLine;
        list_order_costs()[maybe_text filter, maybe_text sort, maybe_number limit, maybe_number offset,
            maybe_text columns, maybe_switch distinct, maybe_text nextid] => ok OrderCostList;
        list_order_variables()[maybe_text filter, maybe_text sort, maybe_number limit, maybe_number offset,
            maybe_text columns, maybe_switch distinct, maybe_text nextid] => ok OrderVariableList;
        list_order_commissions()[maybe_text filter, maybe_text sort, maybe_number limit, maybe_number offset,
            maybe_text columns, maybe_switch distinct, maybe_text nextid] => ok OrderCommissionList;
        list_addresses()[maybe_text filter, maybe_text sort, maybe_number limit, maybe_number offset,
            maybe_text columns, maybe_switch distinct, maybe_text nextid] => ok AddressList;
        list_address_contacts()[maybe_text filter, maybe_text sort, maybe_number limit, maybe_number offset,
            maybe_text columns, maybe_switch distinct, maybe_text nextid] => ok AddressContactList;
        list_vat_codes()[maybe_text filter, maybe_text sort, maybe_number limit, maybe_number offset,
            maybe_text columns, maybe_switch distinct, maybe_text nextid] => ok VatCodeList;
        create_order_cost(columns columns) => created OrderCost;
        create_order_variable(columns columns) => created OrderVariable;
        create_order_commission(columns columns) => created OrderCommission;
        create_address(columns columns) => created Address;
        create_address_contact(columns columns) => created AddressContact;
        get_order_cost(number id) => ok OrderCost;
        get_order_variable(number id) => ok OrderVariable;
        get_order_commission(number id) => ok OrderCommission;
        get_address(number id) => ok Address;
        get_address_contact(number id) => ok AddressContact;
        get_address_note_html(number id) => ok String;
        get_address_note_plain(number id) => ok String;
        get_address_note_rtf(number id) => ok String;
        update_order_variable(number id, columns columns) => ok OrderVariable;
        update_order_commission(number id, columns columns) => ok OrderCommission;
        update_address(number id, columns columns) => ok Address;
        actualize_order_prices(number id) => ok OrderLinePage;
        copy_order(number id)[maybe_text to_type, maybe_switch with_introduction,
            maybe_switch with_conclusion, maybe_switch with_orderlines,
            maybe_switch with_orderline_quantity, maybe_switch with_orderline_quantity_calc,
            maybe_switch with_orderline_unit_price, maybe_switch with_orderline_cost_calc,
            maybe_switch and_actualize_prices, maybe_switch with_orderline_note,
            maybe_switch with_orderline_image, maybe_switch with_orderline_tender,
            maybe_switch with_orderline_tender_price] => ok Order;
        move_order_lines(number id)[maybe_number down, maybe_number line_with_nr,
            numbers lines_with_nrs, numbers lines_with_ids] => ok OrderLinePage;
        sign_order(number id, image body) => ok Order;
        request_refresh_token(secret app_key)[maybe_text request_id,
            maybe_text redirecturl] => ok ActivationState;
        get_access_token(secret clientnr, secret refresh_token) => ok AccessGrant;
    }
    Ok(())
}

#[tokio::test]
async fn an_unexpected_request_is_not_served() {
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

/// Makes the mock return each error for an operation, and calls the operation. The client must not retry it.
macro_rules! errors {
    ($server:ident, $body:ident, $operation:ident, $send:expr;
     $($status:literal $response:ident($($code:literal)?);)*) => {
        $(
            let mut mock = $server.$operation(|_, then| {
                then.$response($($code,)? &$body);
            });
            let error = $send.await.expect_err(stringify!($response));
            assert_eq!(error.status(), Some($status), "{error}");
            assert_eq!(error.message(), Some("not today"), "{error}");
            mock.assert();
            mock.delete();
        )*
    };
}

#[tokio::test]
async fn errors_of_bouwsoft_can_be_returned_by_name_and_by_status() {
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
async fn errors_of_eenvoudigfactureren_can_be_returned_by_name_and_by_status() {
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
    // Characters that file systems do not allow are omitted.
    assert_eq!(download.file_name(), "Bestelbon 7 – é.pdf");
    let bytes = download.bytes().await.expect("the whole file");
    assert_eq!(&*bytes, b"%PDF-1.7 and so on");
    let error = client.download_order(6006).await.expect_err("forbidden");
    assert_eq!(error.message(), Some("not today"));
    record.assert_calls(1);
    file.assert_calls(1);
}
