//! Compiles the examples of README.md and of the guides in `docs/`. The tests are in `it/`.

#[doc = include_str!("../../../README.md")]
mod readme {}

#[doc = include_str!("../../../docs/sdk-guide.md")]
mod sdk_guide {}
