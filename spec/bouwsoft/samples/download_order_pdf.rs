//! Downloads the printed order.

use bouwsoft::{Client, Error};

pub async fn download_order_pdf(client: &Client) -> Result<(), Error> {
    let file = client.download_order_pdf(17617).await?;
    assert_eq!(file.file_name(), "order.pdf");
    let bytes = file.bytes().await?;
    assert!(bytes.starts_with(b"%PDF-"));
    Ok(())
}
