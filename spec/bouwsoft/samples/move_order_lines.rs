//! Moves the first line of an order one place down.

use bouwsoft::{Client, Error};

pub async fn move_order_lines(client: &Client) -> Result<(), Error> {
    let request = client.move_order_lines().id(17617).line_with_nr(1).down(1);
    let answer = request.send().await?;
    for line in answer.into_inner().records.into_iter().flatten() {
        println!("{:?}: {:?}", line.linenr, line.description);
    }
    Ok(())
}
