//! Gets a commission on an order.

use bouwsoft::{Client, Error};

pub async fn get_order_commission(client: &Client) -> Result<(), Error> {
    let commission = client.get_order_commission(12).await?;
    assert_eq!(commission.order_id, Some(17617));
    assert_eq!(commission.address_name.as_deref(), Some("Spikesoft"));
    Ok(())
}
