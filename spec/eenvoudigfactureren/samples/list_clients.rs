//! Finds customers by their ID in another system.

use eenvoudigfactureren::{Client, Error, customer_fields::EXTERNAL_CLIENT_ID};

pub async fn list_clients(client: &Client) -> Result<(), Error> {
    let filter = EXTERNAL_CLIENT_ID.is("Client-98437");
    let customers = client.list_clients().filter(filter).await?;
    assert_eq!(customers[0].client_id, Some(1001));
    assert_eq!(customers[0].number.as_deref(), Some("B12548"));
    Ok(())
}
