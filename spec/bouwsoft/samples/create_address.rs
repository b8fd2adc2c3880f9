//! Creates a customer.

use bouwsoft::{Client, Error, types::AddressCreate};

pub async fn create_address(client: &Client) -> Result<(), Error> {
    let address = AddressCreate::new("Bakery Van Damme")
        .address("Dorpsstraat 5")
        .countrycode("BE")
        .zipcode("8377")
        .city("Meetkerke");
    let created = client.create_address(address).await?;
    assert_eq!(created.id, Some(3760));
    assert_eq!(created.clientnr, Some(1205));
    Ok(())
}
