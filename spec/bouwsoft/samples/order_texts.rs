//! Gets the texts that are printed before and after the lines of an order, as HTML, plain text and RTF.

use bouwsoft::{Client, Error};

pub async fn order_texts(client: &Client) -> Result<(), Error> {
    let html = client.get_order_introduction_html(17617).await?;
    assert_eq!(html, "<p>Thank you for your order.</p>");
    let plain = client.get_order_introduction_plain(17617).await?;
    assert_eq!(plain, "Thank you for your order.");
    let rtf = client.get_order_introduction_rtf(17617).await?;
    assert!(rtf.starts_with(r"{\rtf1"));
    // The conclusion has the same forms.
    let html = client.get_order_conclusion_html(17617).await?;
    let plain = client.get_order_conclusion_plain(17617).await?;
    let rtf = client.get_order_conclusion_rtf(17617).await?;
    assert!(!html.is_empty() && !plain.is_empty() && !rtf.is_empty());
    Ok(())
}
