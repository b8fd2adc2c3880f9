//! Updates the prices of all lines of an order.

use bouwsoft::{Client, Error};

pub async fn actualize_order_prices(client: &Client) -> Result<(), Error> {
    let page = client.actualize_order_prices(17617).await?;
    for line in page.records.into_iter().flatten() {
        println!("{:?}: {:?}", line.linenr, line.description);
    }
    Ok(())
}
