//! Documents made from strings, for the tests of the rules.

use std::path::Path;

use super::{node::Node, source::Source};

/// A document with these files: names and contents.
pub fn source(files: &[(&str, &str)]) -> Source {
    let read = |name: &str| {
        let file = files.iter().find(|(known, _)| *known == name);
        Ok(file.map(|(_, text)| text.as_bytes().to_vec()))
    };
    let source = Source::read(Path::new("api.yaml"), "", &read);
    source.expect("readable").expect("present")
}

/// One of its component schemas.
pub fn schema<'a>(source: &'a Source, name: &str) -> Node<'a> {
    let components = source.root().get("components").expect("components");
    let schemas = components.get("schemas").expect("schemas");
    schemas.get(name).expect("a schema of that name")
}
