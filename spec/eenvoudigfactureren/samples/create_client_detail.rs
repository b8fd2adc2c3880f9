//! Adds a detail to a customer.

use eenvoudigfactureren::{Client, Error, types::CustomerDetailCreate};

pub async fn create_client_detail(client: &Client) -> Result<(), Error> {
    let detail = CustomerDetailCreate::new()
        .name("Bankrekeningnummer")
        .value("BE71 0961 2345 6769");
    let created = client.create_client_detail(1001, detail).await?;
    assert_eq!(created.detail_id, Some(13));
    assert_eq!(created.success.as_deref(), Some("detail created"));
    Ok(())
}
