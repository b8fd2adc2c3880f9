//! A service in memory, which keeps what clients write.

mod actions;
mod filter;
mod lists;
mod orders;
mod routes;
mod state;

use bouwsoft::types::{Address, Order, OrderLine, VatCode};
use order_sdk_core::json;
use order_sdk_mock::fake::Server;
use serde_json::Value;

pub use order_sdk_mock::fake::{Fault, Request};

use state::State;

/// A fake of the service: it keeps orders, their lines, costs, variables and commissions, addresses and contacts in
/// memory, and responds as the contract describes.
///
/// It assigns IDs, numbers and timestamps, computes the totals of lines and orders (without discounts of whole orders),
/// filters, sorts and pages. A new record has only the fields that were sent and those that the fake computes. Behaviour
/// that no source describes, for example most error messages, is an assumption. The fake has a clock, and each change of
/// a record with a timestamp advances it. If the fake cannot compute a value, for example an amount of more than 28
/// digits, it returns the status 500.
///
/// It refuses unknown and missing fields, values that exceed the limits of the contract, and references to orders,
/// addresses and VAT codes that do not exist. Create an address with `create_address` or
/// [`add_address`](Self::add_address) before an order that refers to it. The fake has the VAT codes `0`, `0M`, `6`,
/// `12`, `21` and `21M`. It accepts any `type` of an order, and any `company_id`, `contact_id` and `project_id`.
///
/// ```
/// use bouwsoft::{Client, types::{OrderCreate, OrderLineCreate}};
/// use bouwsoft_httpmock::Fake;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let fake = Fake::start();
/// let client = Client::connect(&fake.base_url(), 115, "any token")?;
/// let order = client.create_order(OrderCreate::new("FAKTUUR").title("Q-2026-17")).await?;
/// let line = OrderLineCreate::new(order.id.unwrap()).description("Door").quantity1(2).price_unit(450);
/// client.create_order_line(line.vatcode("21")).await?;
/// let order = client.get_order(order.id.unwrap()).await?;
/// assert_eq!(order.amountinclvat, Some(1089.into()));
/// assert_eq!(fake.orders().len(), 1);
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Fake {
    server: Server<State>,
}

impl Fake {
    /// A fake without orders and addresses.
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
    /// If a record that was added cannot be read.
    pub fn orders(&self) -> Vec<Order> {
        self.all("Orders")
    }

    /// The order lines, in the order in which they were created.
    ///
    /// # Panics
    ///
    /// If a record that was added cannot be read.
    pub fn order_lines(&self) -> Vec<OrderLine> {
        self.all("OrderLines")
    }

    /// The addresses, in the order in which they were created.
    ///
    /// # Panics
    ///
    /// If a record that was added cannot be read.
    pub fn addresses(&self) -> Vec<Address> {
        self.all("Addresses")
    }

    fn all<T: serde::de::DeserializeOwned>(&self, resource: &'static str) -> Vec<T> {
        let records = self.server.with(|state| state.records(resource).clone());
        let read = |record: &Value| json::read_value(record).expect("a record of the contract");
        records.iter().map(read).collect()
    }

    /// Adds an order unchanged: the fake does not set its ID, timestamp and totals.
    pub fn add_order(&self, order: &Order) {
        self.add("Orders", order);
    }

    /// Adds an order line unchanged: the fake does not set its ID and totals.
    pub fn add_order_line(&self, line: &OrderLine) {
        self.add("OrderLines", line);
    }

    /// Adds an address unchanged: the fake does not set its ID.
    pub fn add_address(&self, address: &Address) {
        self.add("Addresses", address);
    }

    /// Adds a VAT code.
    pub fn add_vat_code(&self, code: &VatCode) {
        self.add("VATCodes", code);
    }

    /// Adds a record of any resource, for example of `OrderCosts`, unchanged.
    ///
    /// # Panics
    ///
    /// If the fake does not have the resource.
    pub fn add(&self, resource: &'static str, record: &impl serde::Serialize) {
        let record = serde_json::to_value(record).expect("a model can be written");
        self.server.with(|state| state.add(resource, record));
    }
}
