//! Schemas in words: fields, types and limits, as Markdown.

use std::{collections::BTreeSet, ptr};

use openapi_document::composition::depth_first;

use crate::ordered::{self, Value, members, plain, text};

/// The prefix of references to component schemas.
const SCHEMAS: &str = "#/components/schemas/";
/// How many levels of lists, maps and alternatives are followed. Deeper nesting is assumed to be endless.
const DEEPEST: usize = 8;

/// A field of an object, a parameter or a header.
#[derive(Clone, Copy, Debug)]
pub struct Field<'a> {
    /// Its name on the wire.
    pub name: &'a str,
    /// What describes it: its schema, or the object around its schema.
    pub about: &'a Value,
    /// Its schema as it is written.
    pub schema: &'a Value,
    /// Whether it is required.
    pub required: bool,
}

/// The component schema that a schema refers to, alone or with a description beside it.
pub fn component(schema: &Value) -> Option<&str> {
    let only = match schema.get("allOf").and_then(Value::as_sequence) {
        Some(parts) if parts.len() == 1 && schema.get("properties").is_none() => &parts[0],
        _ => schema,
    };
    ordered::reference(only)?.strip_prefix(SCHEMAS)
}

/// The schema and all that it is composed of, references followed.
fn parts<'a>(root: &'a Value, schema: &'a Value) -> Vec<&'a Value> {
    let inner = |schema: &&'a Value| {
        let parts = schema.get("allOf").and_then(Value::as_sequence);
        let parts = parts.into_iter().flatten();
        parts.map(|part| ordered::follow(root, part)).collect()
    };
    let own = ordered::follow(root, schema);
    depth_first([own], |schema| ptr::from_ref(*schema), inner)
}

/// A keyword of the schema or of what it is composed of.
fn keyword<'a>(root: &'a Value, schema: &'a Value, key: &str) -> Option<&'a Value> {
    let parts = parts(root, schema);
    parts.into_iter().find_map(|part| part.get(key))
}

impl<'a> Field<'a> {
    /// A parameter, or the header `name` of a response.
    pub fn of(name: &'a str, owner: &'a Value) -> Self {
        Self {
            name,
            about: owner,
            schema: owner.get("schema").unwrap_or(&Value::Null),
            required: owner.get("required") == Some(&true.into()),
        }
    }

    /// Its own description.
    pub fn description(&self) -> Option<&'a str> {
        text(self.about, "description")
    }
}

/// The fields of an object, in the order of the document. A field that several of its parts describe is listed once.
pub fn fields<'a>(root: &'a Value, schema: &'a Value) -> Vec<Field<'a>> {
    let parts = parts(root, schema);
    let required = parts
        .iter()
        .filter_map(|part| part.get("required")?.as_sequence());
    let required: Vec<_> = required.flatten().filter_map(Value::as_str).collect();
    let properties = parts.iter().filter_map(|part| part.get("properties"));
    let mut seen = BTreeSet::new();
    properties
        .flat_map(members)
        .filter(|(name, _)| seen.insert(*name))
        .map(|(name, schema)| Field {
            name,
            about: schema,
            schema,
            required: required.contains(&name),
        })
        .collect()
}

/// The object in a field, which may be in lists or maps.
pub fn object<'a>(root: &'a Value, mut schema: &'a Value) -> Option<&'a Value> {
    for _ in 0..DEEPEST {
        if !fields(root, schema).is_empty() {
            return Some(schema);
        }
        let inner = keyword(root, schema, "items");
        schema = inner.or_else(|| keyword(root, schema, "additionalProperties"))?;
    }
    None
}

/// The type of a value. `anchor` gives the anchor of a component.
pub fn kind(root: &Value, schema: &Value, anchor: fn(&str) -> String) -> String {
    let own = kind_of(root, schema, anchor, 0);
    match schema.get("nullable").and_then(Value::as_bool) {
        Some(true) => format!("{own} or null"),
        _ => own,
    }
}

fn kind_of(root: &Value, schema: &Value, anchor: fn(&str) -> String, depth: usize) -> String {
    if let Some(name) = component(schema) {
        return format!("[{name}](#{})", anchor(name));
    }
    let schema = ordered::follow(root, schema);
    let inner = |schema| match depth {
        DEEPEST => "any value".to_owned(),
        _ => kind_of(root, schema, anchor, depth + 1),
    };
    for alternatives in ["oneOf", "anyOf"] {
        if let Some(all) = schema.get(alternatives).and_then(Value::as_sequence) {
            return all.iter().map(inner).collect::<Vec<_>>().join(" or ");
        }
    }
    let format = keyword(root, schema, "format").and_then(Value::as_str);
    let name = keyword(root, schema, "type").and_then(Value::as_str);
    match (name, format) {
        (Some("array"), _) => {
            let items = schema.get("items").map(inner);
            format!("list of {}", items.unwrap_or_else(|| "any value".into()))
        }
        (Some("object") | None, _) if keyword(root, schema, "properties").is_some() => {
            "object".into()
        }
        (Some("object"), _) => match schema.get("additionalProperties") {
            Some(values @ Value::Mapping(_)) => format!("map of {}", inner(values)),
            _ => "object".into(),
        },
        (Some("integer"), Some("int64" | "int32")) => "integer".into(),
        (Some(_), Some(format)) => format.replace('-', " "),
        (Some(name), None) => name.to_owned(),
        (None, _) => "any value".into(),
    }
}

/// The limits of a value, each in a few words.
pub fn limits(root: &Value, schema: &Value) -> Vec<String> {
    let get = |key: &str| keyword(root, schema, key);
    let is = |key: &str| get(key) == Some(&Value::Bool(true));
    let number = |key: &str| get(key).map(plain);
    let range = |least: &str, most: &str, unit: &str| match (number(least), number(most)) {
        (Some(least), Some(most)) if least == most => Some(format!("{least}{unit}")),
        (Some(least), Some(most)) => Some(format!("{least} to {most}{unit}")),
        (Some(least), None) => Some(format!("at least {least}{unit}")),
        (None, Some(most)) => Some(format!("at most {most}{unit}")),
        (None, None) => None,
    };
    let pattern = || get("pattern").map(|pattern| format!("matches {}", code(pattern)));
    let form = text(schema, "x-pattern-text").map(str::to_owned);
    let rules = [
        get("enum").map(|values| format!("one of {}", listed(values))),
        get("x-extensible-enum").map(|values| format!("known values: {}", listed(values))),
        range("minLength", "maxLength", " characters"),
        range("minimum", "maximum", ""),
        range("minItems", "maxItems", " entries"),
        form.or_else(pattern),
        get("default").map(|value| format!("default {}", code(value))),
        is("readOnly").then(|| "read only".into()),
        is("writeOnly").then(|| "write only".into()),
        is("deprecated").then(|| "deprecated".into()),
        get("example").map(|value| format!("for example {}", code(value))),
    ];
    rules.into_iter().flatten().collect()
}

fn listed(values: &Value) -> String {
    let values = values.as_sequence().into_iter().flatten();
    values.map(code).collect::<Vec<_>>().join(", ")
}

/// A value as code in Markdown.
fn code(value: &Value) -> String {
    let text = plain(value);
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let marks = "`".repeat(longest + 1);
    match text.as_str() {
        "" => "empty".into(),
        _ if longest > 0 => format!("{marks} {text} {marks}"),
        _ => format!("{marks}{text}{marks}"),
    }
}
