//! Changes the e-mail address of a contact.

use eenvoudigfactureren::{Client, Error, types::CustomerContactUpdate};

pub async fn update_client_contact(client: &Client) -> Result<(), Error> {
    let change = CustomerContactUpdate::new().email_address("bart@itservices.example");
    let result = client.update_client_contact(1001, 28, change).await?;
    assert_eq!(result.success.as_deref(), Some("contact updated"));
    assert_eq!(result.error, None);
    Ok(())
}
