//! VAT of a line in Bouwsoft, as EenvoudigFactureren states it.
//!
//! | A line in Bouwsoft | becomes | which is |
//! |---|---|---|
//! | `vatcocontractor` true, whatever the rate; its codes end in `M`: `0M`, `21M` | `tax_rate` 0, `tax_rate_special_status` `MC` | reverse charge: the co-contractor owes the VAT |
//! | `vatpercent` 6, 12 or 21; codes such as `6B`, `6P`, `21`, `21B` | that `tax_rate` | an ordinary rate |
//! | `vatpercent` 0 | `tax_rate` 0, and the status that the account has for the reason, if any | exempt, or outside of VAT |
//! | anything else | nothing: the order is refused | a rate that the account does not have |
//!
//! What that rests on:
//!
//! - `vatpercent` and `vatcocontractor` decide, never the letters of `vatcode`: each tenant makes its own codes, and the
//!   letters are told nowhere (public-docs: fields of lines and of VAT codes; inferred: what the codes seen mean).
//! - `MC` is the status of reverse charge, and like all of them goes with a rate of 0 (public-docs). A rate of 0 without a
//!   status prints as "no VAT", which is wrong for reverse charge (third-party-code).
//! - `tax_rate` must be 0 or one of the three rates of the order, which come from the settings of the account; the usual
//!   ones are 6, 12 and 21 (public-docs).
//! - Which status says why a line is exempt is in the settings of the account, `GET /settings`: for example `ICL` for goods
//!   and `ICD` for services within the EU (public-docs). Bouwsoft does not tell these apart, so it is asked of the caller.

use bouwsoft::types::OrderLine;
use rust_decimal::Decimal;

/// What the account in EenvoudigFactureren has.
pub struct Account {
    /// Its three rates.
    pub rates: [Decimal; 3],
    /// The status of lines that are exempt; none where they are simply without VAT.
    pub exempt: Option<String>,
}

/// Rate and special status of an item.
#[derive(Clone, Debug, PartialEq)]
pub struct Vat {
    /// In percent.
    pub rate: Decimal,
    /// Why none is charged.
    pub status: Option<String>,
}

/// Reverse charge.
const CO_CONTRACTOR: &str = "MC";

/// The VAT of a line, or why it has none in this account.
pub fn of(line: &OrderLine, account: &Account) -> Result<Vat, String> {
    if line.vatcocontractor == Some(true) {
        return Ok(Vat {
            rate: Decimal::ZERO,
            status: Some(CO_CONTRACTOR.to_owned()),
        });
    }
    let code = line.vatcode.as_deref().unwrap_or_default();
    // Where the flag is missing, a code that may mean reverse charge must not become an ordinary rate.
    if line.vatcocontractor.is_none() && code.ends_with('M') {
        return Err(format!(
            "it does not say whether the VAT code `{code}` is reverse charge"
        ));
    }
    match line.vatpercent {
        Some(rate) if rate.is_zero() => Ok(Vat {
            rate,
            status: account.exempt.clone(),
        }),
        Some(rate) if account.rates.contains(&rate) => Ok(Vat { rate, status: None }),
        Some(rate) => Err(format!(
            "{rate} % (VAT code `{code}`) is no rate of the account; add it to its settings, or mend the line"
        )),
        None => Err(format!("the VAT code `{code}` comes without a rate")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flag_and_the_rate_decide_and_not_the_letters_of_the_code() {
        let account = |exempt: Option<&str>| Account {
            rates: [6, 12, 21].map(Decimal::from),
            exempt: exempt.map(str::to_owned),
        };
        let line = |code: &str, rate: i64, co_contractor: bool| {
            let line = OrderLine::default().vatcode(code).vatpercent(rate);
            line.vatcocontractor(co_contractor)
        };
        let told = |line: OrderLine, exempt| match of(&line, &account(exempt)) {
            Ok(vat) => format!("{} {}", vat.rate, vat.status.unwrap_or_default()),
            Err(reason) => reason,
        };
        assert_eq!(told(line("21", 21, false), None), "21 ");
        assert_eq!(told(line("6B", 6, false), None), "6 ");
        assert_eq!(told(line("21M", 21, true), None), "0 MC");
        assert_eq!(told(line("0M", 0, true), Some("ICL")), "0 MC");
        assert_eq!(told(line("21M", 21, false), None), "21 ");
        assert_eq!(told(line("0", 0, false), None), "0 ");
        assert_eq!(told(line("0", 0, false), Some("ICL")), "0 ICL");
        assert!(told(line("9", 9, false), None).starts_with("9 % (VAT code `9`) is no rate"));
        let unsaid = OrderLine::default().vatcode("21M").vatpercent(21);
        assert!(told(unsaid, None).starts_with("it does not say"));
        let without = OrderLine::default().vatcode("21");
        assert_eq!(
            told(without, None),
            "the VAT code `21` comes without a rate"
        );
    }
}
