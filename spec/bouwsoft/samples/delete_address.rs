//! Deletes a customer or supplier.

use bouwsoft::{Client, Error};

pub async fn delete_address(client: &Client) -> Result<(), Error> {
    client.delete_address(3759).await?;
    Ok(())
}
