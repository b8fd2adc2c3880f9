//! The Rust samples of the contracts: they compile, each operation has one, and each sends a documented call.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use contract::Contract;
use openapi_document::Side;
use serde_json::Value;

use crate::{
    calls::{self, Call},
    forms::{form, is_form},
    requests::{expected_target, server, target},
    support::{bouwsoft_client, contract},
};

/// The samples of one API: a file in its folder `samples` for each, and a function with its name.
macro_rules! samples {
    ($api:ident: $($name:ident)*) => {
        $(mod $name;)*
        pub mod first_call;

        pub const NAMES: &[&str] = &[$(stringify!($name)),*];

        pub async fn run(
            name: &str,
            client: &::$api::Client,
        ) -> Result<(), ::$api::Error> {
            match name {
                $(stringify!($name) => $name::$name(client).await,)*
                other => panic!("no sample for {other}: add it to the list in tests/sdks/it/samples.rs"),
            }
        }
    };
}

#[path = "../../../spec/bouwsoft/samples"]
pub mod bouwsoft {
    samples!(bouwsoft: actualize_order_line_price actualize_order_prices address_notes copy_order create_address create_address_contact create_order create_order_commission create_order_cost create_order_line create_order_variable delete_address delete_address_contact delete_order_line delete_order_line_image download_order_pdf get_access_token get_address get_address_contact get_order get_order_commission get_order_cost get_order_line get_order_variable list_address_contacts list_addresses list_order_commissions list_order_costs list_order_lines list_order_variables list_orders list_vat_codes move_order_lines order_texts request_refresh_token set_order_line_image sign_order update_address update_address_note_plain update_order update_order_commission update_order_conclusion_plain update_order_introduction_plain update_order_line update_order_line_note_plain update_order_variable);
}

#[path = "../../../spec/eenvoudigfactureren/samples"]
pub mod eenvoudigfactureren {
    samples!(eenvoudigfactureren: create_client create_client_contact create_client_detail create_order create_order_item create_order_remark delete_all_order_items delete_all_order_remarks delete_client delete_client_contact delete_client_detail delete_order delete_order_item delete_order_remark get_client get_client_contact get_client_detail get_current_account get_order get_order_event get_order_item get_order_remark get_settings list_client_contacts list_client_details list_clients list_layouts list_order_events list_order_items list_order_remarks list_orders replace_order replace_order_item replace_order_remark send_order_email update_client update_client_contact update_client_detail update_order update_order_item update_order_remark upload_attachment);
}

#[tokio::test]
async fn bouwsoft_samples_send_documented_calls() {
    each_sample("bouwsoft", bouwsoft::NAMES, async |name, base| {
        bouwsoft::run(name, &bouwsoft_client(base))
            .await
            .expect("a response");
    })
    .await;
}

#[tokio::test]
async fn eenvoudigfactureren_samples_send_documented_calls() {
    each_sample(
        "eenvoudigfactureren",
        eenvoudigfactureren::NAMES,
        async |name, base| {
            let client = ::eenvoudigfactureren::Client::with_api_key(base, "key-for-tests");
            let client = client.expect("a client");
            eenvoudigfactureren::run(name, &client)
                .await
                .expect("a response");
        },
    )
    .await;
}

/// Runs the sample of each operation against a server that returns the documented responses, and checks the requests.
async fn each_sample(api: &str, names: &[&str], run: impl AsyncFn(&str, &str)) {
    let contract = contract(api);
    let mut samples: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for operation in contract.document.operations() {
        let sample = samples.entry(contract::sample_name(&operation).to_owned());
        sample.or_default().push(operation.name());
    }
    let expected: Vec<_> = samples.keys().map(String::as_str).collect();
    assert_eq!(
        names, expected,
        "the list of the samples of {api} in tests/sdks/it/samples.rs"
    );
    let calls = calls::of(contract);
    for (name, operations) in samples {
        let calls: Vec<&Call> = calls
            .iter()
            .filter(|call| operations.contains(&call.operation))
            .collect();
        let arrived = Arc::new(Mutex::new(Vec::new()));
        let server = server(contract, &arrived, &calls);
        run(&name, &server.url("/api")).await;
        let arrived = arrived.lock().expect("not poisoned").clone();
        assert_eq!(arrived.len(), operations.len(), "{api}/{name}");
        for request in arrived.iter() {
            let sent = target(request);
            let mut documented = calls
                .iter()
                .map(|call| (expected_target(contract, call), call));
            let Some((_, call)) = documented.find(|(target, _)| sorted(target) == sorted(&sent))
            else {
                panic!("{api}/{name}: {sent} is not a documented call");
            };
            match &call.body {
                Some(Value::String(text)) => assert_eq!(request.body_string(), *text, "{name}"),
                Some(fields) if is_form(request) => assert_eq!(form(request).await, *fields),
                _ => assert_body(contract, &call.operation, &request.body_string()),
            }
        }
    }
}

/// A request target with its comma-separated parts sorted: the order of the fields in `columns` has no meaning.
fn sorted(target: &str) -> Vec<&str> {
    let mut parts: Vec<_> = target.split(['"', ',']).collect();
    parts.sort_unstable();
    parts
}

/// Fails if a body does not match its documented schema.
fn assert_body(contract: &Contract, operation: &str, body: &str) {
    let examples = contract
        .document
        .examples()
        .expect("the examples can be read");
    let schema = examples.iter().find(|example| {
        let takes_json = example.media == "application/json" && example.side == Side::Request;
        takes_json && example.operation == operation
    });
    if let Some(example) = schema {
        let body: Value = serde_json::from_str(body).expect("JSON");
        let errors = contract.validator().errors(&example.schema, &body);
        assert_eq!(errors.expect("a valid schema"), [], "{operation}");
    }
}
