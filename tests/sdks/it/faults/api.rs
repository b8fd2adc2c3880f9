//! One type for both clients: the calls that are made while servers misbehave, and their outcomes.

use eenvoudigfactureren::types::OrderCreate;
use order_sdk_http::{Access, Error, RetryPolicy, Settings};
use serde_json::{Value, json};
use std::{sync::LazyLock, time::Duration};

use crate::{calls, support::contract};

/// Both APIs.
pub const APIS: [&str; 2] = ["bouwsoft", "eenvoudigfactureren"];

/// The credential of the clients.
pub const KEY: &str = "key-for-tests";

/// A client of one of the APIs.
#[derive(Clone, Debug)]
pub enum Client {
    Bouwsoft(bouwsoft::Client),
    EenvoudigFactureren(eenvoudigfactureren::Client),
}

/// The status of the response, and the part of its body that identifies it.
pub type Outcome = Result<(u16, String), Error>;

impl Client {
    /// A client of an API at a base URL.
    pub fn new(api: &str, base: &str, settings: &Settings) -> Self {
        let settings = settings.clone();
        match api {
            "bouwsoft" => {
                let builder = bouwsoft::Client::builder().settings(settings);
                let builder = builder.access_token(base, 115, KEY);
                let client = builder.authorization_server(base).build();
                Self::Bouwsoft(client.expect("a client"))
            }
            _ => {
                let builder = eenvoudigfactureren::Client::builder().settings(settings);
                let client = builder.api_key(KEY).server(base).build();
                Self::EenvoudigFactureren(client.expect("a client"))
            }
        }
    }

    /// A client of an API with this access.
    pub fn with(api: &str, access: impl Into<Access>, settings: &Settings) -> Self {
        match api {
            "bouwsoft" => {
                let client = bouwsoft::Client::new(access, settings);
                Self::Bouwsoft(client.expect("a client"))
            }
            _ => {
                let client = eenvoudigfactureren::Client::new(access, settings);
                Self::EenvoudigFactureren(client.expect("a client"))
            }
        }
    }

    /// Makes a call. The key identifies the order that is created.
    pub async fn call(&self, operation: &str, key: &str) -> Outcome {
        match self {
            Self::Bouwsoft(client) => call_bouwsoft(client, operation, key).await,
            Self::EenvoudigFactureren(client) => call_orders(client, operation, key).await,
        }
    }

    /// Creates an order that the key identifies.
    pub async fn create(&self, key: &str) -> Outcome {
        self.call("create_order", key).await
    }
}

async fn call_bouwsoft(client: &bouwsoft::Client, operation: &str, key: &str) -> Outcome {
    let shown = |order: &bouwsoft::types::Order| format!("order {}", short(&order.id));
    Ok(match operation {
        "create_order" => {
            let columns = format!("type='FAKTUUR',concerning='{key}'");
            let response = client.create_order(columns).send().await?;
            (response.status().as_u16(), shown(&response))
        }
        "get_access_token" => {
            let request = client.get_access_token("115", "refresh-for-tests");
            let response = request.send().await?;
            let server = short(&response.server_name);
            (response.status().as_u16(), format!("server {server}"))
        }
        _ => {
            let picture = [b"\x89PNG\r\n\x1a\n", key.as_bytes()].concat();
            let response = client.sign_order(17_617, picture).send().await?;
            (response.status().as_u16(), shown(&response))
        }
    })
}

async fn call_orders(client: &eenvoudigfactureren::Client, operation: &str, key: &str) -> Outcome {
    Ok(match operation {
        "create_order" => {
            let item = json!({"description": "a thing", "amount": 1});
            let order = json!({"client_id": 1, "external_order_id": key, "items": [item]});
            let order: OrderCreate = serde_json::from_value(order).expect("an order");
            let response = client.create_order(order).send().await?;
            let status = response.status().as_u16();
            let result = response.into_inner();
            (status, format!("order {}", short(&result.order_id)))
        }
        "list_orders" => {
            let response = client.list_orders().search(key).send().await?;
            let status = response.status().as_u16();
            let ids: Vec<_> = response.iter().map(|order| order.order_id).collect();
            (status, format!("orders {}", short(&ids)))
        }
        _ => {
            let response = client.get_order(5005).send().await?;
            let status = response.status().as_u16();
            (status, format!("order {}", short(&response.order_id)))
        }
    })
}

/// The debug text without `Some(..)`.
fn short(value: &impl std::fmt::Debug) -> String {
    let text = format!("{value:?}");
    text.replace("Some(", "").replace(')', "")
}

/// A call that is made while the server misbehaves, and the response of a good server.
#[derive(Clone, Debug)]
pub struct Sample {
    /// The API.
    pub api: &'static str,
    /// The operation.
    pub operation: &'static str,
    /// Whether it is a write.
    pub writes: bool,
    /// The documented success status.
    pub status: u16,
    /// The documented response.
    pub good: Value,
}

/// The calls that are made for each API: some read, some write.
pub fn samples(api: &str) -> Vec<Sample> {
    static SAMPLES: LazyLock<[Vec<Sample>; 2]> = LazyLock::new(|| APIS.map(read));
    let at = APIS.iter().position(|known| *known == api);
    SAMPLES[at.expect("an API")].clone()
}

fn read(api: &'static str) -> Vec<Sample> {
    let operations: &[(&str, bool)] = match api {
        "bouwsoft" => &[
            ("create_order", true),
            ("sign_order", true),
            ("get_access_token", false),
        ],
        _ => &[
            ("create_order", true),
            ("get_order", false),
            ("list_orders", false),
        ],
    };
    let calls = calls::of(contract(api));
    let sample = |&(operation, writes): &(&'static str, bool)| {
        let call = calls.iter().find(|call| call.operation == operation);
        let response = &call.expect("a documented call").response;
        let (status, good) = (response.status, response.json());
        Sample {
            api,
            operation,
            writes,
            status,
            good,
        }
    };
    operations.iter().map(sample).collect()
}

/// Settings with short delays: three attempts, a few milliseconds apart. The client reads no root certificates, which
/// would take most of the time of creating it.
pub fn quick() -> Settings {
    let (first, longest) = (Duration::from_millis(1), Duration::from_millis(4));
    Settings::new()
        .retry(RetryPolicy::default().attempts(3).delays(first, longest))
        .http_client(|builder| builder.tls_certs_only([]))
}
