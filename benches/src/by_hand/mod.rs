//! Models, checks and columns written by hand. The models accept only natural values.
#![allow(dead_code)]

pub mod bouwsoft;
pub mod checks;
pub mod columns;
pub mod eenvoudigfactureren;
pub mod xml;
