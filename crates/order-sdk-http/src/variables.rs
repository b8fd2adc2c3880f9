//! The environment variables from which a client is created.

use std::{env, ffi::OsString};

use super::ConfigError;

/// Variables by name: those of the environment, or others that replace them.
pub struct Variables<'a>(Box<Lookup<'a>>);

type Lookup<'a> = dyn Fn(&str) -> Option<OsString> + 'a;

impl Variables<'static> {
    /// The environment variables, read when they are requested.
    pub fn of_environment() -> Self {
        Self::new(|name| env::var_os(name))
    }
}

impl<'a> Variables<'a> {
    /// Variables from another source.
    pub fn new(get: impl Fn(&str) -> Option<OsString> + 'a) -> Self {
        Self(Box::new(get))
    }

    /// The value of a variable without the white space around it, which files of variables often contain. `None` if
    /// nothing is left.
    ///
    /// # Errors
    ///
    /// If the value is not valid Unicode.
    pub fn get(&self, name: &str) -> Result<Option<String>, ConfigError> {
        let value = self.verbatim(name)?;
        let value = value.map(|text| text.trim().to_owned());
        Ok(value.filter(|text| !text.is_empty()))
    }

    /// The value of a variable with its white space, which may be intended. `None` if it is empty.
    ///
    /// # Errors
    ///
    /// If the value is not valid Unicode.
    pub fn verbatim(&self, name: &str) -> Result<Option<String>, ConfigError> {
        let text = (self.0)(name).map(OsString::into_string).transpose();
        let text =
            text.map_err(|_| ConfigError::variable(name, "its value is not valid Unicode"))?;
        Ok(text.filter(|text| !text.is_empty()))
    }
}
