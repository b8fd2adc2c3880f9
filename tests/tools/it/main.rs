//! What the tools do with documents, those of `spec/` and those of `tests/fixtures`: one module a topic.

mod beside;
mod coverage;
mod defects;
mod descriptions;
mod diff;
mod freshness;
mod generated_form;
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
