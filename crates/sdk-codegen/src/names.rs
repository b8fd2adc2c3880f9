//! The names of operations, arguments and models in Rust. They are the names in the document, in Rust's case. A name
//! that generated code uses for something else gets a suffix. If two operations, or two parameters of an operation, get
//! the same name, the later one gets a number. Clients and mock servers use the same names.

use std::collections::{BTreeMap, BTreeSet};

use contract::Contract;
use heck::{ToPascalCase, ToSnakeCase};
use openapi_document::{Diagnostic, Document, Kind, Operation, pointer, resolve, walk::each_mut};
use serde_json::Value;

use crate::{scalars, scope::Scope};

/// Methods of a client or a mock server that do not come from operations.
const METHODS: [&str; 9] = [
    "address", "base_url", "clone", "host", "mock", "new", "port", "reset", "url",
];
/// Types that the file of the calls uses, in addition to those of scalars.
const CALLS: [&str; 19] = [
    "Borrow",
    "Body",
    "Decimal",
    "Display",
    "Download",
    "Into",
    "IntoIterator",
    "None",
    "Operation",
    "Option",
    "Parameter",
    "Prepared",
    "Result",
    "Secret",
    "Self",
    "Some",
    "String",
    "TryInto",
    "Vec",
];
/// The methods of every call, the methods of the conditions in every mock server, and the variable in the methods of
/// clients.
const ARGUMENTS: [&str; 12] = [
    "call",
    "clone",
    "header",
    "into_future",
    "into_inner",
    "new",
    "preview",
    "query",
    "retry",
    "send",
    "timeout",
    "without",
];
/// Types that the file of the models uses, in addition to those of scalars.
const MODELS: [&str; 19] = [
    "CommaSeparated",
    "Decimal",
    "Default",
    "Deserialize",
    "Err",
    "Into",
    "IntoIterator",
    "None",
    "Ok",
    "Option",
    "Patch",
    "Result",
    "Secret",
    "Self",
    "Serialize",
    "Some",
    "String",
    "TryFrom",
    "Vec",
];

/// The names of all operations of a lowered document, by their pointers.
pub struct Names(BTreeMap<String, OperationNames>);

/// The names of an operation.
pub struct OperationNames {
    /// The `operationId`.
    pub id: String,
    /// The methods of the client and of the mock server.
    pub method: String,
    /// The struct of the call.
    pub call: String,
    /// The parameters in the order of the document, those that all operations of the path share first.
    pub parameters: Vec<NamedParameter>,
}

/// A parameter and its name in Rust.
pub struct NamedParameter {
    /// The name in the contract.
    pub name: String,
    /// The name in Rust.
    pub ident: String,
    /// The Parameter Object.
    pub value: Value,
}

impl Names {
    /// The names of the operations in `view`, which is the lowered `document` or a part of it.
    pub fn new(document: &Document, view: &Value) -> Self {
        let mut methods = Scope::new(METHODS, "_operation", "_");
        let mut calls = Scope::new(CALLS, "Call", "");
        scalars::names().for_each(|name| calls.reserve(name.to_owned()));
        let operations = document.operations().into_iter().filter_map(|source| {
            let operation = view["paths"][source.path].get(source.method)?;
            let id = operation["operationId"].as_str();
            let id = id.map_or_else(|| source.name(), str::to_owned);
            let method = methods.give(snake_case(&id));
            let names = OperationNames {
                call: calls.give(pascal_case(&method)),
                parameters: parameters(view, source.path, source.method),
                method,
                id,
            };
            Some((source.pointer, names))
        });
        Self(operations.collect())
    }

    /// The names of an operation of the document.
    pub fn of(&self, operation: &Operation<'_>) -> &OperationNames {
        &self.0[&operation.pointer]
    }

    /// The lowered document as progenitor gets it. It contains these names if progenitor would make different ones.
    pub fn applied(&self, document: &Document, view: &Value) -> Value {
        let mut renamed = with_models(view);
        let mut operations = document.operations();
        operations.retain(|operation| self.0.contains_key(&operation.pointer));
        let changed: BTreeSet<_> = operations
            .iter()
            .filter(|operation| self.of(operation).is_changed())
            .map(|operation| operation.path)
            .collect();
        for path in &changed {
            // Each operation gets a copy of these parameters, so that their names can differ.
            if let Some(item) = renamed["paths"][*path].as_object_mut() {
                item.remove("parameters");
            }
        }
        for operation in operations.iter().filter(|it| changed.contains(it.path)) {
            self.of(operation).rename(operation, &mut renamed["paths"]);
        }
        renamed
    }
}

