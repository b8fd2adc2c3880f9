//! Replaces the note of a customer or supplier.

use bouwsoft::{Client, Error};

pub async fn update_address_note_plain(client: &Client) -> Result<(), Error> {
    let note = "Deliver in the afternoon.";
    client.update_address_note_plain(3759, note).await?;
    Ok(())
}
