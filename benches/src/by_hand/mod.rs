//! Models as one would write them by hand for natural values alone.
#![allow(dead_code)]

pub mod bouwsoft;
pub mod checks;
pub mod columns;
pub mod eenvoudigfactureren;
pub mod xml;
