//! What generated code says of a model beside serde's traits.

/// A model: a struct that is an object in JSON.
pub trait Model {
    /// The names of its fields in JSON, and the other names under which fields are read.
    const FIELDS: &'static [&'static str];
}
