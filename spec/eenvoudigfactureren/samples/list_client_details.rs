//! Lists the details of a customer.

use eenvoudigfactureren::{Client, Error};

pub async fn list_client_details(client: &Client) -> Result<(), Error> {
    let details = client.list_client_details(1001).await?;
    assert_eq!(details[0].detail_id, Some(12));
    assert_eq!(details[0].value.as_deref(), Some("BE71 0961 2345 6769"));
    Ok(())
}
