//! How a client of Bouwsoft gets its tokens, over real HTTP: activation, renewal, servers that follow, and no secret in
//! sight.

mod activation;
mod renewal;
mod runtimes;
mod secrecy;
mod servers;
pub mod service;
