//! Typed mock server for the order endpoints of Visma Bouwsoft, for tests of code that uses the `bouwsoft` client.
//!
//! [`MockServerExt`] adds a method for each operation of the client to [`MockServer`]. Its closure describes the
//! expected request (`when`) and the response (`then`), both with the types of the client:
//!
//! ```
//! use bouwsoft::{
//!     Client,
//!     types::{Order, OrderCreate},
//! };
//! use bouwsoft_httpmock::{MockServer, MockServerExt};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let server = MockServer::start();
//! let order = OrderCreate::new("FAKTUUR").company_id(2).title("L'Atelier");
//! let record = Order::default().id(17617).nr(202400012);
//! let created = server.create_order(|when, then| {
//!     when.columns(order.clone());
//!     then.created(&record);
//! });
//!
//! let client = Client::connect(&server.base_url(), 115, "any token")?;
//! let order = client.create_order(order).await?;
//! assert_eq!(order.nr, Some(202400012));
//! created.assert();
//! # Ok(())
//! # }
//! ```
//!
//! A client that fetches access tokens works with a mock server too. The mock server is then also the authorization
//! server, and its token response contains its own address as `ServerName`. (The vendor's examples send `FACTUUR` to
//! copy an invoice, but `FAKTUUR` to create one.)
//!
//! ```
//! use bouwsoft::{
//!     Client,
//!     types::{AccessGrant, Order},
//! };
//! use bouwsoft_httpmock::{MockServer, MockServerExt};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let server = MockServer::start();
//! let token = server.get_access_token(|when, then| {
//!     when.clientnr("115").refresh_token("any refresh token");
//!     let grant = AccessGrant::default().access_token("any token").server_name(server.base_url());
//!     then.ok(&grant);
//! });
//! let copied = server.copy_order(|when, then| {
//!     when.id(17617).to_type("FACTUUR");
//!     then.ok(&Order::default().id(17620));
//! });
//!
//! let client = Client::builder()
//!     .authorization_server(&server.base_url())
//!     .refresh_token(115, "any refresh token")
//!     .build()?;
//! let copy = client.copy_order(17617).to_type("FACTUUR").await?;
//! assert_eq!(copy.id, Some(17620));
//! token.assert();
//! copied.assert();
//! # Ok(())
//! # }
//! ```
//!
//! If the data server has another host or port than the authorization server, allow it with
//! `ClientBuilder::allow_host`.
//!
//! A mock matches any value of a parameter that it does not mention. `when.without("down")` requires that the parameter
//! is absent; an empty list as the expected value requires that it is absent or empty. For anything that the types
//! cannot express, for example an incomplete response, `into_inner()` returns the objects of [`httpmock`].
//!
//! [`bouwsoft`], whose types are in these signatures, and [`httpmock`] are re-exported.
//!
//! A mock returns the same response to every request that matches its conditions. [`Fake`] is a whole service in memory
//! instead, for tests of programs that write a record and read it again, or that must handle closed connections.
//!
//! The base URL of a client may be the address of the mock server, or that address followed by `/api/v1`, as on the
//! real server.

mod fake;
// Generated code is formatted by its generator.
#[rustfmt::skip]
mod generated;

pub use bouwsoft;
pub use fake::{Fake, Fault, Request};
pub use generated::*;
pub use httpmock::{self, Mock, MockServer};
