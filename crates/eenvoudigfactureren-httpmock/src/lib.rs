//! Typed mock server for the order endpoints of EenvoudigFactureren, for tests of code that uses the
//! `eenvoudigfactureren` client.
//!
//! [`MockServerExt`] adds a method for each operation of the client to [`MockServer`]. Its closure describes the
//! expected request (`when`) and the response (`then`), both with the types of the client:
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
//! client.update_order(5005, update).await?;
//! updated.assert();
//! let missing = client.get_order(6006).await.unwrap_err();
//! assert_eq!(missing.message(), Some("order not found"));
//! # Ok(())
//! # }
//! ```
//!
//! The PDF of an order has its own mock, `download_order`. `get_order` does not match requests for it:
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
//! The body of `upload_attachment` is a form. `when.body(&attachment)` matches the form that the client sends for this
//! `Attachment`, with the same file name and content.
//!
//! A mock matches any value of a parameter that it does not mention. `when.without("skip")` requires that the parameter
//! is absent. For anything that the types cannot express, for example an incomplete response, `into_inner()` returns
//! the objects of [`httpmock`].
//!
//! [`eenvoudigfactureren`], whose types are in these signatures, and [`httpmock`] are re-exported.
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

pub use eenvoudigfactureren;
pub use fake::{Fake, Fault, Request};
pub use generated::*;
pub use httpmock::{self, Mock, MockServer};
