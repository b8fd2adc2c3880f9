//! Changes the city of a customer. The result contains `id` and the changed fields.

use bouwsoft::{Client, Error, types::AddressUpdate};

pub async fn update_address(client: &Client) -> Result<(), Error> {
    let moved = AddressUpdate::new().city("Houtave");
    let changed = client.update_address(3759, moved).await?;
    assert_eq!(changed.city.as_deref(), Some("Houtave"));
    assert_eq!(changed.name, None);
    Ok(())
}
