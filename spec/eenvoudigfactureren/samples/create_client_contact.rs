//! Adds a contact to a customer.

use eenvoudigfactureren::{Client, Error, types::CustomerContactCreate};

pub async fn create_client_contact(client: &Client) -> Result<(), Error> {
    let contact = CustomerContactCreate::new()
        .contact_name("Els Peeters")
        .email_address("els.peeters@itservices.example");
    let created = client.create_client_contact(1001, contact).await?;
    assert_eq!(created.contact_id, Some(30));
    assert_eq!(created.success.as_deref(), Some("contact created"));
    Ok(())
}
