//! What holds contracts, crates and payloads together: one test binary, one module a topic.

mod authorization;
mod beside;
mod calls;
mod columns;
mod credentials;
mod defects;
mod diff;
mod download;
mod environment;
mod examples;
mod external_id;
mod faults;
mod features;
mod freshness;
mod hostile;
mod lint;
mod lists;
mod messages;
mod mocks;
mod models;
mod names;
mod patterns;
mod payloads;
mod pictures;
mod publish;
mod reading;
mod requests;
mod samples;
#[cfg(feature = "schemas")]
mod schemas;
mod shared_docs;
mod support;
mod third_api;
mod writing;
mod xml;
mod xml_shapes;
