//! Parsing pages, from the bytes of a body to models.

use std::str;

use serde::{Deserialize, de::IgnoredAny};

use crate::{
    harness::{Bench, Kind, side},
    models::{bouwsoft, eenvoudigfactureren},
    pages::{self, Fields},
    table::OURS,
};

/// The prefix of the names of these rows.
const GROUP: &str = "read ";

/// Parses a page as a good engineer would: checks once that the whole page is UTF-8, which is faster than checking each
/// string.
pub fn read<'a, T: Deserialize<'a>>(page: &'a [u8]) -> T {
    let text = str::from_utf8(page).expect("the page is UTF-8");
    serde_json::from_str(text).expect("the page can be read")
}

/// The sides that read a page of one API. `natural` says whether its numbers are JSON numbers, as the models written by
/// hand and the unpolished models require.
macro_rules! sides {
    ($api:ident, $page:expr, natural: $natural:expr) => {{
        let page: &[u8] = $page.as_bytes();
        let ours =
            move || -> $api::ours::Page { $api::ours::from_json(page).expect("ours reads it") };
        let derived = move || read::<$api::derived::Page>(page);
        let by_hand = move || read::<$api::by_hand::Page>(page);
        agree(&format!("{:?}", ours()), &format!("{:?}", derived()));
        let mut sides = vec![side(OURS, ours), side("serde's derive", derived)];
        if $natural {
            agree(&format!("{:?}", ours()), &format!("{:?}", by_hand()));
            sides.push(side("models by hand", by_hand));
            let unpolished = move || serde_json::from_slice::<$api::unpolished::Page>(page);
            unpolished().expect("unpolished models read it");
            sides.push(side("unpolished models", unpolished));
        }
        sides.push(side("limit: borrowed strings", move || {
            read::<$api::borrowed::Page<'_>>(page)
        }));
        sides.push(side("limit: IgnoredAny", move || read::<IgnoredAny>(page)));
        sides
    }};
}

/// Measures reading.
pub fn rows(bench: &mut Bench) -> anyhow::Result<()> {
    if !bench.wants(GROUP) {
        return Ok(());
    }
    let contract = pages::in_contract_order::<bouwsoft::by_hand::Page>(bouwsoft::PAGE);
    let name = format!("{GROUP}100 Bouwsoft orders");
    for (kind, page, natural) in variants(&contract) {
        let row = format!("{name}, {kind}");
        if bench.wants(&row) {
            bench.row(&row, Kind::Short, sides!(bouwsoft, page, natural: natural))?;
        }
    }
    let contract =
        pages::in_contract_order::<eenvoudigfactureren::by_hand::Page>(eenvoudigfactureren::PAGE);
    let name = format!("{GROUP}100 EenvoudigFactureren orders");
    for (kind, page, natural) in variants(&contract) {
        let row = format!("{name}, {kind}");
        if bench.wants(&row) {
            bench.row(
                &row,
                Kind::Short,
                sides!(eenvoudigfactureren, page, natural: natural),
            )?;
        }
    }
    if bench.wants(LONG) {
        let page = pages::long();
        bench.row(LONG, Kind::Long, sides!(bouwsoft, page, natural: true))?;
    }
    Ok(())
}

const LONG: &str = "read 10,000 Bouwsoft orders, contract order";

/// The variants of a page, and whether their numbers are JSON numbers.
fn variants(contract: &str) -> [(&'static str, String, bool); 4] {
    [
        ("contract order", contract.to_owned(), true),
        (
            "alphabetical order",
            pages::arranged(contract, Fields::Alphabetical),
            true,
        ),
        (
            "shuffled order",
            pages::arranged(contract, Fields::Shuffled),
            true,
        ),
        (
            "numbers as strings",
            pages::with_numbers_as_strings(contract),
            false,
        ),
    ]
}

/// Panics if two sides read different values. The message contains only the text around the first difference, because a
/// page is long.
pub fn agree(ours: &str, theirs: &str) {
    let mut pairs = ours.bytes().zip(theirs.bytes());
    if let Some(at) = pairs.position(|(ours, theirs)| ours != theirs) {
        let around = |text: &str| {
            let bytes = &text.as_bytes()[at.saturating_sub(80)..];
            String::from_utf8_lossy(&bytes[..bytes.len().min(160)]).into_owned()
        };
        panic!("ours: {}\ntheirs: {}", around(ours), around(theirs));
    }
    assert_eq!(ours.len(), theirs.len(), "one side reads more");
}
