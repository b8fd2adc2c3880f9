//! Changes the subject of an order and approves it. The result contains `id` and the changed fields.

use bouwsoft::{Client, Error, chrono::NaiveDate, types::OrderUpdate};

pub async fn update_order(client: &Client) -> Result<(), Error> {
    let changes = OrderUpdate::new()
        .concerning("Extension of the hall")
        .approved(true);
    let changed = client.update_order(17617, changes).await?;
    // The server sets the date of the approval.
    assert_eq!(changed.approved_date, NaiveDate::from_ymd_opt(2026, 5, 7));
    assert_eq!(changed.title, None);
    Ok(())
}
