//! Lists the contacts of a customer.

use eenvoudigfactureren::{Client, Error};

pub async fn list_client_contacts(client: &Client) -> Result<(), Error> {
    let contacts = client.list_client_contacts(1001).await?;
    assert_eq!(contacts[0].contact_id, Some(28));
    assert_eq!(contacts[1].contact_name.as_deref(), Some("Marianne Claes"));
    Ok(())
}
