//! What the contract states about a property in addition to its description, as text of a doc comment.

use serde_json::Value;
use syn::Attribute;

use super::{
    names,
    shapes::{Model, Purpose},
};

/// Sentences about who sets a property, its limits and its evidence, except what its description already says.
pub fn of(shape: &Model<'_>, wire: &str) -> Option<String> {
    let property = shape.property(wire)?;
    let keyword = |name| property.get(name);
    let description = keyword("description")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let description = description.to_lowercase();
    let mut facts = Vec::new();
    let names_setter = ["server", "system"]
        .iter()
        .any(|setter| description.contains(setter));
    if keyword("readOnly").is_some() && !names_setter {
        facts.push("Set by the server.".to_owned());
    }
    if let Some(length) = keyword("maxLength").filter(|length| !mentions(&description, length)) {
        facts.push(format!("At most {length} characters."));
    }
    if shape.purpose != Purpose::Read {
        let (min, max) = (keyword("minimum"), keyword("maximum"));
        facts.extend(range(min, max, &description));
    }
    let decimals = keyword("x-decimals");
    if let Some(decimals) = decimals.filter(|decimals| !mentions(&description, decimals)) {
        facts.push(format!("At most {decimals} decimals."));
    }
    if let Some(evidence) = shape.evidence(wire) {
        facts.push(format!("Evidence: `{evidence}`."));
    }
    (!facts.is_empty()).then(|| facts.join(" "))
}

/// Adds a paragraph to the end of the doc comment.
pub fn append(attributes: &mut Vec<Attribute>, facts: &str) {
    let facts = format!(" {facts}");
    attributes.push(names::doc_attribute(""));
    attributes.push(names::doc_attribute(&facts));
}

fn range(min: Option<&Value>, max: Option<&Value>, description: &str) -> Option<String> {
    let is_missing = |limit: &&Value| !mentions(description, limit);
    match (min.filter(is_missing), max.filter(is_missing)) {
        (Some(min), Some(max)) => Some(format!("From {min} to {max}.")),
        (Some(min), None) => Some(format!("At least {min}.")),
        (None, Some(max)) => Some(format!("At most {max}.")),
        (None, None) => None,
    }
}

/// Whether a description contains the number as a separate word.
fn mentions(description: &str, number: &Value) -> bool {
    let number = number.to_string();
    description
        .split(|c: char| !c.is_alphanumeric() && c != '.')
        .any(|word| word.trim_end_matches('.') == number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_found_as_a_word() {
        assert!(mentions("at most 50 characters.", &50.into()));
        assert!(mentions("at most 9999999.9999.", &9_999_999.999_9.into()));
        assert!(!mentions("at most 150 characters", &50.into()));
    }

    #[test]
    fn a_range_is_documented_unless_the_description_contains_it() {
        let (zero, hundred) = (Value::from(0), Value::from(100));
        let fact = |description| range(Some(&zero), Some(&hundred), description);
        assert_eq!(fact("in percent").as_deref(), Some("From 0 to 100."));
        assert_eq!(fact("from 0 to 100"), None);
        assert_eq!(fact("up to 100").as_deref(), Some("At least 0."));
    }
}
