//! Deletes a contact person.

use bouwsoft::{Client, Error};

pub async fn delete_address_contact(client: &Client) -> Result<(), Error> {
    client.delete_address_contact(40117).await?;
    Ok(())
}
