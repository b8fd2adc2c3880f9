//! Visits the parts of a document that fixups change, each with its JSON pointer.

use openapi_document::{METHODS, pointer::child};
use serde_json::{Map, Value};

/// An object of the document.
pub type Object = Map<String, Value>;

/// Visits every operation.
pub fn operations(view: &mut Value, visit: &mut dyn FnMut(&str, &mut Object)) {
    for (at, item) in members(view.get_mut("paths"), "/paths") {
        let Some(item) = item.as_object_mut() else {
            continue;
        };
        for (method, operation) in item
            .iter_mut()
            .filter(|(method, _)| METHODS.contains(&method.as_str()))
        {
            if let Some(operation) = operation.as_object_mut() {
                visit(&child(&at, method), operation);
            }
        }
    }
}

/// Visits every list of parameters: of operations, and of paths.
pub fn parameter_lists(view: &mut Value, visit: &mut dyn FnMut(&str, &mut Vec<Value>)) {
    for (at, item) in members(view.get_mut("paths"), "/paths") {
        for (at, owner) in std::iter::once((at.clone(), &mut *item)) {
            list(owner, &at, visit);
        }
        for (at, operation) in members(Some(item), &at) {
            list(operation, &at, visit);
        }
    }
}

fn list(owner: &mut Value, at: &str, visit: &mut dyn FnMut(&str, &mut Vec<Value>)) {
    if let Some(Value::Array(parameters)) = owner.get_mut("parameters") {
        visit(&child(at, "parameters"), parameters);
    }
}

/// Visits every `content` of a body or answer.
pub fn contents(view: &mut Value, visit: &mut dyn FnMut(&str, &mut Object)) {
    operations(view, &mut |at, operation| {
        bodies(
            operation.get_mut("requestBody"),
            &child(at, "requestBody"),
            visit,
        );
        let at = child(at, "responses");
        for (at, response) in members(operation.get_mut("responses"), &at) {
            bodies(Some(response), &at, visit);
        }
    });
    for kind in ["requestBodies", "responses"] {
        let at = format!("/components/{kind}");
        for (at, body) in members(view.pointer_mut(&at), &at) {
            bodies(Some(body), &at, visit);
        }
    }
}

fn bodies(owner: Option<&mut Value>, at: &str, visit: &mut dyn FnMut(&str, &mut Object)) {
    let content = owner.and_then(|owner| owner.get_mut("content"));
    if let Some(Value::Object(content)) = content {
        visit(&child(at, "content"), content);
    }
}

/// Visits every schema, those inside others included, the outer before the inner.
pub fn schemas(view: &mut Value, visit: &mut dyn FnMut(&str, &mut Object)) {
    for (at, schema) in members(
        view.pointer_mut("/components/schemas"),
        "/components/schemas",
    ) {
        nested(schema, &at, visit);
    }
    let at = "/components/parameters";
    for (at, parameter) in members(view.pointer_mut(at), at) {
        held(parameter, &at, visit);
    }
    parameter_lists(view, &mut |at, parameters| {
        for (index, parameter) in parameters.iter_mut().enumerate() {
            held(parameter, &child(at, &index.to_string()), visit);
        }
    });
    contents(view, &mut |at, content| {
        for (media, holder) in content.iter_mut() {
            held(holder, &child(at, media), visit);
        }
    });
}

fn held(holder: &mut Value, at: &str, visit: &mut dyn FnMut(&str, &mut Object)) {
    if let Some(schema) = holder.get_mut("schema") {
        nested(schema, &child(at, "schema"), visit);
    }
}

fn nested(schema: &mut Value, at: &str, visit: &mut dyn FnMut(&str, &mut Object)) {
    let Some(object) = schema.as_object_mut() else {
        return;
    };
    visit(at, object);
    for keyword in ["items", "additionalProperties", "not"] {
        if let Some(inner) = object.get_mut(keyword) {
            nested(inner, &child(at, keyword), visit);
        }
    }
    for keyword in ["properties", "allOf", "anyOf", "oneOf"] {
        for (at, inner) in members(object.get_mut(keyword), &child(at, keyword)) {
            nested(inner, &at, visit);
        }
    }
}

/// The members of an object or list, each with its pointer.
fn members<'a>(value: Option<&'a mut Value>, at: &str) -> Vec<(String, &'a mut Value)> {
    match value {
        Some(Value::Object(map)) => map
            .iter_mut()
            .map(|(key, value)| (child(at, key), value))
            .collect(),
        Some(Value::Array(items)) => items
            .iter_mut()
            .enumerate()
            .map(|(index, value)| (child(at, &index.to_string()), value))
            .collect(),
        _ => Vec::new(),
    }
}
