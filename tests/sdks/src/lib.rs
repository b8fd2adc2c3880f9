//! Compiles the examples in README.md and the SDK guide. The tests are in `it/`.

#[doc = include_str!("../../../README.md")]
mod readme {}

#[doc = include_str!("../../../docs/sdk-guide.md")]
mod sdk_guide {}
