//! The recipients of an e-mail.

use std::{convert::Infallible, fmt, str::FromStr};

use order_sdk_core::validate::{Checker, Validate};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A recipient of an e-mail.
///
/// A string is converted as the service interprets it: as one of the four keywords, an ID in digits, or otherwise an
/// address.
///
/// ```
/// use eenvoudigfactureren::{Recipient, types::OrderEmail};
///
/// let email = OrderEmail::new(["els@example.be".into(), Recipient::Contact(28), Recipient::Myself]);
/// assert_eq!(email.recipients[0], Recipient::Address("els@example.be".to_owned()));
/// ```
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum Recipient {
    /// An e-mail address.
    Address(String),
    /// A contact of the customer, by its `contact_id`.
    Contact(i64),
    /// The user to whom the credentials belong.
    Myself,
    /// The general address of the customer.
    MainContact,
    /// The general address of the customer or, if there is none, another available address.
    FirstContact,
    /// All available addresses of the customer.
    AllContacts,
}

/// The keywords for recipients in the API.
const WORDS: [(&str, Recipient); 4] = [
    ("myself", Recipient::Myself),
    ("main_contact", Recipient::MainContact),
    ("first_contact", Recipient::FirstContact),
    ("all_contacts", Recipient::AllContacts),
];

impl fmt::Display for Recipient {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(address) => out.write_str(address),
            Self::Contact(id) => write!(out, "{id}"),
            word => {
                let known = WORDS.iter().find(|(_, recipient)| recipient == word);
                out.write_str(known.map_or("", |(word, _)| word))
            }
        }
    }
}

impl From<&str> for Recipient {
    fn from(text: &str) -> Self {
        if let Some((_, recipient)) = WORDS.iter().find(|(word, _)| *word == text) {
            return recipient.clone();
        }
        let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
        let id = text.parse().ok().filter(|_| is_number);
        id.map_or_else(|| Self::Address(text.to_owned()), Self::Contact)
    }
}

impl From<String> for Recipient {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}

impl FromStr for Recipient {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(text.into())
    }
}

impl Serialize for Recipient {
    fn serialize<S: Serializer>(&self, target: S) -> Result<S::Ok, S::Error> {
        target.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Recipient {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl de::Visitor<'_> for Visitor {
            type Value = Recipient;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("an e-mail address, an ID or a keyword")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Recipient, E> {
                Ok(text.into())
            }

            fn visit_i64<E: de::Error>(self, id: i64) -> Result<Recipient, E> {
                Ok(Recipient::Contact(id))
            }

            fn visit_u64<E: de::Error>(self, id: u64) -> Result<Recipient, E> {
                let id = i64::try_from(id).map_err(|_| E::custom("the number is too large"))?;
                self.visit_i64(id)
            }
        }

        source.deserialize_any(Visitor)
    }
}

impl Validate for Recipient {
    fn check(&self, at: &mut Checker<'_>) {
        match self {
            Self::Address(address) if !is_address(address) => {
                let shown: String = address.chars().take(40).collect();
                at.refuse("", format_args!("{shown:?} is not an e-mail address"));
            }
            Self::Contact(id) if *id < 1 => {
                at.refuse("", format_args!("{id} is not the ID of a contact"));
            }
            _ => {}
        }
    }
}

/// Whether a string may be an e-mail address. The service separates recipients by spaces, so an address cannot contain
/// one.
fn is_address(text: &str) -> bool {
    let is_separator = |c: char| c.is_whitespace() || c.is_control() || matches!(c, ',' | ';');
    let parts = text.rsplit_once('@');
    parts.is_some_and(|(name, host)| !name.is_empty() && !host.is_empty())
        && !text.contains(is_separator)
}

#[cfg(feature = "schemars")]
order_sdk_core::word_schema!(Recipient);

#[cfg(test)]
mod tests {
    use order_sdk_core::validate::validate;

    use super::*;

    #[test]
    fn strings_are_read_as_the_service_reads_them() {
        for (text, recipient) in [
            (
                "els@example.be",
                Recipient::Address("els@example.be".to_owned()),
            ),
            ("28", Recipient::Contact(28)),
            ("myself", Recipient::Myself),
            ("main_contact", Recipient::MainContact),
            ("first_contact", Recipient::FirstContact),
            ("all_contacts", Recipient::AllContacts),
            ("Myself", Recipient::Address("Myself".to_owned())),
            ("+28", Recipient::Address("+28".to_owned())),
        ] {
            assert_eq!(Recipient::from(text), recipient);
            assert_eq!(recipient.to_string(), text);
            let json = serde_json::to_string(&recipient).expect("written");
            assert_eq!(json, format!("{text:?}"));
            let read: Recipient = serde_json::from_str(&json).expect("read");
            assert_eq!(read, recipient);
        }
        let number: Recipient = serde_json::from_str("28").expect("a number");
        assert_eq!(number, Recipient::Contact(28));
        for json in ["1.5", "null", "18446744073709551615"] {
            serde_json::from_str::<Recipient>(json).expect_err(json);
        }
    }

    #[test]
    fn an_invalid_address_or_contact_is_refused() {
        for text in [
            "",
            "els",
            "@example.be",
            "els@",
            "a@b.be c@d.be",
            "a@b.be,c@d.be",
            "a@b\n.be",
        ] {
            let address = Recipient::Address(text.to_owned());
            let error = validate(&address).expect_err(text).to_string();
            assert_eq!(error, format!("{text:?} is not an e-mail address"));
        }
        let error = validate(&Recipient::Contact(0)).expect_err("no ID");
        assert_eq!(error.to_string(), "0 is not the ID of a contact");
        for recipient in ["els@example.be", "28", "myself"] {
            validate(&Recipient::from(recipient)).expect("valid");
        }
    }
}
