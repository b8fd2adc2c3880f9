//! The rules `schema-…` about one schema: its keywords agree with each other. A meta-schema cannot check this.

use std::sync::LazyLock;

use openapi_document::{
    Diagnostic, Document, DocumentSet, Kind, SchemaView, pointer,
    walk::{self, Object},
};
use regex::Regex;
use serde_json::Value;

use crate::rules;

/// All findings about single schemas.
pub fn findings(documents: &DocumentSet<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (document, object) in walk::all(documents) {
        if object.kind != Kind::Schema || object.members.contains_key("$ref") {
            continue;
        }
        found.extend(bounds(document, &object));
        found.extend(items(document, &object));
        found.extend(pattern(document, &object));
        found.extend(nullable(document, &object));
        found.extend(inapplicable(document, &object));
        found.extend(required(document, &object));
        found.extend(access(document, &object));
        found.extend(xml(document, &object));
    }
    found
}

const BOUNDS: [(&str, &str); 4] = [
    ("minimum", "maximum"),
    ("minLength", "maxLength"),
    ("minItems", "maxItems"),
    ("minProperties", "maxProperties"),
];

fn bounds(document: &Document, schema: &Object<'_>) -> Vec<Diagnostic> {
    let limit = |key: &str| schema.members.get(key).and_then(Value::as_f64);
    let crossed = BOUNDS
        .iter()
        .filter(|(low, high)| limit(low) > limit(high) && limit(high).is_some());
    crossed
        .map(|(low, high)| {
            let message = format!("`{low}` is above `{high}`: no value is within both");
            document.diagnostic(
                &schema.member(low),
                &rules::SCHEMA_BOUNDS,
                message,
                "swap or correct them",
            )
        })
        .collect()
}

fn items(document: &Document, schema: &Object<'_>) -> Option<Diagnostic> {
    let is_array = schema.text("type") == Some("array");
    let items = || {
        let view = SchemaView::new(&document.value, document.at(&schema.at)?);
        view.get("items")
    };
    (is_array && items().is_none()).then(|| {
        document.diagnostic(
            &schema.at,
            &rules::SCHEMA_ITEMS,
            "an array has no `items`",
            "add `items`; `items: {}` allows anything",
        )
    })
}

/// Look-around assertions, which JavaScript supports and the crate `regex` does not. Only their contents are checked.
static LOOK_AROUND: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\(\?<?[=!]").expect("a valid pattern"));

fn pattern(document: &Document, schema: &Object<'_>) -> Option<Diagnostic> {
    let pattern = schema.text("pattern")?;
    let plain = LOOK_AROUND.replace_all(pattern, "(?:");
    let error = regex_syntax_error(&plain)?;
    Some(document.diagnostic(
        &schema.member("pattern"),
        &rules::SCHEMA_PATTERN,
        format!("`{pattern}` is not a regular expression: {error}"),
        "correct the expression, or escape its special characters",
    ))
}

fn regex_syntax_error(pattern: &str) -> Option<String> {
    let Err(regex::Error::Syntax(text)) = Regex::new(pattern) else {
        return None;
    };
    let reason = text
        .lines()
        .rev()
        .find_map(|line| line.strip_prefix("error: "));
    let reason = reason.unwrap_or("it cannot be read");
    // JavaScript allows these, but the crate `regex` does not.
    let known = [
        "backreferences are not supported",
        "unrecognized escape sequence",
    ];
    (!known.contains(&reason)).then(|| reason.to_owned())
}

fn nullable(document: &Document, schema: &Object<'_>) -> Option<Diagnostic> {
    let nullable = schema.members.get("nullable") == Some(&Value::Bool(true));
    (nullable && !schema.members.contains_key("type")).then(|| {
        document.diagnostic(
            &schema.member("nullable"),
            &rules::SCHEMA_NULLABLE,
            "`nullable` has no effect without a `type` beside it",
            "write the type here, even if an `allOf` has it",
        )
    })
}

/// Keywords that apply only to values of some types, and these types.
const LIMITS: [(&[&str], &[&str]); 4] = [
    (&["maxLength", "minLength", "pattern"], &["string"]),
    (
        &[
            "multipleOf",
            "maximum",
            "minimum",
            "exclusiveMaximum",
            "exclusiveMinimum",
        ],
        &["integer", "number"],
    ),
    (
        &["items", "maxItems", "minItems", "uniqueItems"],
        &["array"],
    ),
    (
        &[
            "properties",
            "required",
            "additionalProperties",
            "maxProperties",
            "minProperties",
        ],
        &["object"],
    ),
];

fn inapplicable(document: &Document, schema: &Object<'_>) -> Vec<Diagnostic> {
    let Some(kind) = schema.text("type") else {
        return Vec::new();
    };
    let known = LIMITS.iter().any(|(_, kinds)| kinds.contains(&kind)) || kind == "boolean";
    let foreign = LIMITS
        .iter()
        .filter(|(_, kinds)| known && !kinds.contains(&kind));
    foreign
        .flat_map(|(keywords, _)| *keywords)
        .filter(|keyword| schema.members.contains_key(**keyword))
        .map(|keyword| {
            let message = format!("`{keyword}` does not apply to values of type {kind}");
            let help = "remove it, or correct the type";
            document.diagnostic(
                &schema.member(keyword),
                &rules::SCHEMA_KEYWORD,
                message,
                help,
            )
        })
        .collect()
}

/// Findings about names in `required` that are not properties, in a schema that lists its properties.
fn required(document: &Document, schema: &Object<'_>) -> Vec<Diagnostic> {
    let names = schema.members.get("required").and_then(Value::as_array);
    if !schema.members.contains_key("properties") {
        return Vec::new();
    }
    let around = around(document, &schema.at);
    let known = |name: &str| around.iter().any(|view| view.property(name).is_some());
    let names = names.into_iter().flatten().enumerate();
    names
        .filter_map(|(index, name)| {
            let name = name.as_str()?;
            let at = format!("{}/{index}", schema.member("required"));
            let message = format!("`{name}` is required, but there is no such property");
            let help = "add the property, or correct the name";
            (!known(name)).then(|| document.diagnostic(&at, &rules::SCHEMA_REQUIRED, message, help))
        })
        .collect()
}

/// The schema at `at`, and the schemas whose `allOf` contains it: a part may require a property of another part.
fn around<'a>(document: &'a Document, at: &str) -> Vec<SchemaView<'a>> {
    let mut places = vec![at];
    let mut inner = at;
    while let Some((outer, _)) = inner.rsplit_once("/allOf/") {
        places.push(outer);
        inner = outer;
    }
    let schemas = places.into_iter().filter_map(|at| document.at(at));
    schemas
        .map(|schema| SchemaView::new(&document.value, schema))
        .collect()
}

