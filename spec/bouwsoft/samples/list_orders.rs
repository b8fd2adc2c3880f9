//! Lists the first orders that changed since a timestamp.

use bouwsoft::{Client, Error};

pub async fn list_orders(client: &Client) -> Result<(), Error> {
    let orders = client
        .list_orders()
        .filter("ts_lastupdate gt '2026-05-07 09:00:00'")
        .sort("ts_lastupdate")
        .limit(100)
        .await?;
    let first = orders.records.into_iter().flatten().next().unwrap_or_default();
    assert_eq!(first.id, Some(17617));
    assert_eq!(orders.content_range.as_deref(), Some("0-1/2"));
    Ok(())
}
