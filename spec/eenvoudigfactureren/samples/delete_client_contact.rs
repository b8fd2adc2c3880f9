//! Deletes a contact of a customer.

use eenvoudigfactureren::{Client, Error};

pub async fn delete_client_contact(client: &Client) -> Result<(), Error> {
    let result = client.delete_client_contact(1001, 28).await?;
    assert_eq!(result.success.as_deref(), Some("contact removed"));
    assert_eq!(result.error, None);
    Ok(())
}
