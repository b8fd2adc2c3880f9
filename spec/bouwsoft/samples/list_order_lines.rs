//! Lists the lines of an order.

use bouwsoft::{
    Client, Error,
    order_line_fields::{LINENR, ORDERID},
};

pub async fn list_order_lines(client: &Client) -> Result<(), Error> {
    let lines = client
        .list_order_lines()
        .filter(ORDERID.eq(17617))
        .sort(LINENR.ascending())
        .limit(100)
        .await?;
    let lines = lines.records.unwrap_or_default();
    assert_eq!(lines[0].id, Some(142294));
    assert_eq!(lines[1].linenr, Some(2));
    Ok(())
}
