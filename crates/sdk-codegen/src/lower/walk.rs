//! Visits the parts of a document that fixups change, each with its JSON pointer.

use openapi_document::{Kind, pointer::child, walk::each_mut};
use serde_json::{Map, Value};

/// An object of the document.
pub type Object = Map<String, Value>;

/// Visits all operations but those of callbacks, which clients do not send.
pub fn operations(view: &mut Value, visit: &mut dyn FnMut(&str, &mut Object)) {
    each_mut(view, Kind::Root, &mut |kind, at, object| {
        let is_in_callback = at.matches('/').count() > 3;
        if kind == Kind::Operation && !is_in_callback {
            visit(at, object);
        }
    });
}

/// Visits the parameter lists of operations and paths.
pub fn parameter_lists(view: &mut Value, visit: &mut dyn FnMut(&str, &mut Vec<Value>)) {
    each_mut(view, Kind::Root, &mut |kind, at, object| {
        if matches!(kind, Kind::PathItem | Kind::Operation)
            && let Some(Value::Array(parameters)) = object.get_mut("parameters")
        {
            visit(&child(at, "parameters"), parameters);
        }
    });
}

/// Visits every `content` of a request body or response.
pub fn contents(view: &mut Value, visit: &mut dyn FnMut(&str, &mut Object)) {
    each_mut(view, Kind::Root, &mut |kind, at, object| {
        if matches!(kind, Kind::RequestBody | Kind::Response)
            && let Some(Value::Object(content)) = object.get_mut("content")
        {
            visit(&child(at, "content"), content);
        }
    });
}

/// Visits every schema, including nested schemas; an outer schema comes before the schemas in it.
pub fn schemas(view: &mut Value, visit: &mut dyn FnMut(&str, &mut Object)) {
    each_mut(view, Kind::Root, &mut |kind, at, object| {
        if kind == Kind::Schema {
            visit(at, object);
        }
    });
}