impl OperationNames {
    /// Whether progenitor would make other names.
    fn is_changed(&self) -> bool {
        let mut parameters = self.parameters.iter();
        self.method != snake_case(&self.id)
            || parameters.any(|parameter| parameter.ident != snake_case(&parameter.name))
    }

    /// Moves the operation to a path in which the parameters have their Rust names.
    fn rename(&self, source: &Operation<'_>, paths: &mut Value) {
        let item = paths[source.path].as_object_mut();
        let Some(mut operation) = item.and_then(|item| item.remove(source.method)) else {
            return;
        };
        operation["operationId"] = self.method.clone().into();
        let parameters = self.parameters.iter().map(|parameter| {
            let mut value = parameter.value.clone();
            value["name"] = parameter.ident.clone().into();
            value
        });
        operation["parameters"] = parameters.collect();
        paths[self.template(source.path)][source.method] = operation;
    }

    fn template(&self, path: &str) -> String {
        let mut parts = path.split('{');
        let mut template = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (name, rest) = part.split_once('}').unwrap_or((part, ""));
            let mut parameters = self.parameters.iter();
            let known = parameters.find(|known| known.name == name && known.value["in"] == "path");
            let ident = known.map_or(name, |known| &known.ident);
            template.push_str(&format!("{{{ident}}}{rest}"));
        }
        template
    }
}

/// The parameters of an operation of a lowered document. Its own parameters override those of the path.
fn parameters(view: &Value, path: &str, method: &str) -> Vec<NamedParameter> {
    let item = &view["paths"][path];
    let mut scope = Scope::new(ARGUMENTS, "_param", "_");
    if item[method].get("requestBody").is_some() {
        scope.reserve("body".into());
    }
    let lists = [&item["parameters"], &item[method]["parameters"]].into_iter();
    let all = lists.filter_map(Value::as_array).flatten();
    let mut found: Vec<&Value> = Vec::new();
    for parameter in all.map(|parameter| resolve(view, parameter)) {
        found.retain(|known| {
            ["name", "in"]
                .iter()
                .any(|key| known[*key] != parameter[*key])
        });
        found.push(parameter);
    }
    let named = found.into_iter().map(|value| {
        let name = value["name"].as_str().unwrap_or_default().to_owned();
        let ident = scope.give(snake_case(&name));
        let value = value.clone();
        NamedParameter { name, ident, value }
    });
    named.collect()
}

/// The first parameter with the same name as one in another location. Progenitor would drop one of the two, and calls
/// identify their parameters by name.
pub fn repeated(contract: &Contract) -> Option<Diagnostic> {
    let document = &contract.document;
    let operations = document.operations();
    let mut found = operations.iter().filter_map(|operation| {
        let mut seen: BTreeMap<String, String> = BTreeMap::new();
        let known = openapi_document::parameters(document, operation).into_iter();
        let sent = known.filter(|(name, _)| !contract.codegen.client_parameters.contains(name));
        sent.into_iter().find_map(|(name, at)| {
            let first = seen.insert(name.clone(), at.clone())?;
            let [first_place, place] = [&first, &at].map(|at| document.at(at).map(|it| &it["in"]));
            (first_place != place).then(|| twice(document, &operation.name(), &name, [&first, &at]))
        })
    });
    found.next()
}

fn twice(document: &Document, id: &str, name: &str, [first, second]: [&str; 2]) -> Diagnostic {
    let place = |at: &str| {
        let place = document
            .at(at)
            .and_then(|parameter| parameter["in"].as_str());
        place.unwrap_or_default()
    };
    let line = document.position(first).line;
    let message = format!(
        "{id}: the {} parameter {name} on line {line} and the {} parameter {name} become one argument in Rust",
        place(first),
        place(second)
    );
    let help = "remove one of the two, or name it in `client_parameters` of codegen.toml if the client sends it itself";
    document.diagnostic(second, &crate::rules::GENERATE, message, help)
}

/// The name of the model of a component schema.
pub fn model(schema: &str) -> String {
    let name = schema.to_pascal_case();
    if MODELS
        .into_iter()
        .chain(scalars::names())
        .any(|taken| taken == name)
    {
        format!("{name}Model")
    } else {
        name
    }
}

/// The name of a component schema in progenitor's input: the name in the document, unless the model needs another one.
pub fn schema(name: &str) -> String {
    let model = model(name);
    if model == name.to_pascal_case() {
        name.to_owned()
    } else {
        model
    }
}

