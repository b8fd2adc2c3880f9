//! What an operation takes besides its body: its own parameters, those of its path, and credentials.

use serde_json::Value;

use crate::{Document, Operation, pointer};

/// A parameter of an operation.
pub struct Listed<'a> {
    /// Its name.
    pub name: &'a str,
    /// `path`, `query`, `header` or `cookie`.
    pub location: &'a str,
    /// The pointer of its entry in the list of the operation or of the path.
    pub listed: String,
    /// The pointer of the Parameter Object, references followed.
    pub at: String,
    /// The Parameter Object.
    pub value: &'a Value,
}

/// The parameters of an operation. Those of its path come first. The operation's own parameters replace those of its
/// path.
pub fn listed<'a>(document: &'a Document, operation: &Operation<'_>) -> Vec<Listed<'a>> {
    let mut found: Vec<Listed<'a>> = Vec::new();
    for owner in [
        pointer::of(["paths", operation.path]),
        operation.pointer.clone(),
    ] {
        let list = pointer::child(&owner, "parameters");
        let count = document
            .at(&list)
            .and_then(Value::as_array)
            .map_or(0, Vec::len);
        for index in 0..count {
            let listed = pointer::child(&list, &index.to_string());
            let at = document.follow(&listed);
            let Some(value) = document.at(&at) else {
                continue;
            };
            let (Some(name), Some(location)) = (value["name"].as_str(), value["in"].as_str())
            else {
                continue;
            };
            found.retain(|other| (other.name, other.location) != (name, location));
            found.push(Listed {
                name,
                location,
                listed,
                at,
                value,
            });
        }
    }
    found
}

/// The headers of the security schemes that apply to the operation, each with the pointer of its security requirement.
pub fn credentials(document: &Document, operation: &Operation<'_>) -> Vec<(String, String)> {
    let own = pointer::child(&operation.pointer, "security");
    let security = if document.at(&own).is_some() {
        own
    } else {
        "/security".to_owned()
    };
    let count = document
        .at(&security)
        .and_then(Value::as_array)
        .map_or(0, Vec::len);
    (0..count)
        .map(|index| pointer::child(&security, &index.to_string()))
        .flat_map(|requirement| members(document, &requirement))
        .filter_map(|(scheme, at)| {
            let scheme = pointer::of(["components", "securitySchemes", &scheme]);
            let scheme = document.at(&document.follow(&scheme))?;
            Some((credential(scheme)?, at))
        })
        .collect()
}

fn credential(scheme: &Value) -> Option<String> {
    match scheme["type"].as_str()? {
        "apiKey" if scheme["in"] == "header" => Some(scheme["name"].as_str()?.to_owned()),
        "apiKey" => None,
        _ => Some("Authorization".to_owned()),
    }
}

/// The members of the mapping at `at`, each with its pointer.
pub fn members(document: &Document, at: &str) -> Vec<(String, String)> {
    let keys = document.keys(at).iter();
    keys.map(|key| (key.clone(), pointer::child(at, key)))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn an_operation_replaces_a_parameter_of_its_path() {
        let source = "paths:
  /a/{id}:
    parameters:
      - {name: id, in: path}
      - {name: lang, in: query}
    get:
      parameters:
        - {name: lang, in: query, required: true}
        - {name: lang, in: header}
";
        let document = Document::parse(Path::new("a.yaml"), source).expect("valid");
        let operations = document.operations();
        let found = listed(&document, &operations[0]);
        let found: Vec<_> = found
            .iter()
            .map(|found| (found.name, found.location))
            .collect();
        assert_eq!(
            found,
            [("id", "path"), ("lang", "query"), ("lang", "header")]
        );
    }
}
