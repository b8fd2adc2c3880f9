//! The calls of EenvoudigFactureren, against its mock server.

use eenvoudigfactureren::{Client, types::*};
use eenvoudigfactureren_httpmock::MockServerExt;
use httpmock::MockServer;

use super::{DocumentedResponse, Served, complete_body, same};
use crate::{
    calls::{self, Call},
    requests::clients::attachment,
    support::contract,
};

documented_responses! {
    WriteResult: complete_body;
    AccountSettings: complete_body;
    Account: complete_body;
    Order: complete_body;
    OrderItem: complete_body;
    OrderRemark: complete_body;
    OrderEvent: complete_body;
    Customer: complete_body;
    CustomerContact: complete_body;
    CustomerDetail: complete_body;
    Vec<Order>: complete_body;
    Vec<OrderItem>: complete_body;
    Vec<OrderRemark>: complete_body;
    Vec<OrderEvent>: complete_body;
    Vec<Customer>: complete_body;
    Vec<CustomerContact>: complete_body;
    Vec<CustomerDetail>: complete_body;
    Vec<Upload>: complete_body;
    Vec<Layout>: complete_body;
}

#[tokio::test]
async fn eenvoudigfactureren_calls_are_served() {
    for call in calls::of(contract("eenvoudigfactureren")) {
        let server = MockServer::start();
        let client = Client::with_api_key(&server.base_url(), "key-for-tests");
        let served = serve_orders(&server, &client.expect("a client"), &call).await;
        served.unwrap_or_else(|error| panic!("{}/{}: {error}", call.operation, call.name));
    }
}

async fn serve_orders(server: &MockServer, client: &Client, call: &Call) -> Served {
    match call.operation.as_str() {
        "upload_attachment" => return serve_upload(server, client, call).await,
        "send_order_email" => return serve_email(server, client, call).await,
        _ => {}
    }
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
        list_clients()[maybe_text search, maybe_text filter, maybe_text fields, maybe_text sort,
            maybe_number skip, maybe_number take] => ok Vec<Customer>;
        create_client(; CustomerCreate) => created WriteResult;
        get_client(number client_id) => ok Customer;
        update_client(number client_id; CustomerUpdate) => ok WriteResult;
        delete_client(number client_id) => ok WriteResult;
        list_client_contacts(number client_id) => ok Vec<CustomerContact>;
        create_client_contact(number client_id; CustomerContactCreate) => created WriteResult;
        get_client_contact(number client_id, number contact_id) => ok CustomerContact;
        update_client_contact(number client_id, number contact_id; CustomerContactUpdate) => ok WriteResult;
        delete_client_contact(number client_id, number contact_id) => ok WriteResult;
        list_client_details(number client_id) => ok Vec<CustomerDetail>;
        create_client_detail(number client_id; CustomerDetailCreate) => created WriteResult;
        get_client_detail(number client_id, number detail_id) => ok CustomerDetail;
        update_client_detail(number client_id, number detail_id; CustomerDetailUpdate) => ok WriteResult;
        delete_client_detail(number client_id, number detail_id) => ok WriteResult;
        get_settings() => ok AccountSettings;
        list_layouts() => ok Vec<Layout>;
        get_current_account() => ok Account;
    }
    Ok(())
}

async fn serve_email(server: &MockServer, client: &Client, call: &Call) -> Served {
    let (order_id, email): (i64, OrderEmail) = (call.need("order_id"), call.body());
    let mock = server.send_order_email(|when, then| {
        when.order_id(order_id).body(&email);
        then.ok();
    });
    client.send_order_email(order_id, email).await?;
    mock.assert();
    Ok(())
}

async fn serve_upload(server: &MockServer, client: &Client, call: &Call) -> Served {
    let file = attachment(call);
    let documented = <Vec<Upload> as DocumentedResponse>::of(call);
    let mock = server.upload_attachment(|when, then| {
        when.body(&file);
        then.created(&documented);
    });
    let read = client.upload_attachment(file).await?;
    mock.assert();
    same(call, &read, &documented);
    Ok(())
}
