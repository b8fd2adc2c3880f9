//! Lists five orders.

use eenvoudigfactureren::Client;

pub async fn first_call() -> Result<(), Box<dyn std::error::Error>> {
    // Reads the API key from `EENVOUDIGFACTUREREN_API_KEY`.
    let client = Client::from_env()?;
    for order in client.list_orders().take(5).await? {
        println!("{:?}: {:?} with tax", order.number, order.total_with_tax);
    }
    Ok(())
}
