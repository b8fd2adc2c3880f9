//! Strings that must not be shown: tokens, keys and passwords.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::password;

/// A token, key or password. `Debug` does not show it, there is no `Display`, and its memory is overwritten when it is
/// dropped.
///
/// It is serialized in plain text: the JSON of a model that contains a secret shows the secret.
///
/// ```
/// use order_sdk_core::Secret;
///
/// let token = Secret::from("abc");
/// assert_eq!(format!("{token:?}"), "Secret(…)");
/// assert_eq!(token.expose(), "abc");
/// ```
#[derive(Clone)]
pub struct Secret(SecretString);

impl Secret {
    /// The secret in plain text. `Debug` and `Display` of this string show it.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Secret(…)")
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<&Secret> for Secret {
    fn from(secret: &Secret) -> Self {
        secret.clone()
    }
}

impl PartialEq for Secret {
    /// Compares values of the same length in constant time, so that the time reveals nothing about their content.
    fn eq(&self, other: &Self) -> bool {
        let (own, other) = (self.expose().as_bytes(), other.expose().as_bytes());
        let differing = own.iter().zip(other).fold(0, |all, (a, b)| all | (a ^ b));
        own.len() == other.len() && differing == 0
    }
}

impl Eq for Secret {}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        password::deserialize(source)
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, target: S) -> Result<S::Ok, S::Error> {
        target.serialize_str(self.expose())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_does_not_show_the_secret() {
        let secret = Secret::from("topsecret".to_owned());
        for shown in [format!("{secret:?}"), format!("{:#?}", [Some(&secret)])] {
            assert!(!shown.contains("topsecret"), "{shown}");
        }
        assert_eq!(secret.expose(), "topsecret");
    }

    #[test]
    fn secrets_are_compared_by_value() {
        assert_eq!(Secret::from("a"), Secret::from(&Secret::from("a")));
        for other in ["b", "ab", ""] {
            assert_ne!(Secret::from("a"), Secret::from(other), "{other}");
        }
    }

    #[test]
    fn a_secret_is_serialized_in_plain_text() {
        let secret: Secret = serde_json::from_str(r#""abc""#).expect("a string");
        assert_eq!(secret.expose(), "abc");
        let written = serde_json::to_string(&secret).expect("written");
        assert_eq!(written, r#""abc""#);
        for none in ["null", r#""""#] {
            let error = serde_json::from_str::<Secret>(none).expect_err(none);
            assert!(error.to_string().contains("the value is absent"), "{error}");
        }
    }
}
