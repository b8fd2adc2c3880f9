//! What a partial update does to a field.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What a partial update does to a field: keep it, set it or clear it.
///
/// A kept field is not sent; a cleared field is sent as null.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum Patch<T> {
    /// Leave the field as it is.
    #[default]
    Keep,
    /// Give the field a value.
    Set(T),
    /// Remove the value of the field.
    Clear,
}

impl<T> Patch<T> {
    /// Whether the field is kept.
    pub fn is_keep(&self) -> bool {
        matches!(self, Self::Keep)
    }

    /// The new value, if there is one.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Set(value) => Some(value),
            Self::Keep | Self::Clear => None,
        }
    }
}

/// A value sets the field.
impl<T> From<T> for Patch<T> {
    fn from(value: T) -> Self {
        Self::Set(value)
    }
}

impl<T: Serialize> Serialize for Patch<T> {
    fn serialize<S: Serializer>(&self, target: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Set(value) => value.serialize(target),
            Self::Keep | Self::Clear => target.serialize_none(),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        let value = Option::deserialize(source)?;
        Ok(value.map_or(Self::Clear, Self::Set))
    }
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;

    #[derive(Debug, Default, Deserialize, PartialEq, Serialize)]
    struct Update {
        #[serde(default, skip_serializing_if = "Patch::is_keep")]
        note: Patch<String>,
        #[serde(
            default,
            with = "crate::decimal::patch",
            skip_serializing_if = "Patch::is_keep"
        )]
        amount: Patch<Decimal>,
    }

    #[test]
    fn the_three_states_differ_on_the_wire() {
        for (note, amount, json) in [
            (Patch::Keep, Patch::Keep, "{}"),
            (Patch::Clear, Patch::Clear, r#"{"note":null,"amount":null}"#),
            (
                Patch::Set("a".into()),
                Patch::Set(Decimal::ONE),
                r#"{"note":"a","amount":1}"#,
            ),
        ] {
            let update = Update { note, amount };
            assert_eq!(serde_json::to_string(&update).expect("written"), json);
            assert_eq!(serde_json::from_str::<Update>(json).expect("read"), update);
        }
    }
}
