//! The rules `schema-values` and `schema-default`: a schema allows its default and the values of its `enum`.

use openapi_document::{
    Diagnostic, Document, DocumentSet, Kind, SchemaView,
    walk::{self, Object},
};
use serde_json::{Map, Value};

use crate::rules;

/// All findings about the values in schemas.
pub fn findings(documents: &DocumentSet<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (document, object) in walk::all(documents) {
        if object.kind == Kind::Schema && !object.members.contains_key("$ref") {
            found.extend(refused(document, &object));
            found.extend(repeated(document, &object));
        }
    }
    found
}

/// Findings about values that `enum` lists twice.
fn repeated(document: &Document, schema: &Object<'_>) -> Vec<Diagnostic> {
    let values = schema.members.get("enum").and_then(Value::as_array);
    let values = values.map_or(&[][..], Vec::as_slice);
    let duplicates = values.iter().enumerate();
    let duplicates = duplicates.filter(|(index, value)| values[..*index].contains(value));
    duplicates
        .map(|(index, value)| {
            let at = format!("{}/{index}", schema.member("enum"));
            let message = format!("{value} appears a second time");
            document.diagnostic(&at, &rules::SCHEMA_VALUES, message, "remove one of the two")
        })
        .collect()
}

/// Keywords that can validate a default or a value of `enum` without following a reference.
const PLAIN: [&str; 13] = [
    "type",
    "enum",
    "maximum",
    "minimum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "pattern",
    "maxItems",
    "minItems",
    "uniqueItems",
    "format",
];

/// Findings about a default and values of `enum` that the rest of the schema does not allow.
fn refused(document: &Document, schema: &Object<'_>) -> Vec<Diagnostic> {
    let listed = schema.members.get("enum").and_then(Value::as_array);
    let listed = listed
        .into_iter()
        .flatten()
        .enumerate()
        .map(|(index, value)| {
            let at = format!("{}/{index}", schema.member("enum"));
            (&rules::SCHEMA_VALUES, at, value)
        });
    let default = schema.members.get("default");
    let default = default.map(|value| (&rules::SCHEMA_DEFAULT, schema.member("default"), value));
    let values: Vec<_> = listed.chain(default).collect();
    if values.is_empty() {
        return Vec::new();
    }
    let Some(validator) = plain(document, schema) else {
        return Vec::new();
    };
    let nullable = schema.members.get("nullable") == Some(&Value::Bool(true));
    let wrong = values
        .into_iter()
        .filter(|(_, _, value)| !(nullable && value.is_null()));
    wrong
        .filter_map(|(rule, at, value)| {
            let error = validator.validate(value).err()?;
            let help = "correct the value, or the schema around it";
            Some(document.diagnostic(
                &at,
                rule,
                format!("the schema does not allow this value: {error}"),
                help,
            ))
        })
        .collect()
}

fn plain(document: &Document, schema: &Object<'_>) -> Option<jsonschema::Validator> {
    let view = SchemaView::new(&document.value, document.at(&schema.at)?);
    let keywords = PLAIN
        .iter()
        .filter_map(|key| Some(((*key).to_owned(), view.get(key)?.clone())));
    let keywords = Value::Object(keywords.collect::<Map<_, _>>());
    jsonschema::draft4::options()
        .should_validate_formats(true)
        .build(&keywords)
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    const SOUND: &str = r"components:
  schemas:
    A:
      properties:
        a: {type: integer, minimum: 1, default: 3}
        b: {type: string, enum: [x, y], default: x}
        c: {type: string, nullable: true, enum: [z, null]}
        d: {type: string, allOf: [{$ref: '#/components/schemas/B'}], default: v}
    B: {type: string, enum: [v, w]}
";

    fn found(from: &str, to: &str) -> Vec<String> {
        assert!(SOUND.contains(from), "{from}");
        testing::brief(&findings(
            &(&testing::document(&SOUND.replace(from, to))).into(),
        ))
    }

    #[test]
    fn sound_values_have_no_findings() {
        assert_eq!(found("type", "type"), [""; 0]);
    }

    #[test]
    fn values_are_instances_and_differ() {
        assert_eq!(found("default: 3", "default: '3'"), ["5 schema-default"]);
        assert_eq!(found("minimum: 1", "minimum: 4"), ["5 schema-default"]);
        assert_eq!(found("default: x", "default: z"), ["6 schema-default"]);
        assert_eq!(found("default: v", "default: x"), ["8 schema-default"]);
        assert_eq!(found("[x, y]", "[x, 1]"), ["6 schema-values"]);
        assert_eq!(found("[z, null]", "[z, 2]"), ["7 schema-values"]);
        assert_eq!(found("[z, null]", "[z, null, z]"), ["7 schema-values"]);
    }
}
