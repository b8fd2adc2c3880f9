//! Creates a customer.

use eenvoudigfactureren::{
    Client, Error,
    types::{AddressInput, CustomerCreate},
};

pub async fn create_client(client: &Client) -> Result<(), Error> {
    let delivery = AddressInput::new("BE")
        .street("Havenlaan 12")
        .postal_code("9000")
        .city("Gent");
    let customer = CustomerCreate::new("Bakkerij Van Damme")
        .external_client_id("Client-98438")
        .country_code("BE")
        .delivery_address(delivery)
        .tax_code("BE 0987.654.321");
    let created = client.create_client(customer).await?;
    assert_eq!(created.client_id, Some(1002));
    assert_eq!(created.success.as_deref(), Some("client created"));
    Ok(())
}
