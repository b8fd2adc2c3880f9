//! Lists the first customers.

use bouwsoft::{Client, Error, address_fields::{CLIENTNR, ID}};

pub async fn list_addresses(client: &Client) -> Result<(), Error> {
    let customers = client
        .list_addresses()
        .filter(CLIENTNR.gt(0))
        .sort(ID.ascending())
        .limit(100)
        .await?;
    let customers = customers.records.unwrap_or_default();
    assert_eq!(customers[0].name.as_deref(), Some("Spikesoft"));
    assert_eq!(customers[0].clientnr, Some(1204));
    Ok(())
}
