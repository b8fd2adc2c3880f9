//! Replaces the note of an order line.

use bouwsoft::{Client, Error};

pub async fn update_order_line_note_plain(client: &Client) -> Result<(), Error> {
    let note = "Deliver in the afternoon.";
    client.update_order_line_note_plain(142294, note).await?;
    Ok(())
}
