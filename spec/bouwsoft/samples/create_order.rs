//! Creates an invoice for a customer; the server sets the other fields.

use bouwsoft::{Client, Error};

pub async fn create_order(client: &Client) -> Result<(), Error> {
    let columns = "type='FAKTUUR',company_id=2,address_id=3759";
    let answer = client.create_order().columns(columns).send().await?;
    for order in answer.into_inner().record_changes.into_iter().flatten() {
        println!("{:?}: {:?} with VAT", order.nr, order.amountinclvat);
    }
    Ok(())
}
