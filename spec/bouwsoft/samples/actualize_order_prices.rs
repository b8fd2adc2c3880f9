//! Updates the prices of all lines of an order.

use bouwsoft::{Client, Error};

pub async fn actualize_order_prices(client: &Client) -> Result<(), Error> {
    let answer = client.actualize_order_prices().id(17617).send().await?;
    for line in answer.into_inner().records.into_iter().flatten() {
        println!("{:?}: {:?}", line.linenr, line.description);
    }
    Ok(())
}
