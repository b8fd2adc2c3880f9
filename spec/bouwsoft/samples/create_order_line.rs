//! Adds a line to an order.

use bouwsoft::{Client, Error, rust_decimal::Decimal, types::OrderLineCreate};

pub async fn create_order_line(client: &Client) -> Result<(), Error> {
    let line = OrderLineCreate::new(17617)
        .description("Oak door")
        .quantity1(2)
        .price_unit(Decimal::new(4505, 1))
        .vatcode("21");
    let created = client.create_order_line(line).await?;
    assert_eq!(created.id, Some(142301));
    assert_eq!(created.price_total, Some(Decimal::from(901)));
    Ok(())
}
