//! Gets the note of a customer or supplier as HTML, plain text and RTF.

use bouwsoft::{Client, Error};

pub async fn address_notes(client: &Client) -> Result<(), Error> {
    let html = client.get_address_note_html(3759).await?;
    assert_eq!(html, "<p>Deliver in the afternoon.</p>");
    let plain = client.get_address_note_plain(3759).await?;
    assert_eq!(plain, "Deliver in the afternoon.");
    let rtf = client.get_address_note_rtf(3759).await?;
    assert!(rtf.starts_with(r"{\rtf1"));
    Ok(())
}