fn access(document: &Document, schema: &Object<'_>) -> Option<Diagnostic> {
    let set = |flag: &str| schema.members.get(flag) == Some(&Value::Bool(true));
    (set("readOnly") && set("writeOnly")).then(|| {
        document.diagnostic(
            &schema.at,
            &rules::SCHEMA_ACCESS,
            "this is both `readOnly` and `writeOnly`: it is neither sent nor returned",
            "keep the one that is true",
        )
    })
}

/// XML attributes cannot contain arrays and objects, and only arrays can be wrapped.
fn xml(document: &Document, schema: &Object<'_>) -> Vec<Diagnostic> {
    let flag = |key: &str| {
        let xml = schema.members.get("xml").and_then(Value::as_object);
        xml.and_then(|xml| xml.get(key)) == Some(&Value::Bool(true))
    };
    let view = document
        .at(&schema.at)
        .map(|schema| SchemaView::new(&document.value, schema));
    let kind = view
        .and_then(|view| view.get("type"))
        .and_then(Value::as_str);
    let wrong = match kind {
        Some("object" | "array") if flag("attribute") => "attribute",
        Some(kind) if kind != "array" && flag("wrapped") => "wrapped",
        _ => return Vec::new(),
    };
    let message = match wrong {
        "attribute" => "an XML attribute cannot contain an array or an object",
        _ => "only arrays can be `wrapped`",
    };
    let at = pointer::child(&schema.member("xml"), wrong);
    vec![document.diagnostic(
        &at,
        &rules::SCHEMA_XML,
        message,
        "remove it, or correct the type",
    )]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    const SOUND: &str = r"components:
  schemas:
    A:
      type: object
      required: [a]
      properties:
        a: {type: integer, minimum: 1, maximum: 9, default: 3}
        b: {type: string, pattern: '^(?!x)[a-z]+\-$', nullable: true}
        c: {type: string, enum: [x, y], default: x}
        d: {type: array, items: {}, xml: {wrapped: true}}
        e: {type: string, xml: {attribute: true}}
        f: {type: string, nullable: true, enum: [z, null]}
    B:
      allOf:
        - {$ref: '#/components/schemas/A'}
        - {type: object, required: [a, g], properties: {g: {}}}
";

    fn found(from: &str, to: &str) -> Vec<String> {
        assert!(SOUND.contains(from), "{from}");
        testing::brief(&findings(
            &(&testing::document(&SOUND.replace(from, to))).into(),
        ))
    }

    #[test]
    fn sound_schemas_have_no_findings() {
        assert_eq!(found("type", "type"), [""; 0]);
    }

    #[test]
    fn keywords_agree() {
        assert_eq!(found("minimum: 1", "minimum: 10"), ["7 schema-bounds"]);
        assert_eq!(found("items: {}, ", ""), ["10 schema-items"]);
        assert_eq!(found("[a-z]+", "[a-z"), ["8 schema-pattern"]);
        assert_eq!(
            found("type: string, pattern", "pattern"),
            ["8 schema-nullable"]
        );
        assert_eq!(
            found("type: array", "type: string"),
            ["10 schema-keyword", "10 schema-xml"]
        );
        assert_eq!(found("wrapped", "attribute"), ["10 schema-xml"]);
        assert_eq!(
            found("minimum: 1", "readOnly: true, writeOnly: true"),
            ["7 schema-access"]
        );
    }

    #[test]
    fn required_properties_exist_in_some_part() {
        assert_eq!(
            found("required: [a]", "required: [a, h]"),
            ["5 schema-required"]
        );
        assert_eq!(found("[a, g]", "[h, g]"), ["16 schema-required"]);
    }
}
