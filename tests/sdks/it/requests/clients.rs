//! The calls of EenvoudigFactureren for customers, uploads and the account, as the client sends them.

use eenvoudigfactureren::{Attachment, Client, types::*};

use super::{Sent, orders::list_call};
use crate::calls::Call;

pub async fn send(client: &Client, call: &Call) -> Sent {
    match call.operation.as_str() {
        "list_clients" => list_call!(client.list_clients(), call),
        "create_client" => {
            let customer: CustomerCreate = call.body();
            client.create_client(customer).await?;
        }
        "upload_attachment" => {
            client.upload_attachment(attachment(call)).await?;
        }
        "get_settings" => drop(client.get_settings().await?),
        "list_layouts" => drop(client.list_layouts().await?),
        "get_current_account" => drop(client.get_current_account().await?),
        _ => send_with_id(client, call).await?,
    }
    Ok(())
}

/// The file in the documented form.
pub fn attachment(call: &Call) -> Attachment {
    let form = call.body.as_ref().expect("a form");
    let field = |name: &str| form[name].as_str().expect("a string").to_owned();
    Attachment::new(field("filename"), field("file")).expect("a small file")
}

async fn send_with_id(client: &Client, call: &Call) -> Sent {
    let id: i64 = call.need("client_id");
    match call.operation.as_str() {
        "get_client" => {
            client.get_client(id).await?;
        }
        "update_client" => {
            let body: CustomerUpdate = call.body();
            client.update_client(id, body).await?;
        }
        "delete_client" => {
            client.delete_client(id).await?;
        }
        name if name.contains("contact") => send_contact_call(client, call, id).await?,
        _ => send_detail_call(client, call, id).await?,
    }
    Ok(())
}

/// The calls for one kind of child record. The kinds differ only in their names.
macro_rules! child_calls {
    ($send:ident, $id:ident, $list:ident, $get:ident, $create:ident: $Create:ident, $update:ident: $Update:ident,
     $delete:ident) => {
        async fn $send(client: &Client, call: &Call, customer: i64) -> Sent {
            let name = call.operation.as_str();
            if name == stringify!($list) {
                client.$list(customer).await?;
            } else if name == stringify!($create) {
                let body: $Create = call.body();
                client.$create(customer, body).await?;
            } else {
                let id: i64 = call.need(stringify!($id));
                if name == stringify!($get) {
                    client.$get(customer, id).await?;
                } else if name == stringify!($update) {
                    let body: $Update = call.body();
                    client.$update(customer, id, body).await?;
                } else if name == stringify!($delete) {
                    client.$delete(customer, id).await?;
                } else {
                    panic!("no call for {name}");
                }
            }
            Ok(())
        }
    };
}

child_calls!(send_contact_call, contact_id, list_client_contacts, get_client_contact,
    create_client_contact: CustomerContactCreate, update_client_contact: CustomerContactUpdate,
    delete_client_contact);
child_calls!(send_detail_call, detail_id, list_client_details, get_client_detail,
    create_client_detail: CustomerDetailCreate, update_client_detail: CustomerDetailUpdate,
    delete_client_detail);
