//! Programs as an integrator writes them, against mock servers: all steps of an order.

mod bouwsoft;
mod eenvoudigfactureren;
