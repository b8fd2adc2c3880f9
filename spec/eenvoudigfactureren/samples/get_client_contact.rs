//! Gets a contact of a customer.

use eenvoudigfactureren::{Client, Error};

pub async fn get_client_contact(client: &Client) -> Result<(), Error> {
    let contact = client.get_client_contact(1001, 28).await?;
    assert_eq!(contact.contact_name.as_deref(), Some("Bart Decouster"));
    assert_eq!(contact.phone_number.as_deref(), Some("03 765 43 21"));
    Ok(())
}
