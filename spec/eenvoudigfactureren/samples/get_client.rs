//! Gets a customer with its contacts.

use eenvoudigfactureren::{Client, Error};

pub async fn get_client(client: &Client) -> Result<(), Error> {
    let customer = client.get_client(1001).await?;
    assert_eq!(customer.name.as_deref(), Some("IT Services BVBA"));
    assert_eq!(customer.contacts.map(|contacts| contacts.len()), Some(2));
    Ok(())
}
