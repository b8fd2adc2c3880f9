//! The VAT of a line in Bouwsoft, as EenvoudigFactureren expresses it.
//!
//! | Line in Bouwsoft | `tax_rate` | `tax_rate_special_status` |
//! |---|---|---|
//! | `vatcocontractor` is true | 0 | `MC`, reverse charge |
//! | `vatpercent` is a percentage of the account | `vatpercent` | none |
//! | `vatpercent` is 0 | 0 | the user's choice, `zero_rate_status` |
//! | anything else | the order is refused | |
//!
//! `vatpercent` and `vatcocontractor` decide, not the letters of `vatcode`: each tenant chooses its own codes. Bouwsoft
//! does not say why a line has 0 % VAT, so that the user has to. A status that the account does not have is refused.

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
    /// Why it is not decided.
    pub fn apply(
        &self,
        line: &OrderLine,
        item: OrderItemCreate,
    ) -> Result<OrderItemCreate, String> {
        let code = line.vatcode.as_deref().unwrap_or_default();
        match (line.vatcocontractor, line.vatpercent) {
            (Some(true), _) => self.exempt(item, REVERSE_CHARGE),
            // Such a line must not become an ordinary one.
            (None, _) if code.ends_with('M') => Err(format!(
                "the VAT code {code} may be reverse charge, but `vatcocontractor` is missing"
            )),
            (_, None) => Err(format!("the VAT code {code} has no percentage")),
            (_, Some(rate)) if rate.is_zero() => match self.zero_rate_status.as_deref() {
                Some("") => Ok(item.tax_rate(0)),
                Some(status) => self.exempt(item, status),
                None => Err("it has 0 % VAT: set `zero_rate_status`".to_owned()),
            },
            (_, Some(rate)) if self.rates.contains(&rate) => Ok(item.tax_rate(rate)),
            (_, Some(rate)) => Err(format!(
                "{} % (VAT code {code}) is not a percentage of the account",
                rate.normalize()
            )),
        }
    }

    fn exempt(&self, item: OrderItemCreate, status: &str) -> Result<OrderItemCreate, String> {
        match self.has_status(status) {
            true => Ok(item.tax_rate(Decimal::ZERO).tax_rate_special_status(status)),
            false => Err(format!("the account has no VAT status {status}")),
        }
    }
}
