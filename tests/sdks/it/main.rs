//! Tests of the SDKs, their mock servers and their fakes, against the contracts: one module per topic.

mod and_get;
mod authorization;
mod bouwsoft;
mod call_options;
mod calls;
mod columns;
mod content;
mod credentials;
mod download;
mod eenvoudigfactureren;
mod environment;
mod examples;
mod external_id;
mod fakes;
mod faults;
mod features;
mod forms;
mod hostile;
mod images;
mod integrator;
mod lists;
mod mocks;
mod names;
mod payloads;
mod raw_call;
mod reading;
mod requests;
mod samples;
#[cfg(feature = "schemas")]
mod schemas;
mod support;
mod writing;
mod xml;
mod xml_shapes;
