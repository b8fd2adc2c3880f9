//! The variables of the environment that a client is made from.

use std::{env, ffi::OsString};

use super::ConfigError;

/// Variables by their names: those of the environment, or others in their place.
pub struct Variables<'a>(Box<Lookup<'a>>);

type Lookup<'a> = dyn Fn(&str) -> Option<OsString> + 'a;

impl Variables<'static> {
    /// The variables of the environment, as they are when they are asked for.
    pub fn of_environment() -> Self {
        Self::new(|name| env::var_os(name))
    }
}

impl<'a> Variables<'a> {
    /// Variables that come from elsewhere.
    pub fn new(get: impl Fn(&str) -> Option<OsString> + 'a) -> Self {
        Self(Box::new(get))
    }

    /// The value of a variable without the blanks and line breaks around it, which files of variables leave behind; none
    /// where nothing is left.
    ///
    /// # Errors
    ///
    /// Where it is no text.
    pub fn get(&self, name: &str) -> Result<Option<String>, ConfigError> {
        let value = self.verbatim(name)?;
        let value = value.map(|text| text.trim().to_owned());
        Ok(value.filter(|text| !text.is_empty()))
    }

    /// The value of a variable as it is, where blanks may be meant; none where it is empty.
    ///
    /// # Errors
    ///
    /// Where it is no text.
    pub fn verbatim(&self, name: &str) -> Result<Option<String>, ConfigError> {
        let text = (self.0)(name).map(OsString::into_string).transpose();
        let text =
            text.map_err(|_| ConfigError::variable(name, "its value is not valid Unicode"))?;
        Ok(text.filter(|text| !text.is_empty()))
    }
}
