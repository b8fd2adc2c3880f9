//! Copies an order with its lines, at current prices.

use bouwsoft::{Client, Error};

pub async fn copy_order(client: &Client) -> Result<(), Error> {
    let copy = client
        .copy_order(17617)
        .to_type("FACTUUR")
        .with_introduction(true)
        .with_conclusion(true)
        .with_orderlines(true)
        .with_orderline_quantity(true)
        .with_orderline_quantity_calc(false)
        .with_orderline_unit_price(true)
        .with_orderline_cost_calc(false)
        .and_actualize_prices(true)
        .with_orderline_note(true)
        .with_orderline_image(true)
        .with_orderline_tender(false)
        .with_orderline_tender_price(false)
        .await?;
    assert_eq!(copy.id, Some(17620));
    assert_eq!(copy.type_.as_deref(), Some("FAKTUUR"));
    Ok(())
}
