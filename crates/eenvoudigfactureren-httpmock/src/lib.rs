//! Typed mock server of the order endpoints of EenvoudigFactureren, for tests of code that uses the client of
//! `eenvoudigfactureren`.
//!
//! [`MockServerExt`] gives a [`MockServer`] a method for each operation of the client. It takes what the request is
//! expected to be like and what is answered, both with the types of the client:
//!
//! ```
//! use eenvoudigfactureren::{
//!     Client,
//!     types::{ErrorBody, OrderUpdate, WriteResult},
//! };
//! use eenvoudigfactureren_httpmock::{MockServer, MockServerExt};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let server = MockServer::start();
//! let update = OrderUpdate::new().reference("Q-2026-18").clear_note();
//! let updated = server.update_order(|when, then| {
//!     when.order_id(5005).body(&update);
//!     then.ok(&WriteResult::default().success("order updated"));
//! });
//! server.get_order(|when, then| {
//!     when.order_id(6006);
//!     then.not_found(&ErrorBody::default().error("order not found"));
//! });
//!
//! let client = Client::with_api_key(&server.base_url(), "any key")?;
//! client.update_order().order_id(5005).body(update).send().await?;
//! updated.assert();
//! let missing = client.get_order().order_id(6006).send().await.unwrap_err();
//! assert_eq!(missing.message(), Some("order not found"));
//! # Ok(())
//! # }
//! ```
//!
//! The PDF of an order has a mock of its own, `download_order`; `get_order` does not match its requests:
//!
//! ```
//! # use eenvoudigfactureren::{Client, types::ErrorBody};
//! # use eenvoudigfactureren_httpmock::{MockServer, MockServerExt};
//! #
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let server = MockServer::start();
//! server.download_order(|when, then| {
//!     when.order_id(5005);
//!     then.ok(b"%PDF-1.7 and so on").file_name("Order 5005.pdf");
//! });
//! server.download_order(|when, then| {
//!     when.order_id(6006);
//!     then.not_found(&ErrorBody::default().error("order not found"));
//! });
//!
//! let client = Client::with_api_key(&server.base_url(), "any key")?;
//! let file = client.download_order(5005).await?;
//! assert_eq!(file.file_name(), "Order 5005.pdf");
//! assert_eq!(&file.bytes().await?[..], b"%PDF-1.7 and so on");
//! let missing = client.download_order(6006).await.unwrap_err();
//! assert_eq!(missing.message(), Some("order not found"));
//! # Ok(())
//! # }
//! ```
//!
//! What a condition says nothing of may be anything. `when.without("skip")` expects that a parameter is not sent. What the
//! documented types cannot say, such as an answer that breaks off, is said to `into_inner()` in the words of
//! [`httpmock`].
//!
//! [`eenvoudigfactureren`], whose types are in these signatures, and [`httpmock`] are re-exported.
//!
//! The mock takes requests whose base URL is that of the server or ends in `/api/v1`, as the real one does.

// Generated code is formatted by its generator.
#[rustfmt::skip]
mod generated;

pub use eenvoudigfactureren;
pub use generated::*;
pub use httpmock::{self, Mock, MockServer};