/// The document with component schemas renamed if their models need another name.
fn with_models(view: &Value) -> Value {
    let schemas = view["components"]["schemas"].as_object();
    let names = schemas.into_iter().flatten().map(|(name, _)| name);
    let changed: BTreeMap<_, _> = names
        .filter(|name| schema(name) != **name)
        .map(|name| (reference(name), reference(&schema(name))))
        .collect();
    let mut renamed = view.clone();
    if changed.is_empty() {
        return renamed;
    }
    each_mut(&mut renamed, Kind::Root, &mut |_, _, members| {
        let target = members.get("$ref").and_then(Value::as_str);
        if let Some(target) = target.and_then(|target| changed.get(target)) {
            members.insert("$ref".into(), target.clone().into());
        }
    });
    if let Some(Value::Object(schemas)) = renamed.pointer_mut("/components/schemas") {
        let old = std::mem::take(schemas).into_iter();
        schemas.extend(old.map(|(name, value)| (schema(&name), value)));
    }
    renamed
}

fn reference(schema: &str) -> String {
    format!("#{}", pointer::of(["components", "schemas", schema]))
}

/// A name in snake case, as progenitor writes it.
fn snake_case(name: &str) -> String {
    let name = name
        .replace('\'', "")
        .replace(|c: char| !c.is_alphanumeric(), "-")
        .to_snake_case();
    let name = started(name);
    if typify::accept_as_ident(&name) {
        name
    } else {
        format!("{name}_")
    }
}

fn pascal_case(name: &str) -> String {
    started(name.to_pascal_case())
}

/// The name, with a beginning that Rust accepts.
fn started(name: String) -> String {
    match name.chars().next() {
        None => "x".to_owned(),
        Some(first) if first.is_alphabetic() => name,
        Some(_) => format!("_{name}"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::testing;

    #[test]
    fn a_reserved_name_gets_a_suffix_and_a_repeated_name_gets_a_number() {
        let mut scope = Scope::new(["new"], "_param", "_");
        let mut give = |name: &str| scope.give(snake_case(name));
        assert_eq!(give("new"), "new_param");
        assert_eq!(give("newParam"), "new_param_2");
        assert_eq!(give("fooBar"), "foo_bar");
        assert_eq!(give("foo_bar"), "foo_bar_2");
        assert_eq!(give("self"), "self_");
        assert_eq!(give("Self"), "self_2");
        assert_eq!(give("filter[name]"), "filter_name");
        assert_eq!(give("2fa"), "_2fa");
        assert_eq!(give("$"), "x");
    }

    #[test]
    fn progenitor_gets_our_names_only_if_it_would_make_different_ones() {
        let source = "openapi: 3.0.3
paths:
  /{b}/{a_b}/{aB}:
    parameters:
      - {name: b, in: path}
      - {name: aB, in: path}
      - {name: a_b, in: path}
    get:
      operationId: get
      parameters: [{name: send, in: query}]
  /plain/{aB}:
    parameters: [{name: aB, in: path}]
    get: {operationId: plain}
components:
  schemas:
    string: {type: object}
    Other: {properties: {a: {$ref: '#/components/schemas/string'}}}
";
        let document = testing::contract(source).document;
        let names = Names::new(&document, &document.value);
        let renamed = names.applied(&document, &document.value);
        let parameters = &renamed["paths"]["/{b}/{a_b_2}/{a_b}"]["get"]["parameters"];
        let sent = parameters.as_array().expect("a list").iter();
        let sent: Vec<_> = sent.map(|parameter| &parameter["name"]).collect();
        assert_eq!(sent, ["b", "a_b", "a_b_2", "send_param"]);
        assert_eq!(
            renamed["paths"]["/plain/{aB}"],
            document.value["paths"]["/plain/{aB}"]
        );
        assert_eq!(
            renamed["components"]["schemas"],
            json!({
                "StringModel": { "type": "object" },
                "Other": { "properties": { "a": { "$ref": "#/components/schemas/StringModel" } } },
            })
        );
    }

    #[test]
    fn a_parameter_of_the_operation_replaces_that_of_the_path() {
        let view = json!({ "paths": { "/a": {
            "parameters": [{ "name": "a", "in": "query" }, { "name": "b", "in": "query" }],
            "get": { "parameters": [{ "name": "a", "in": "query", "required": true }] },
        } } });
        let found = parameters(&view, "/a", "get");
        let idents: Vec<_> = found
            .iter()
            .map(|parameter| parameter.ident.as_str())
            .collect();
        assert_eq!(idents, ["b", "a"]);
    }
}
