//! Changes the price, the group and the text of an order line. The result contains `id` and the changed fields.

use bouwsoft::{Client, Error, rust_decimal::Decimal, types::OrderLineUpdate};

pub async fn update_order_line(client: &Client) -> Result<(), Error> {
    let changes = OrderLineUpdate::new()
        .price_unit(Decimal::new(85, 2))
        .group("APITest")
        .description("API Description");
    let changed = client.update_order_line(139690, changes).await?;
    assert_eq!(changed.price_unit_afterdiscount, Some(Decimal::new(85, 2)));
    assert_eq!(changed.quantity1, None);
    Ok(())
}
