//! A service in memory, which keeps what clients write.

mod email;
mod lists;
mod orders;
mod records;
mod routes;
mod state;
mod totals;

use eenvoudigfactureren::types::{AccountSettings, Customer, Order, Upload};
use order_sdk_core::json;
use order_sdk_mock::fake::Server;
use serde_json::Value;

pub use order_sdk_mock::fake::{Fault, Request};

use state::State;

/// A fake of the service: it keeps orders, customers, e-mails and uploads in memory, and responds as the contract
/// describes.
///
/// It assigns IDs and numbers, copies data of customers into orders, computes totals, filters, sorts and pages.
/// Behaviour that no source describes, for example most error messages, is an assumption. The fake has a clock, and
/// each change of an order advances it.
///
/// It refuses bodies that exceed the limits of the contract, that refer to a customer, an upload or a tax percentage that
/// does not exist, or that contain the number of another order. The message is in `error`. Create a customer with
/// `create_client` or [`add_customer`](Self::add_customer) before an order that refers to it. The stock has one article,
/// with the ID 2002. The fake accepts any `layout_id` and `stockitem_code`.
///
/// ```
/// use eenvoudigfactureren::{Client, types::{CustomerCreate, OrderCreate, OrderItemCreate}};
/// use eenvoudigfactureren_httpmock::Fake;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let fake = Fake::start();
/// let client = Client::with_api_key(&fake.base_url(), "any key")?;
/// let customer = client.create_client(CustomerCreate::new("Bakkerij Van Damme")).await?;
/// let item = OrderItemCreate::new().description("Oven").amount(100).tax_rate(21);
/// let order = OrderCreate::new(customer.client_id.unwrap()).items([item]);
/// let order = client.create_order(order).and_get().await?;
/// assert_eq!(order.number.as_deref(), Some("00000001"));
/// assert_eq!(order.total_with_tax, Some(121.into()));
/// assert_eq!(fake.orders().len(), 1);
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Fake {
    server: Server<State>,
}

impl Fake {
    /// A fake without orders and customers. Its account has the tax percentages 21, 12 and 6, and the exemptions `MC`,
    /// `ICD` and `ICL`.
    ///
    /// # Panics
    ///
    /// If no port is available.
    pub fn start() -> Self {
        Self {
            server: Server::start(State::new()),
        }
    }

    /// The base URL for clients.
    pub fn base_url(&self) -> String {
        format!("{}/api/v1", self.server.url())
    }

    /// Sets a fault for one later request. `after` is the number of requests before it: 0 is the next request.
    pub fn fail(&self, after: usize, fault: Fault) {
        self.server.fail(after, fault);
    }

    /// The requests that the fake has received, in order.
    pub fn requests(&self) -> Vec<Request> {
        self.server.requests()
    }

    /// The orders, in the order in which they were created.
    ///
    /// # Panics
    ///
    /// If an order that was added cannot be read.
    pub fn orders(&self) -> Vec<Order> {
        let orders = self.server.with(|state| state.orders.clone());
        orders.iter().map(read).collect()
    }

    /// The customers, in the order in which they were created.
    ///
    /// # Panics
    ///
    /// If a customer that was added cannot be read.
    pub fn customers(&self) -> Vec<Customer> {
        let customers = self.server.with(|state| state.customers.clone());
        customers.iter().map(read).collect()
    }

    /// Adds an order unchanged: the fake does not set its IDs and totals.
    pub fn add_order(&self, order: &Order) {
        let order = written(order);
        self.server.with(|state| state.add("orders", order));
    }

    /// Adds a customer unchanged: the fake does not set its IDs.
    pub fn add_customer(&self, customer: &Customer) {
        let customer = written(customer);
        self.server.with(|state| state.add("clients", customer));
    }

    /// Adds an upload, for attachments of e-mails.
    pub fn add_upload(&self, upload: &Upload) {
        let upload = written(upload);
        self.server.with(|state| state.uploads.push(upload));
    }

    /// Replaces the settings of the account.
    pub fn set_settings(&self, settings: &AccountSettings) {
        let settings = written(settings);
        self.server.with(|state| state.set_settings(settings));
    }
}

fn read<T: serde::de::DeserializeOwned>(value: &Value) -> T {
    json::read_value(value).expect("a record of the contract")
}

fn written<T: serde::Serialize>(model: &T) -> Value {
    serde_json::to_value(model).expect("a model can be written")
}
