//! Moves the first line of an order one place down.

use bouwsoft::{Client, Error};

pub async fn move_order_lines(client: &Client) -> Result<(), Error> {
    let page = client.move_order_lines(17617).line_with_nr(1).down(1).await?;
    for line in page.records.into_iter().flatten() {
        println!("{:?}: {:?}", line.linenr, line.description);
    }
    Ok(())
}
