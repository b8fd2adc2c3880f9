//! Lists the first five orders.

use bouwsoft::{Client, order_fields::ID};

pub async fn first_call() -> Result<(), Box<dyn std::error::Error>> {
    // Reads `BOUWSOFT_CLIENT_NR` and `BOUWSOFT_REFRESH_TOKEN`.
    let client = Client::from_env()?;
    let orders = client.list_orders().sort(ID.ascending()).limit(5).await?;
    for order in orders.records.unwrap_or_default() {
        println!("{:?}: {:?}", order.nr, order.title);
    }
    Ok(())
}
