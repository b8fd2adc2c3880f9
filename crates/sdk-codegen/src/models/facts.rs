//! What the contract states about a property in addition to its description, as text of a doc comment.

use serde_json::Value;
use syn::Attribute;

use super::{
    names,
    shapes::{Model, Purpose},
};

/// Whether a property is only read or only written, its limits and its evidence, as sentences.
pub fn of(shape: &Model<'_>, wire: &str) -> Option<String> {
    let property = shape.property(wire)?;
    let keyword = |name| property.get(name);
    let mut facts = Vec::new();
    if keyword("readOnly").is_some() {
        facts.push("Read only.".to_owned());
    }
    if keyword("writeOnly").is_some() {
        facts.push("Write only.".to_owned());
    }
    if let Some(length) = keyword("maxLength") {
        facts.push(format!("At most {length} characters."));
    }
    if shape.purpose != Purpose::Read {
        facts.extend(range(keyword("minimum"), keyword("maximum")));
        let form = keyword("x-pattern-text").and_then(Value::as_str);
        facts.extend(form.map(|form| format!("Must be {form}.")));
    }
    if let Some(evidence) = shape.evidence(wire) {
        facts.push(format!("Evidence: `{evidence}`."));
    }
    (!facts.is_empty()).then(|| facts.join(" "))
}

/// Adds facts to the end of the doc comment; after several lines, which may end with a list, as a paragraph.
pub fn append(attributes: &mut Vec<Attribute>, facts: &str) {
    let facts = format!(" {facts}");
    let text: String = attributes.iter().filter_map(names::doc).collect();
    if text.contains('\n') {
        attributes.push(names::doc_attribute(""));
    }
    attributes.push(names::doc_attribute(&facts));
}

fn range(min: Option<&Value>, max: Option<&Value>) -> Option<String> {
    match (min, max) {
        (Some(min), Some(max)) => Some(format!("From {min} to {max}.")),
        (Some(min), None) => Some(format!("At least {min}.")),
        (None, Some(max)) => Some(format!("At most {max}.")),
        (None, None) => None,
    }
}
