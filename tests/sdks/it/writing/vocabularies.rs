//! Vocabularies: every value can be converted to a string and back, including unknown ones.

use std::{collections::BTreeSet, fmt::Debug, fmt::Display, str::FromStr};

use serde::{Serialize, de::DeserializeOwned};
use syn::Item;

use crate::support::{contracts, models};

/// The traits of every vocabulary.
trait Value: Clone + Debug + Display + FromStr + PartialEq + Serialize + DeserializeOwned {}

impl<T: Clone + Debug + Display + FromStr + PartialEq + Serialize + DeserializeOwned> Value for T {}

/// A value is the same in Rust, as a string and in JSON.
fn assert_round_trips<T: Value>(value: &T, text: &str) {
    assert_eq!(value.to_string(), text);
    assert_eq!(text.parse::<T>().ok().as_ref(), Some(value));
    let json = serde_json::to_string(value).expect("written");
    assert_eq!(json, serde_json::to_string(text).expect("written"));
    assert_eq!(serde_json::from_str::<T>(&json).ok().as_ref(), Some(value));
}

/// Values that no contract contains.
const UNKNOWN: [&str; 6] = ["sleeping", "Open", " open", "", "été \"\\\n", "🦀"];

macro_rules! vocabularies {
    (open: $($open:ident)+, closed: $($closed:ident)+) => {
        const NAMES: &[&str] = &[$(stringify!($open),)+ $(stringify!($closed)),+];

        #[test]
        fn every_known_value_round_trips() {
            $(for value in $open::KNOWN { assert_round_trips(value, value.as_str()); })+
            $(for value in $closed::KNOWN { assert_round_trips(value, value.as_str()); })+
        }

        #[test]
        fn open_vocabularies_keep_unknown_values() {
            $(for text in UNKNOWN {
                let value = $open::from(text);
                assert_eq!((value.unknown(), value.as_str()), (Some(text), text));
                assert_eq!(value, $open::Other(text.to_owned()));
                assert_round_trips(&value, text);
            })+
            $(assert!($open::KNOWN.iter().all(|value| value.unknown().is_none()));)+
        }

        #[test]
        fn closed_vocabularies_refuse_unknown_values() {
            $(for text in UNKNOWN {
                let error = text.parse::<$closed>().expect_err("no such value");
                assert_eq!(error.value, text);
                assert_eq!(error.known.len(), $closed::KNOWN.len());
                let json = serde_json::to_string(text).expect("written");
                assert!(serde_json::from_str::<$closed>(&json).is_err());
            })+
        }
    };
}

use bouwsoft::types::AccessGrantLayout;
use eenvoudigfactureren::types::*;

vocabularies! {
    open: AccessGrantLayout AccountLanguage AccountType CustomerState EventRecipientStatus Language LayoutVersion OrderEventType OrderStatus OrderType TagName TaxCalculation,
    closed: OrderStatusInput
}

#[test]
fn every_vocabulary_is_tried() {
    let mut found = BTreeSet::new();
    for contract in contracts() {
        for item in models(&contract.name) {
            if let Item::Enum(vocabulary) = item {
                found.insert(vocabulary.ident.to_string());
            }
        }
    }
    assert_eq!(found, NAMES.iter().map(|name| (*name).to_owned()).collect());
}

#[test]
fn an_unknown_value_of_a_response_is_written_back() {
    let json =
        r#"{"type":"offer","status":"sleeping","language":"klingon","tags":[{"name":"@pdf"}]}"#;
    let order: Order = serde_json::from_str(json).expect("read");
    assert_eq!(serde_json::to_string(&order).expect("written"), json);
}
