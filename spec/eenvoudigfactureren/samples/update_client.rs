//! Changes the address of a customer, and clears the delivery address.

use eenvoudigfactureren::{Client, Error, types::CustomerUpdate};

pub async fn update_client(client: &Client) -> Result<(), Error> {
    let change = CustomerUpdate::new()
        .street("Kerkstraat 5")
        .city("Gent")
        .postal_code("9000")
        .clear_delivery_address();
    let result = client.update_client(1001, change).await?;
    assert_eq!(result.success.as_deref(), Some("client updated"));
    assert_eq!(result.error, None);
    Ok(())
}
