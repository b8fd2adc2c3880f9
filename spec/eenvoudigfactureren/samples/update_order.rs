//! Changes one field of an order, clears another, and keeps the rest.

use eenvoudigfactureren::{
    Client, Error,
    types::{OrderStatusInput, OrderUpdate},
};

pub async fn update_order(client: &Client) -> Result<(), Error> {
    let update = OrderUpdate::new()
        .status(OrderStatusInput::CreateInvoice)
        .clear_note();
    client.update_order(5005, update).await?;
    Ok(())
}
