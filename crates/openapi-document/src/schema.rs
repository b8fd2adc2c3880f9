//! Schemas of a document: their keywords, including those of their `allOf`, and a validator for values.

use std::{cell::RefCell, collections::HashMap, ptr, rc::Rc};

use chrono::NaiveDate;
use serde_json::Value;

use crate::{Document, composition::depth_first, json_schema, resolve};

/// A schema together with the schemas of its `allOf`. Its own keywords come first.
#[derive(Clone)]
pub struct SchemaView<'a> {
    pub(super) root: &'a Value,
    /// The schema, then the schemas that it is composed of, depth first and each once.
    schemas: Vec<&'a Value>,
}

impl<'a> SchemaView<'a> {
    /// A view of `schema`. Its references lead into `root`.
    pub fn new(root: &'a Value, schema: &'a Value) -> Self {
        let parts = |schema: &&'a Value| {
            let parts = schema["allOf"].as_array().into_iter().flatten();
            parts.map(|part| resolve(root, part)).collect()
        };
        let own = resolve(root, schema);
        Self {
            root,
            schemas: depth_first([own], |schema| ptr::from_ref(*schema), parts),
        }
    }

    /// A keyword of the schema, or of one of the schemas it is composed of.
    pub fn get(&self, keyword: &str) -> Option<&'a Value> {
        self.schemas.iter().find_map(|schema| schema.get(keyword))
    }

    /// All values of a keyword: of the schema, and of the schemas it is composed of.
    pub fn all(&self, keyword: &str) -> Vec<&'a Value> {
        let schemas = self.schemas.iter();
        schemas.filter_map(|schema| schema.get(keyword)).collect()
    }

    /// The schema of a property, its own or of one of the schemas it is composed of.
    pub fn property(&self, name: &str) -> Option<SchemaView<'a>> {
        let schema = self.written_property(name)?;
        Some(Self::new(self.root, schema))
    }

    /// The same as [`property`](Self::property), but without following references.
    pub fn written_property(&self, name: &str) -> Option<&'a Value> {
        let mut schemas = self.schemas.iter();
        schemas.find_map(|schema| schema.get("properties")?.get(name))
    }

    /// The schema of the items of an array.
    pub fn items(&self) -> Option<SchemaView<'a>> {
        self.get("items").map(|schema| Self::new(self.root, schema))
    }
}

/// The name of a string format, and a function that checks whether a string has this format.
pub type Format = (&'static str, fn(&str) -> bool);

/// Validates values against schemas of one document.
pub struct Validator<'a> {
    document: &'a Document,
    formats: &'static [Format],
    built: RefCell<HashMap<String, Rc<jsonschema::Validator>>>,
}

impl<'a> Validator<'a> {
    /// A validator for the schemas of `document`. It also checks `formats`.
    pub fn new(document: &'a Document, formats: &'static [Format]) -> Self {
        Self {
            document,
            formats,
            built: RefCell::default(),
        }
    }

    /// Validates `value` against the schema at `at`. Returns pointers into the value, each with an error message. Fails
    /// with the reason if the schema is not valid.
    pub fn errors(&self, at: &str, value: &Value) -> Result<Vec<(String, String)>, String> {
        let validator = self.built(at)?;
        Ok(validator
            .iter_errors(value)
            .map(|error| (error.instance_path().to_string(), error.to_string()))
            .collect())
    }

    /// The validator for the schema at `at`. It is cached, because building it is slow and many values have the same
    /// schema.
    fn built(&self, at: &str) -> Result<Rc<jsonschema::Validator>, String> {
        if let Some(validator) = self.built.borrow().get(at) {
            return Ok(Rc::clone(validator));
        }
        let validator = Rc::new(self.build(at)?);
        let mut built = self.built.borrow_mut();
        built.insert(at.to_owned(), Rc::clone(&validator));
        Ok(validator)
    }

    fn build(&self, at: &str) -> Result<jsonschema::Validator, String> {
        let schema = json_schema::standalone(&self.document.value, at);
        let options = jsonschema::options()
            .with_draft(jsonschema::Draft::Draft4)
            .should_validate_formats(true)
            .with_format("date", is_date);
        let formats = self.formats.iter();
        let options = formats.fold(options, |options, (name, is_valid)| {
            options.with_format(*name, *is_valid)
        });
        options.build(&schema).map_err(|error| error.to_string())
    }
}

/// The `jsonschema` crate accepts some dates that RFC 3339 does not allow.
fn is_date(text: &str) -> bool {
    text.len() == 10 && NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use serde_json::json;

    use super::*;

    const RECORD: &str = "/components/schemas/Record";
    const SOURCE: &str = r##"
components:
  schemas:
    Day: {type: string, format: date}
    Name: {type: string, enum: [a, b]}
    Record:
      type: object
      required: [name]
      properties:
        day: {type: string, nullable: true, allOf: [{$ref: '#/components/schemas/Day'}]}
        name: {type: string, allOf: [{$ref: '#/components/schemas/Name'}]}
        code: {type: string, format: short}
"##;

    #[test]
    fn nullable_dates_enums_and_named_formats_are_checked() {
        let document = Document::parse(Path::new("a.yaml"), SOURCE).expect("valid");
        let validator = Validator::new(&document, &[("short", |text| text.len() < 3)]);
        let errors = |value: &Value| -> Vec<String> {
            let found = validator.errors(RECORD, value).expect("a valid schema");
            found.into_iter().map(|(at, _)| at).collect()
        };
        let none: [&str; 0] = [];
        assert_eq!(
            errors(&json!({"name": "a", "day": null, "code": "ab"})),
            none
        );
        assert_eq!(errors(&json!({"name": "a", "day": "2018-02-28"})), none);
        assert_eq!(errors(&json!({"name": "a", "day": "2018-02-29"})), ["/day"]);
        assert_eq!(errors(&json!({"name": "c"})), ["/name"]);
        assert_eq!(errors(&json!({"name": "a", "code": "abc"})), ["/code"]);
        assert_eq!(errors(&json!({})), [""]);
    }

    #[test]
    fn keywords_come_through_references() {
        let document = Document::parse(Path::new("a.yaml"), SOURCE).expect("valid");
        let record = SchemaView::new(&document.value, document.at(RECORD).expect("present"));
        let name = record.property("name").expect("present");
        assert_eq!(name.get("enum"), Some(&json!(["a", "b"])));
    }
}
