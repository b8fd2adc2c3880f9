//! Creates an invoice for a customer; the server sets the other fields.

use bouwsoft::{Client, Error, types::OrderCreate};

pub async fn create_order(client: &Client) -> Result<(), Error> {
    let order = OrderCreate::new("FAKTUUR").company_id(2).address_id(3759);
    let created = client.create_order(order).await?;
    assert_eq!(created.id, Some(17617));
    assert_eq!(created.nr, Some(202400126));
    Ok(())
}
