//! Creates an invoice for a customer; the server sets the other fields.

use bouwsoft::{Client, Error};

pub async fn create_order(client: &Client) -> Result<(), Error> {
    let columns = "type='FAKTUUR',company_id=2,address_id=3759";
    let changes = client.create_order(columns).await?;
    for order in changes.record_changes.into_iter().flatten() {
        println!("{:?}: {:?} with VAT", order.nr, order.amountinclvat);
    }
    Ok(())
}
