//! Gets a contact person.

use bouwsoft::{Client, Error};

pub async fn get_address_contact(client: &Client) -> Result<(), Error> {
    let contact = client.get_address_contact(40117).await?;
    assert_eq!(contact.contact_name.as_deref(), Some("Boris"));
    assert_eq!(contact.address_id, Some(329298));
    Ok(())
}
