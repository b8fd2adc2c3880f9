//! Copies signed orders from Visma Bouwsoft to EenvoudigFactureren, and creates each order only once. Read this program
//! before you connect the two systems yourself.
//!
//! Each run reads the orders that changed in Bouwsoft since the last run and are signed, with their lines and customer.
//! Each order becomes an order form in EenvoudigFactureren, whose `external_order_id` is `bouwsoft-` followed by the ID
//! in Bouwsoft. Nothing is written to Bouwsoft, and an order form is never changed: an order that changes after it was
//! copied is only reported.
//!
//! | File | Contains |
//! |---|---|
//! | `copy.rs` | The run: it reads orders, creates them, compares the totals and stores its progress. |
//! | `outcome.rs` | The results of a run and of its orders. |
//! | `mapping.rs` | Converts an order, its lines and its customer to the models of EenvoudigFactureren. |
//! | `vat.rs`, `settings.rs` | The VAT of a line, and the settings for it. |
//! | `state.rs` | The file that is kept between runs. |
//! | `demo.rs` | Two fakes, for a run without credentials. |
//!
//! # Before you use it with real accounts
//!
//! - Signed documents of all types are copied. If you need only some of them, add a condition to the filter in
//!   `copy.rs`. The first run copies all of them or, with `--since`, only those that changed on that day or later.
//! - A customer is found by its `external_client_id`, which is `bouwsoft-` followed by the ID of the address in
//!   Bouwsoft. Set it for customers that exist already; otherwise they are created again.
//! - Copy one tenant to one account. Two tenants may use the same IDs.
//! - An order that is refused is tried again in each run, until it is corrected or no longer signed. The exit code is 1
//!   until then.
//!
//! # Repeating a run
//!
//! A run that is killed at any request can be repeated. The next run searches for `external_order_id` before it creates
//! an order, so it finds what the killed run created.
//!
//! One duplicate is still possible, because EenvoudigFactureren accepts two orders with the same `external_order_id`:
//! if the killed run has sent an order, and the server processes that request only after the next run has searched for
//! the order, it exists twice. Wait a minute before you repeat a run that was killed, and do not start a run while
//! another one is active.

pub mod copy;
pub mod demo;
pub mod mapping;
pub mod outcome;
pub mod settings;
pub mod state;
mod vat;
