//! Changes the value of a detail.

use eenvoudigfactureren::{Client, Error, types::CustomerDetailUpdate};

pub async fn update_client_detail(client: &Client) -> Result<(), Error> {
    let change = CustomerDetailUpdate::new().value("BE02 0012 3456 7890");
    let result = client.update_client_detail(1001, 12, change).await?;
    assert_eq!(result.success.as_deref(), Some("detail updated"));
    assert_eq!(result.error, None);
    Ok(())
}
