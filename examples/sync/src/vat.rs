//! Converts the VAT of a line in Bouwsoft to that of an item in EenvoudigFactureren.
//!
//! | Line in Bouwsoft | `tax_rate` | `tax_rate_special_status` |
//! |---|---|---|
//! | `vatcocontractor` is true | 0 | `MC`, reverse charge |
//! | `vatpercent` is a percentage of the account | `vatpercent` | none |
//! | `vatpercent` is 0, and `zero_rate_status` is set | 0 | `zero_rate_status` |
//! | anything else | the order is refused | |
//!
//! The VAT is determined from `vatpercent` and `vatcocontractor`, not from `vatcode`, because each tenant chooses its
//! own codes. Bouwsoft does not say why a line has 0 % VAT, so the user sets the reason in the settings file. An order
//! with a status that the account does not have is refused.

use bouwsoft::types::OrderLine;
use eenvoudigfactureren::types::OrderItemCreate;
use rust_decimal::Decimal;

use crate::settings::Vat;

/// The status of reverse charge.
const REVERSE_CHARGE: &str = "MC";

impl Vat {
    /// Sets the VAT of an item to that of a line.
    ///
    /// # Errors
    ///
    /// If the VAT cannot be determined. The string is the reason.
    pub fn apply(
        &self,
        line: &OrderLine,
        item: OrderItemCreate,
    ) -> Result<OrderItemCreate, String> {
        let code = line.vatcode.as_deref().unwrap_or_default();
        match (line.vatcocontractor, line.vatpercent) {
            (Some(true), _) => self.exempt(item, REVERSE_CHARGE),
            (None, _) => Err(format!(
                "it is unknown whether the VAT code {code} is reverse charge: `vatcocontractor` is missing"
            )),
            (_, None) => Err(format!("`vatpercent` is missing (VAT code {code})")),
            (_, Some(rate)) if rate.is_zero() => match self.zero_rate_status.as_deref() {
                Some("") => Ok(item.tax_rate(0)),
                Some(status) => self.exempt(item, status),
                None => Err(
                    "the line has 0 % VAT: set `zero_rate_status` in the settings file".to_owned(),
                ),
            },
            (_, Some(rate)) if self.rates.contains(&rate) => Ok(item.tax_rate(rate)),
            (_, Some(rate)) => {
                let source = match self.statuses {
                    Some(_) => "the account",
                    None => "the settings file",
                };
                let rate = rate.normalize();
                Err(format!(
                    "{rate} % (VAT code {code}) is not one of the VAT percentages of {source}"
                ))
            }
        }
    }

    fn exempt(&self, item: OrderItemCreate, status: &str) -> Result<OrderItemCreate, String> {
        if self.has_status(status) {
            Ok(item.tax_rate(Decimal::ZERO).tax_rate_special_status(status))
        } else {
            Err(format!("the account has no VAT status {status}"))
        }
    }
}
