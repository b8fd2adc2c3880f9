//! Reading and writing XML.

use eenvoudigfactureren::types::Order;

use crate::{
    by_hand::xml::Orders,
    harness::{Bench, Kind, side},
    models::eenvoudigfactureren as e,
    reading::agree,
    table::OURS,
};

const GROUP: &str = "XML";
const DERIVE: &str = "quick-xml's derive";

/// Measures reading and writing a list of 100 orders.
pub fn rows(bench: &mut Bench) -> anyhow::Result<()> {
    if !bench.wants(GROUP) {
        return Ok(());
    }
    let orders: e::ours::Page = e::ours::from_json(e::PAGE.as_bytes())?;
    let text = natural(&Order::list_to_xml(&orders)?);
    let derived: Orders = quick_xml::de::from_str(&text)?;
    let ours = Order::list_from_xml(&text)?;
    agree(&format!("{ours:?}"), &format!("{orders:?}"));
    // Our code reads the output of the other side, to check that both read and write the same values.
    let again = Order::list_from_xml(&quick_xml::se::to_string(&derived)?)?;
    agree(&format!("{again:?}"), &format!("{ours:?}"));
    let sides = vec![
        side(OURS, || Order::list_from_xml(&text)),
        side(DERIVE, || quick_xml::de::from_str::<Orders>(&text)),
    ];
    bench.row(
        "XML of 100 EenvoudigFactureren orders, read",
        Kind::Short,
        sides,
    )?;
    let sides = vec![
        side(OURS, || Order::list_to_xml(&ours)),
        side(DERIVE, || quick_xml::se::to_string(&derived)),
    ];
    bench.row(
        "XML of 100 EenvoudigFactureren orders, written",
        Kind::Short,
        sides,
    )
}

/// The document with values in the notation of the Rust types, which the other side requires. Our code accepts both.
fn natural(text: &str) -> String {
    let mut natural = text.replace(">yes<", ">true<").replace(">no<", ">false<");
    let start = "<last_activity>";
    let places: Vec<usize> = natural
        .match_indices(start)
        .map(|(at, _)| at + start.len())
        .collect();
    for at in places {
        // 2018-05-03 11:33:45
        natural.replace_range(at + 10..=at + 10, "T");
    }
    natural
}
