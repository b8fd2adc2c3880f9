//! Gets the VAT codes of the account.

use eenvoudigfactureren::{Client, Error};

pub async fn get_settings(client: &Client) -> Result<(), Error> {
    let settings = client.get_settings().await?;
    let taxes = settings.taxes.expect("settings for VAT");
    assert_eq!(taxes.default_tax_category, Some(1));
    let codes = taxes.codes.unwrap_or_default();
    assert_eq!(codes[3].exemption_reason_code.as_deref(), Some("MC"));
    Ok(())
}
