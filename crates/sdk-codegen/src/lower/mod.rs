//! Adapts the published document to what the generator supports. Each adaptation is one small, named fixup.

mod bodies;
mod credentials;
mod operations;
mod parameters;
mod responses;
mod rules;
mod schemas;
mod vocabularies;
mod walk;

use contract::{CodegenConfig, Contract};
use openapi_document::{Diagnostic, Kind, pointer, reference, walk::each_mut};
use serde_json::Value;

pub use parameters::{INTEGERS, TEXTS};
pub use vocabularies::{OPEN, YES_NO};

/// One adaptation of the document.
pub struct Fixup {
    /// Its name in `codegen.toml`.
    pub name: &'static str,
    /// What goes wrong if a document needs the fixup and does not get it.
    pub without: &'static str,
    /// The adaptation itself.
    pub apply: Apply,
}

/// Changes the view and returns the pointers of the changed parts.
pub type Apply = fn(&mut Value, &CodegenConfig) -> Applied;

/// The pointers of the changed parts, or the part that the fixup cannot change.
pub type Applied = Result<Vec<String>, Misfit>;

/// A part of a document that a fixup cannot adapt.
#[derive(Debug)]
pub struct Misfit {
    /// Its JSON pointer.
    pub at: String,
    /// Why the fixup cannot adapt it.
    pub message: String,
}

/// All fixups.
pub static FIXUPS: [Fixup; 16] = [
    Fixup {
        name: "operation_ids",
        without: "it refuses an operation without an operationId",
        apply: operations::operation_ids,
    },
    Fixup {
        name: "json_bodies",
        without: "it panics on a body with two media types",
        apply: bodies::json_bodies,
    },
    Fixup {
        name: "raw_bodies",
        without: "it refuses a body of any media type but JSON, form, text and octet-stream",
        apply: bodies::raw_bodies,
    },
    Fixup {
        name: "error_responses",
        without: "it panics on errors of different shapes, and leaves statuses that are not listed untyped",
        apply: responses::error_responses,
    },
    Fixup {
        name: "client_parameters",
        without: "every operation requires parameters that the client already sends",
        apply: parameters::client_parameters,
    },
    Fixup {
        name: "own_credentials",
        without: "an operation with its own credentials is sent without them",
        apply: credentials::own_credentials,
    },
    Fixup {
        name: "unexploded_arrays",
        without: "it repeats the parameter instead of joining the values, so the request is silently wrong",
        apply: parameters::unexploded_arrays,
    },
    Fixup {
        name: "replaced_strings",
        without: "a string with its own syntax is a plain `String`",
        apply: schemas::replaced_strings,
    },
    Fixup {
        name: "limits",
        without: "a limited string becomes a newtype, and one value that is too long fails a whole response",
        apply: rules::limits,
    },
    Fixup {
        name: "defaults",
        without: "omitted fields are sent with the default",
        apply: rules::defaults,
    },
    Fixup {
        name: "blank_enum_values",
        without: "an enum gets a variant without a name",
        apply: rules::blank_enum_values,
    },
    Fixup {
        name: "yes_no",
        without: "yes and no become an enum of two variants",
        apply: vocabularies::yes_no,
    },
    Fixup {
        name: "open_vocabularies",
        without: "a vocabulary of a response is a bare `String`",
        apply: vocabularies::open_vocabularies,
    },
    Fixup {
        name: "nullable_reads",
        without: "a nullable enum changes its name, and an optional value is wrapped twice",
        apply: schemas::nullable_reads,
    },
    Fixup {
        name: "optional_lists",
        without: "an omitted list cannot be distinguished from an empty one",
        apply: schemas::optional_lists,
    },
    Fixup {
        name: "wrapped_references",
        without: "a reference with its own description becomes a copy of its target",
        apply: schemas::wrapped_references,
    },
];

/// The document in the form that the generator gets, or an error about the first fixup that fails.
pub fn lower(contract: &Contract) -> Result<Value, Diagnostic> {
    let mut view = contract.document.value.clone();
    rust_descriptions(&mut view);
    for (index, name) in contract.codegen.fixups.iter().enumerate() {
        let place = ["fixups", &index.to_string()];
        let fixup = find(name).map_err(|unknown| {
            contract.setting(&place, unknown, "correct the name, or remove it")
        })?;
        let applied = (fixup.apply)(&mut view, &contract.codegen).map_err(|misfit| {
            let message = format!("the fixup `{name}` cannot adapt this: {}", misfit.message);
            let help = "change the document, or the settings in its codegen.toml";
            contract
                .document
                .diagnostic(&misfit.at, &crate::rules::GENERATE, message, help)
        })?;
        if applied.is_empty() {
            let document = contract.document.path.display();
            let message = format!("the fixup `{name}` finds nothing to fix in {document}");
            return Err(contract.setting(&place, message, "remove it from the list"));
        }
    }
    always(&mut view, &contract.codegen);
    responses::remove_upgrades(&mut view);
    schemas::remove_extensions(&mut view);
    schemas::plain_elements(&mut view);
    bodies::plain_texts(&mut view);
    Ok(view)
}

/// Replaces each description by its `x-rust-description`, if any.
fn rust_descriptions(view: &mut Value) {
    each_mut(view, Kind::Root, &mut |_, _, members| {
        if let Some(text) = members.remove("x-rust-description") {
            members.insert("description".into(), text);
        }
    });
}

/// Applies the fixups that every document needs, whether `codegen.toml` lists them or not.
fn always(view: &mut Value, config: &CodegenConfig) {
    for fixup in FIXUPS.iter().filter(|fixup| ALWAYS.contains(&fixup.name)) {
        // They only remove keywords, which cannot fail.
        let _ = (fixup.apply)(view, config);
    }
}

/// The places that `fixup` would change in the published document, without the other fixups.
pub fn needed(contract: &Contract, fixup: &Fixup) -> Vec<String> {
    if ALWAYS.contains(&fixup.name) {
        return Vec::new();
    }
    let mut view = contract.document.value.clone();
    (fixup.apply)(&mut view, &contract.codegen).unwrap_or_default()
}

/// The fixup with a name. An error lists the known names.
pub fn find(name: &str) -> Result<&'static Fixup, String> {
    let found = FIXUPS.iter().find(|fixup| fixup.name == name);
    found.ok_or_else(|| {
        let known: Vec<_> = FIXUPS.iter().map(|fixup| fixup.name).collect();
        format!(
            "there is no fixup `{name}`; the fixups are: {}",
            known.join(", ")
        )
    })
}

/// Applies the fixups that a schema outside an OpenAPI document needs.
pub fn lower_schema(schema: &Value) -> Value {
    let mut view = serde_json::json!({ "components": { "schemas": { "alone": schema } } });
    rust_descriptions(&mut view);
    always(&mut view, &CodegenConfig::default());
    schemas::remove_extensions(&mut view);
    view["components"]["schemas"]["alone"].take()
}

/// The fixups that every document needs. Without them, limited strings and numbers become types that fail a whole
/// response because of one value, and defaults are sent.
const ALWAYS: [&str; 2] = ["limits", "defaults"];

/// The target of a local reference. It is null if the target does not exist; the generator then reports that.
pub fn target<'a>(view: &'a Value, reference: &str) -> &'a Value {
    let pointer = reference::local(reference);
    pointer
        .and_then(|at| pointer::value(view, &at))
        .unwrap_or(&Value::Null)
}
