//! The VAT settings of the user and of the account.

use std::{fs, io, path::Path};

use anyhow::Context;
use eenvoudigfactureren::types::AccountSettings;
use rust_decimal::Decimal;
use serde::Deserialize;

/// The settings in `sync.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The status of lines with 0 % VAT that are not reverse charge. An empty string means no status.
    pub zero_rate_status: Option<String>,
    /// The VAT percentages of an account whose settings have no list of VAT codes.
    #[serde(default)]
    pub rates: Vec<Decimal>,
}

impl Config {
    /// Reads a file, or `sync.toml` if it exists. Without a file, no setting is set.
    ///
    /// # Errors
    ///
    /// If the file cannot be read or is not valid.
    pub fn read(path: Option<&Path>) -> anyhow::Result<Self> {
        let file = path.unwrap_or(Path::new("sync.toml"));
        match fs::read_to_string(file) {
            Ok(text) => Self::parse(&text).with_context(|| file.display().to_string()),
            Err(error) if path.is_none() && error.kind() == io::ErrorKind::NotFound => {
                Ok(Self::default())
            }
            Err(error) => Err(error).with_context(|| file.display().to_string()),
        }
    }

    /// Parses the text of a file.
    ///
    /// # Errors
    ///
    /// If the text is not valid. The error shows the line or the value.
    pub fn parse(text: &str) -> anyhow::Result<Self> {
        let config: Self = toml::from_str(text)?;
        let is_rate = |rate: &Decimal| *rate > Decimal::ZERO && *rate < Decimal::ONE_HUNDRED;
        match config.rates.iter().find(|rate| !is_rate(rate)) {
            Some(rate) => anyhow::bail!("rates: {rate} is not between 0 and 100"),
            None => Ok(config),
        }
    }
}

/// The settings that determine the VAT of a line.
#[derive(Clone, Debug)]
pub struct Vat {
    /// The percentages of the account.
    pub rates: Vec<Decimal>,
    /// The statuses of the account; `None` if its settings do not list them.
    pub statuses: Option<Vec<String>>,
    /// The status of lines with 0 % VAT that are not reverse charge. An empty string means no status.
    pub zero_rate_status: Option<String>,
}

impl Vat {
    /// The settings of the account. If they do not list VAT codes, the percentages are those of the settings file.
    pub fn new(account: &AccountSettings, config: &Config) -> Self {
        let zero_rate_status = config.zero_rate_status.clone();
        let codes = account
            .taxes
            .as_ref()
            .and_then(|taxes| taxes.codes.as_ref());
        let Some(codes) = codes else {
            return Self {
                rates: config.rates.clone(),
                statuses: None,
                zero_rate_status,
            };
        };
        let rates = codes.iter().filter_map(|code| code.rate);
        let statuses = codes
            .iter()
            .filter_map(|code| code.exemption_reason_code.clone());
        // An account that charges no VAT cannot have lines with VAT.
        let charges = account.taxes.as_ref().and_then(|taxes| taxes.use_taxes) != Some(false);
        Self {
            rates: rates.filter(|rate| charges && !rate.is_zero()).collect(),
            statuses: Some(statuses.filter(|status| !status.is_empty()).collect()),
            zero_rate_status,
        }
    }

    /// Whether the account has this status, or does not list its statuses.
    pub fn has_status(&self, status: &str) -> bool {
        let statuses = self.statuses.as_ref();
        statuses.is_none_or(|known| known.iter().any(|known| known == status))
    }
}
