//! Adds a contact person to a customer or supplier.

use bouwsoft::{Client, Error, types::AddressContactCreate};

pub async fn create_address_contact(client: &Client) -> Result<(), Error> {
    let contact = AddressContactCreate::new(329298)
        .contact_name("Boris")
        .contact_note("API note");
    let created = client.create_address_contact(contact).await?;
    assert_eq!(created.id, Some(40117));
    assert_eq!(created.contact_note.as_deref(), Some("API note"));
    Ok(())
}
