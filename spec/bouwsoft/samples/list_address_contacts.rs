//! Lists the contact persons of a customer or supplier.

use bouwsoft::{Client, Error, address_contact_fields::{ADDRESS_ID, ID}};

pub async fn list_address_contacts(client: &Client) -> Result<(), Error> {
    let contacts = client
        .list_address_contacts()
        .filter(ADDRESS_ID.eq(329298))
        .sort(ID.ascending())
        .limit(100)
        .await?;
    let contacts = contacts.records.unwrap_or_default();
    assert_eq!(contacts[0].id, Some(40117));
    assert_eq!(contacts[0].contact_name.as_deref(), Some("Boris"));
    Ok(())
}
