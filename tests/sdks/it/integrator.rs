//! Programs as an integrator writes them, against mock servers: what a whole order job looks like.

mod bouwsoft;
mod eenvoudigfactureren;
