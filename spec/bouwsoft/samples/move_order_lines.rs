//! Moves the first line of an order one place down.

use bouwsoft::{Client, Error};

pub async fn move_order_lines(client: &Client) -> Result<(), Error> {
    let page = client.move_order_lines(17617).line_with_nr(1).down(1).await?;
    let lines = page.records.unwrap_or_default();
    assert_eq!(lines[0].id, Some(142294));
    assert_eq!(lines[1].linenr, Some(2));
    Ok(())
}
