//! Gets a customer or supplier.

use bouwsoft::{Client, Error};

pub async fn get_address(client: &Client) -> Result<(), Error> {
    let address = client.get_address(3759).await?;
    assert_eq!(address.name.as_deref(), Some("Spikesoft"));
    assert_eq!(address.city.as_deref(), Some("Varsenare"));
    Ok(())
}
