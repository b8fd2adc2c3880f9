//! Deletes a detail of a customer.

use eenvoudigfactureren::{Client, Error};

pub async fn delete_client_detail(client: &Client) -> Result<(), Error> {
    let result = client.delete_client_detail(1001, 12).await?;
    assert_eq!(result.success.as_deref(), Some("detail removed"));
    assert_eq!(result.error, None);
    Ok(())
}
