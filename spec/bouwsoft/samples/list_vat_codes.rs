//! Lists the VAT codes of the tenant.

use bouwsoft::{Client, Error, vat_code_fields::CODE};

pub async fn list_vat_codes(client: &Client) -> Result<(), Error> {
    let codes = client.list_vat_codes().sort(CODE.ascending()).limit(100).await?;
    let codes = codes.records.unwrap_or_default();
    assert_eq!(codes[0].co_contractor, Some(true));
    assert_eq!(codes[1].code.as_deref(), Some("21"));
    Ok(())
}
