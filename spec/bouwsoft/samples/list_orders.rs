//! Lists the first orders that changed after a timestamp.

use bouwsoft::{Client, Error, chrono::NaiveDate, order_fields::TS_LASTUPDATE};

pub async fn list_orders(client: &Client) -> Result<(), Error> {
    let day = NaiveDate::from_ymd_opt(2026, 5, 7).expect("a valid date");
    let since = day.and_hms_opt(9, 0, 0).expect("a valid time");
    let orders = client
        .list_orders()
        .filter(TS_LASTUPDATE.gt(since))
        .sort(TS_LASTUPDATE.ascending())
        .limit(100)
        .await?;
    assert_eq!(orders.content_range.as_deref(), Some("0-1/2"));
    let orders = orders.records.unwrap_or_default();
    assert_eq!(orders[0].id, Some(17617));
    Ok(())
}
