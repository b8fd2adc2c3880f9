//! What holds contracts, crates and payloads together: one test binary, one module a topic.

mod calls;
mod defects;
mod freshness;
mod lint;
mod messages;
mod models;
mod payloads;
mod requests;
mod support;
mod third_api;
