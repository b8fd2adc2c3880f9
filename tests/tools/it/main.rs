//! Tests of the tools, with the documents of `spec/` and `tests/fixtures`: one module per topic.

mod beside;
mod coverage;
mod defects;
mod descriptions;
mod diff;
mod freshness;
mod generated_form;
mod language;
mod links;
mod lint;
mod messages;
mod models;
mod publish;
mod scaffold;
mod shared_docs;
mod support;
mod third;
mod third_api;
mod third_shapes;
