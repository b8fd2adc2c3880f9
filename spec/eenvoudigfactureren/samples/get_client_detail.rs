//! Gets a detail of a customer.

use eenvoudigfactureren::{Client, Error};

pub async fn get_client_detail(client: &Client) -> Result<(), Error> {
    let detail = client.get_client_detail(1001, 12).await?;
    assert_eq!(detail.name.as_deref(), Some("Bankrekeningnummer"));
    assert_eq!(detail.value.as_deref(), Some("BE71 0961 2345 6769"));
    Ok(())
}
