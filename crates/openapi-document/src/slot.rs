//! What the grammar of OpenAPI allows at a place in a document. It is determined key by key, from the root down.
//!
//! A property may have the name `enum` or `$ref`, and an example may look like anything. Only the path from the root
//! distinguishes OpenAPI objects from data, so code that visits a document keeps track of its slot.

use crate::{Kind, Shape};

/// What is expected at a place of a document.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Slot {
    /// An object of this kind, or a reference to one.
    Object(Kind),
    /// A list of such objects.
    List(Kind),
    /// A map of such objects. Its keys are names, not keywords.
    Map(Kind),
    /// A plain value: a string, the value of an example, an extension, or the value of an unknown key.
    Data,
}

impl Slot {
    /// The slot of the member or element `key` of a value in this slot.
    #[must_use]
    pub fn member(self, key: &str) -> Self {
        match self {
            Self::Data => Self::Data,
            Self::List(kind) | Self::Map(kind) => Self::Object(kind),
            Self::Object(_) if key.starts_with("x-") => Self::Data,
            // OpenAPI has no such keywords, but a JSON Schema beside the document may have them.
            Self::Object(Kind::Schema) if matches!(key, "patternProperties" | "definitions") => {
                Self::Map(Kind::Schema)
            }
            Self::Object(kind) => {
                let shape = kind.named().or_else(|| Some(kind.keyword(key)?.shape));
                shape.map_or(Self::Data, Self::of)
            }
        }
    }

    const fn of(shape: Shape) -> Self {
        match shape {
            Shape::One(kind) => Self::Object(kind),
            Shape::SchemaOrFlag => Self::Object(Kind::Schema),
            Shape::List(kind) => Self::List(kind),
            Shape::Map(kind) => Self::Map(kind),
            _ => Self::Data,
        }
    }

    /// Whether a `$ref` here is a reference.
    pub fn takes_references(self) -> bool {
        matches!(self, Self::Object(kind) if kind.section().is_some() || kind == Kind::PathItem)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pointer;

    fn slot(at: &str) -> Slot {
        let keys = pointer::keys(at);
        keys.iter()
            .fold(Slot::Object(Kind::Root), |slot, key| slot.member(key))
    }

    #[test]
    fn names_are_not_keywords_and_examples_are_data() {
        let schema = Slot::Object(Kind::Schema);
        assert_eq!(slot("/components/schemas/enum"), schema);
        assert_eq!(slot("/components/schemas/A/properties/example"), schema);
        assert_eq!(
            slot("/components/schemas/A/properties"),
            Slot::Map(Kind::Schema)
        );
        assert_eq!(slot("/components/schemas/A/allOf/0"), schema);
        assert_eq!(slot("/components/schemas/A/example/$ref"), Slot::Data);
        assert_eq!(slot("/components/schemas/A/x-columns"), Slot::Data);
        assert_eq!(
            slot("/paths/~1a/get/responses/200"),
            Slot::Object(Kind::Response)
        );
        assert_eq!(
            slot("/paths/~1a/get/callbacks/c/{$url}/post"),
            Slot::Object(Kind::Operation)
        );
    }
}
