//! Uploads a file to attach to an e-mail.

use eenvoudigfactureren::{Attachment, Client, Error};

pub async fn upload_attachment(client: &Client) -> Result<(), Error> {
    let plan = Attachment::new("plan.txt", "Plan of the site").expect("a small file");
    let uploads = client.upload_attachment(plan).await?;
    assert_eq!(uploads[0].upload_id.as_deref(), Some("7001"));
    assert_eq!(uploads[0].filename.as_deref(), Some("plan.txt"));
    Ok(())
}
