//! Compiles the examples of the README. What else holds contracts, crates and payloads together is in `it/`.

#[doc = include_str!("../../README.md")]
mod readme {}
