//! Deletes a customer.

use eenvoudigfactureren::{Client, Error};

pub async fn delete_client(client: &Client) -> Result<(), Error> {
    let result = client.delete_client(1001).await?;
    assert_eq!(result.success.as_deref(), Some("client removed"));
    assert_eq!(result.error, None);
    Ok(())
}
