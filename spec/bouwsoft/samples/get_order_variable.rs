//! Gets a variable of an order.

use bouwsoft::{Client, Error};

pub async fn get_order_variable(client: &Client) -> Result<(), Error> {
    let variable = client.get_order_variable(32).await?;
    assert_eq!(variable.name.as_deref(), Some("L"));
    assert_eq!(variable.description.as_deref(), Some("Lengte"));
    Ok(())
}
