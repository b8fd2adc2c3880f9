//! What generated code implements for a model besides serde's traits.

/// A model: a struct that is an object in JSON.
pub trait Model {
    /// The names of its fields in JSON, and the other names under which fields are read.
    const FIELDS: &'static [&'static str];
}
