//! Copies signed orders from Visma Bouwsoft to EenvoudigFactureren, and creates each only once: the program to read
//! before you connect the two systems.
//!
//! Each run reads the orders that changed in Bouwsoft since the last run and are signed, with their lines and customer.
//! Each becomes an order form in EenvoudigFactureren, whose `external_order_id` is `bouwsoft-` and the ID in Bouwsoft.
//! Nothing is written to Bouwsoft, and an order form is never changed: an order that changes after it was copied is
//! only reported.
//!
//! | File | Contains |
//! |---|---|
//! | `copy.rs` | The run: what is read, created, compared and stored, in which sequence. |
//! | `outcome.rs` | The results of a run and of its orders. |
//! | `mapping.rs` | An order, its lines and its customer, in the models of EenvoudigFactureren. |
//! | `vat.rs`, `settings.rs` | The VAT of a line, and the settings for it. |
//! | `state.rs` | The file that is kept between runs. |
//! | `demo.rs` | Two fakes, for a run without credentials. |
//!
//! # Before you use it with real accounts
//!
//! - Every signed document of Bouwsoft is copied, of whatever type: restrict the filter in `copy.rs` if you need fewer.
//!   The first run copies all of them; `--since` restricts it.
//! - A customer is found by its `external_client_id`, `bouwsoft-` and the ID of the address in Bouwsoft. Set it for
//!   customers that exist already, or they are created again.
//! - Copy one tenant to one account. Two tenants may use the same IDs.
//! - An order that is refused is tried again in each run, until it is corrected or no longer signed. The exit code is 1
//!   until then.
//!
//! # Repeating a run
//!
//! A run that is killed at any request can be repeated. The next run searches for `external_order_id` before it creates
//! an order, so it finds what the killed run created.
//!
//! One duplicate is possible, because EenvoudigFactureren accepts two orders with the same `external_order_id`: the
//! killed run had sent an order, and the server carries out that request only after the next run has searched for it.
//! Then the order exists twice. Wait a minute before you repeat a run that was killed, and do not start a run while
//! another one is active.

pub mod copy;
pub mod demo;
pub mod mapping;
pub mod outcome;
pub mod settings;
pub mod state;
mod vat;
