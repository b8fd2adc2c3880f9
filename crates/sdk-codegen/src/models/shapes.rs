//! What the contract says about each model: its purpose, and the form of its properties on the wire.

use std::collections::{BTreeMap, BTreeSet};

use contract::Contract;
use heck::ToPascalCase;
use openapi_document::{Diagnostic, Document, SchemaView, pointer};
use serde_json::Value;
use syn::Type;

use crate::{lower, names, read::kind::Kind};

/// All models of an API.
pub struct Shapes<'a> {
    models: BTreeMap<String, Model<'a>>,
    open: BTreeSet<String>,
    replaced: Vec<Type>,
}

/// The purpose of a model.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Purpose {
    /// Responses.
    Read,
    /// Request bodies, and content inside strings.
    Write,
    /// Request bodies that change a part of a record.
    Patch,
}

/// The schema of a model.
pub struct Model<'a> {
    /// Its purpose.
    pub purpose: Purpose,
    /// The names of the properties, in the order of the document.
    pub order: &'a [String],
    schema: SchemaView<'a>,
    lowered: Option<&'a Value>,
    document: &'a Document,
    at: String,
}

impl<'a> Shapes<'a> {
    /// The models of a contract, whose lowered document is `view`.
    pub fn new(contract: &'a Contract, view: &'a Value) -> Self {
        let written = written_schemas(contract, view);
        let mut models = BTreeMap::new();
        let names = contract.document.keys("/components/schemas").iter();
        let carried = contract.carried.iter().filter_map(|carried| {
            let title = carried.document.value["title"].as_str()?;
            Some((title, &carried.document, String::new()))
        });
        let components = names.map(|name| {
            let at = pointer::of(["components", "schemas", name]);
            (name.as_str(), &contract.document, at)
        });
        for (name, document, at) in components.chain(carried) {
            if let Some(model) = model(document, &at, view, written.contains(name)) {
                models.insert(names::model(name), model);
            }
        }
        let replaced = contract.codegen.replace.values();
        let replaced = replaced.filter_map(|kind| syn::parse_str(kind).ok());
        let open = view[lower::OPEN].as_array().into_iter().flatten();
        Self {
            models,
            open: open
                .filter_map(|name| Some(name.as_str()?.to_pascal_case()))
                .collect(),
            replaced: replaced.collect(),
        }
    }

    /// The schema of a model. `None` for a type that the generator made up for a nested schema.
    pub fn model(&self, name: &str) -> Option<&Model<'a>> {
        self.models.get(name)
    }

    /// The models and their schemas.
    pub fn models(&self) -> impl Iterator<Item = (&String, &Model<'a>)> {
        self.models.iter()
    }

    /// Whether the settings name the type as the replacement of a schema. Such types implement `Validate`.
    pub fn is_replaced(&self, kind: &Kind) -> bool {
        matches!(kind, Kind::Other(kind) if self.replaced.contains(kind))
    }

    /// Whether an enum keeps unknown values.
    pub fn is_open(&self, name: &str) -> bool {
        self.open.contains(name)
    }
}

impl<'a> Model<'a> {
    /// A keyword of the schema.
    pub fn get(&self, keyword: &str) -> Option<&'a Value> {
        self.schema.get(keyword)
    }

    /// A finding about the part of the schema at `keys`.
    pub fn diagnostic(&self, keys: &[&str], message: impl Into<String>) -> Diagnostic {
        let at = keys
            .iter()
            .fold(self.at.clone(), |at, key| pointer::child(&at, key));
        let help = "correct it in the document; spec/README.md describes the extensions";
        self.document
            .diagnostic(&at, &crate::rules::GENERATE, message, help)
    }

    /// A property of the schema, as published.
    pub fn property(&self, name: &str) -> Option<SchemaView<'a>> {
        self.schema.property(name)
    }

    /// The evidence label of a property, if it differs from that of the schema.
    pub fn evidence(&self, name: &str) -> Option<&'a str> {
        let own = self.schema.written_property(name)?.get("x-evidence")?;
        let differs = self.get("x-evidence") != Some(own);
        own.as_str().filter(|_| differs)
    }

    /// Whether a property can be cleared by null.
    pub fn can_be_cleared(&self, name: &str) -> bool {
        let property = self.property(name);
        let nullable = property.and_then(|property| property.get("nullable"));
        self.purpose == Purpose::Patch && nullable == Some(&Value::Bool(true))
    }

    /// The other names under which a property is read.
    pub fn aliases(&self, name: &str) -> Vec<&'a str> {
        let property = self.property(name);
        let names = property.and_then(|property| property.get("x-aliases")?.as_array());
        names
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect()
    }

    /// Whether a string may be an integer on the wire.
    pub fn is_text_or_integer(&self, name: &str) -> bool {
        let property = self.property(name);
        let forms = property.and_then(|property| property.get("x-wire-forms")?.as_array());
        let mut forms = forms.into_iter().flatten();
        forms.any(|form| form == "integer")
    }

    /// Whether a property is `yes` or `no` on the wire.
    pub fn is_yes_no(&self, name: &str) -> bool {
        let format = self
            .lowered
            .map(|lowered| &lowered["properties"][name]["format"]);
        format.is_some_and(|format| format == lower::YES_NO)
    }
}

fn model<'a>(
    document: &'a Document,
    at: &str,
    view: &'a Value,
    written: bool,
) -> Option<Model<'a>> {
    let schema = SchemaView::new(&document.value, document.at(at)?);
    let partial = schema.get("x-partial-update") == Some(&Value::Bool(true));
    let purpose = match (written, partial) {
        (false, _) => Purpose::Read,
        (true, false) => Purpose::Write,
        (true, true) => Purpose::Patch,
    };
    Some(Model {
        purpose,
        order: document.keys(&format!("{at}/properties")),
        schema,
        lowered: pointer::value(view, at),
        document,
        at: at.to_owned(),
    })
}

/// The schemas that callers write: request bodies, content inside strings, and all schemas that these refer to.
fn written_schemas(contract: &Contract, view: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut queue: Vec<&Value> = contract
        .document
        .operations()
        .iter()
        .filter_map(|operation| view["paths"][operation.path][operation.method].get("requestBody"))
        .collect();
    while let Some(value) = queue.pop() {
        match value {
            Value::Object(map) => {
                if let Some(Value::String(reference)) = map.get("$ref") {
                    let target = reference
                        .strip_prefix('#')
                        .and_then(|at| pointer::value(view, at));
                    if found.insert(pointer::last(reference)) {
                        queue.extend(target);
                    }
                }
                queue.extend(map.values());
            }
            Value::Array(items) => queue.extend(items),
            _ => {}
        }
    }
    let carried = contract.carried.iter();
    found.extend(carried.filter_map(|carried| {
        let title = carried.document.value["title"].as_str();
        title.map(str::to_owned)
    }));
    found
}
