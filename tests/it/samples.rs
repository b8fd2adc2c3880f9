//! The Rust samples of the contracts: they compile, each operation has one, and each sends a documented call.

use std::sync::{Arc, Mutex};

use serde_json::Value;
use xtask::document::{Contract, Side, Validator};

use crate::{
    calls::{self, Call},
    requests::{expected_target, server, target},
    support::{bouwsoft_client, contract},
};

/// The samples of one API: a file in its folder `samples` for each, and a function of its name.
macro_rules! samples {
    ($api:ident: $($name:ident)*) => {
        $(mod $name;)*

        pub const NAMES: &[&str] = &[$(stringify!($name)),*];

        pub async fn run(
            name: &str,
            client: &::$api::Client,
        ) -> Result<(), ::$api::Error> {
            match name {
                $(stringify!($name) => $name::$name(client).await,)*
                other => panic!("no sample for {other}: add it to the list in tests/it/samples.rs"),
            }
        }
    };
}

#[path = "../../spec/bouwsoft/samples"]
mod bouwsoft {
    samples!(bouwsoft: actualize_order_prices copy_order create_order get_access_token move_order_lines request_refresh_token sign_order);
}

#[path = "../../spec/eenvoudigfactureren/samples"]
mod eenvoudigfactureren {
    samples!(eenvoudigfactureren: create_order create_order_item create_order_remark delete_all_order_items delete_all_order_remarks delete_order delete_order_item delete_order_remark get_order get_order_event get_order_item get_order_remark list_order_events list_order_items list_order_remarks list_orders replace_order replace_order_item replace_order_remark update_order update_order_item update_order_remark);
}

#[tokio::test]
async fn bouwsoft_samples_send_documented_calls() {
    each_sample("bouwsoft", bouwsoft::NAMES, async |name, base| {
        bouwsoft::run(name, &bouwsoft_client(base))
            .await
            .expect("an answer");
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
                .expect("an answer");
        },
    )
    .await;
}

/// Runs the sample of each operation against a server that answers as documented, and looks at what arrived.
async fn each_sample(api: &str, names: &[&str], run: impl AsyncFn(&str, &str)) {
    let contract = contract(api);
    let mut operations: Vec<_> = contract
        .document
        .operations()
        .iter()
        .map(|one| one.name())
        .collect();
    operations.sort();
    assert_eq!(
        names, operations,
        "{api}: spec/{api}/samples has one file for each operation"
    );
    let calls = calls::of(&contract);
    for name in names {
        let calls: Vec<&Call> = calls
            .iter()
            .filter(|call| call.operation == *name)
            .collect();
        let arrived = Arc::new(Mutex::new(Vec::new()));
        let server = server(&arrived, calls.first().expect("a documented call"));
        run(name, &server.url("/api")).await;
        let arrived = arrived.lock().expect("not poisoned");
        let [request] = arrived.as_slice() else {
            panic!("{api}/{name}: {} requests arrived", arrived.len());
        };
        let documented: Vec<_> = calls
            .iter()
            .map(|call| expected_target(&contract, call))
            .collect();
        let sent = target(request);
        assert!(
            documented.contains(&sent),
            "{api}/{name}: {sent} is none of {documented:#?}"
        );
        assert_body(&contract, name, &request.body_string());
    }
}

/// A body is what the document asks for.
fn assert_body(contract: &Contract, operation: &str, body: &str) {
    let examples = contract.examples().expect("the examples can be read");
    let schema = examples.iter().find(|example| {
        let takes_json = example.media == "application/json" && example.side == Side::Request;
        takes_json && example.operation == operation
    });
    if let Some(example) = schema {
        let body: Value = serde_json::from_str(body).expect("JSON");
        let errors = Validator::new(&contract.document).errors(&example.schema, &body);
        assert_eq!(errors.expect("a valid schema"), [], "{operation}");
    }
}
