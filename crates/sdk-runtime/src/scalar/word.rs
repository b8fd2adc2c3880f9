//! Words of a vocabulary that may grow: read from text into a type that keeps what it does not know. Blank text is none.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// For optional fields.
pub mod option {
    use super::{Deserialize, Deserializer, Serialize, Serializer};

    /// Reads a word; null and blank text are none.
    ///
    /// # Errors
    ///
    /// Where something else than text was found.
    pub fn deserialize<'de, T: From<String>, D: Deserializer<'de>>(
        source: D,
    ) -> Result<Option<T>, D::Error> {
        let text = Option::<String>::deserialize(source)?;
        Ok(text.filter(|text| !text.is_empty()).map(T::from))
    }

    /// Writes a word, none as null.
    ///
    /// # Errors
    ///
    /// As the target's.
    pub fn serialize<T: Serialize, S: Serializer>(
        value: &Option<T>,
        target: S,
    ) -> Result<S::Ok, S::Error> {
        value.serialize(target)
    }
}
