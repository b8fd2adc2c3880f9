//! Lists the layouts of the account.

use eenvoudigfactureren::{Client, Error};

pub async fn list_layouts(client: &Client) -> Result<(), Error> {
    let layouts = client.list_layouts().await?;
    assert_eq!(layouts[0].layout_id, Some(8001));
    assert_eq!(layouts[0].active, Some(true));
    Ok(())
}
