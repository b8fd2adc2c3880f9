//! Writing and validating models.

use bouwsoft::OrderColumns;
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    by_hand::{checks, columns},
    harness::{Bench, Kind, side},
    models::{bouwsoft as b, eenvoudigfactureren as e},
    orders,
    table::OURS,
};

const GROUP: [&str; 2] = ["write ", "check "];

/// The number of items of the order that is validated and written.
const ITEMS: i64 = 100;

/// Measures writing and checking.
pub fn rows(bench: &mut Bench) -> anyhow::Result<()> {
    if !GROUP.iter().any(|group| bench.wants(group)) {
        return Ok(());
    }
    json::<b::ours::Page, b::derived::Page, b::unpolished::Page>(
        bench,
        "write 100 Bouwsoft orders as JSON",
        b::PAGE,
    )?;
    json::<e::ours::Page, e::derived::Page, e::unpolished::Page>(
        bench,
        "write 100 EenvoudigFactureren orders as JSON",
        e::PAGE,
    )?;
    let order = orders::eenvoudigfactureren(ITEMS);
    let text = orders::natural(&order)?.to_string();
    json::<
        eenvoudigfactureren::types::OrderCreate,
        e::derived::OrderCreate,
        e::unpolished::types::OrderCreate,
    >(bench, "write a new order with 100 items as JSON", &text)?;
    write_columns(bench)?;
    for (currency, is_right) in [("EUR", true), ("euro", false)] {
        let order = order.clone().currency(currency);
        let results = [order.validate().is_ok(), checks::order(&order).is_ok()];
        anyhow::ensure!(
            results == [is_right; 2],
            "the validation of a side is wrong for the currency {currency}"
        );
    }
    let sides = vec![
        side(OURS, || order.validate()),
        side("checks by hand", || checks::order(&order)),
        side("writing it as JSON", || serde_json::to_vec(&order)),
    ];
    bench.row("check a new order with 100 items", Kind::Short, sides)
}

/// Measures writing the JSON `text`, with the models of each side.
fn json<Ours, Derived, Unpolished>(bench: &mut Bench, name: &str, text: &str) -> anyhow::Result<()>
where
    Ours: DeserializeOwned + Serialize,
    Derived: DeserializeOwned + Serialize,
    Unpolished: DeserializeOwned + Serialize,
{
    let ours: Ours = serde_json::from_str(text)?;
    let derived: Derived = serde_json::from_str(text)?;
    let unpolished: Unpolished = serde_json::from_str(text)?;
    let (first, second) = (
        serde_json::to_string(&ours)?,
        serde_json::to_string(&derived)?,
    );
    anyhow::ensure!(first == second, "{name}: the sides write different JSON");
    let sides = vec![
        side(OURS, || serde_json::to_vec(&ours)),
        side("serde's derive", || serde_json::to_vec(&derived)),
        side("unpolished models", || serde_json::to_vec(&unpolished)),
    ];
    bench.row(name, Kind::Short, sides)
}

fn write_columns(bench: &mut Bench) -> anyhow::Result<()> {
    let order = orders::bouwsoft();
    let ours = OrderColumns::try_from(&order)?;
    let by_hand = columns::written(&order).map_err(anyhow::Error::msg)?;
    anyhow::ensure!(
        ours.as_str() == by_hand,
        "the sides write different columns"
    );
    let sides = vec![
        side(OURS, || OrderColumns::try_from(&order)),
        side("columns by hand", || columns::written(&order)),
    ];
    bench.row("write a new Bouwsoft order as columns", Kind::Short, sides)
}
