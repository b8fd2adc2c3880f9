//! How a client of Bouwsoft gets its tokens, over real HTTP: activation, renewal, changed servers, and redaction.

mod activation;
mod renewal;
mod runtimes;
mod secrecy;
mod servers;
pub mod service;
