//! What holds contracts, crates and payloads together: one test binary, one module a topic.

mod calls;
mod freshness;
mod lint;
mod messages;
mod models;
mod payloads;
mod publish;
mod requests;
mod samples;
mod support;
mod third_api;
