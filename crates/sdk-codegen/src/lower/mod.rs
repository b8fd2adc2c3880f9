//! The published document, adapted to what the generator can take: one small named fixup for each adaptation.

mod bodies;
mod credentials;
mod parameters;
mod responses;
mod rules;
mod schemas;
mod vocabularies;
mod walk;

use anyhow::{anyhow, ensure};
use contract::{CodegenConfig, Contract};
use serde_json::Value;

pub use parameters::{INTEGERS, TEXTS};
pub use vocabularies::{OPEN, YES_NO};

/// One adaptation of the document.
pub struct Fixup {
    /// Its name in `codegen.toml`.
    pub name: &'static str,
    /// What the generator does to a document that needs it and does not have it.
    pub without: &'static str,
    apply: Apply,
}

/// Changes the view and gives the pointers of what it changed.
type Apply = fn(&mut Value, &CodegenConfig) -> Applied;

/// The pointers of what was changed, or what cannot be.
pub type Applied = Result<Vec<String>, Misfit>;

/// A part of a document that a fixup cannot adapt.
#[derive(Debug)]
pub struct Misfit {
    /// Where it stands.
    pub at: String,
    /// Why not.
    pub message: String,
}

/// All fixups there are.
pub const FIXUPS: [Fixup; 16] = [
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
        without: "every operation asks for what the client knows",
        apply: parameters::client_parameters,
    },
    Fixup {
        name: "own_credentials",
        without: "an operation with credentials of its own is sent without them",
        apply: credentials::own_credentials,
    },
    Fixup {
        name: "unexploded_arrays",
        without: "it repeats the parameter instead of joining the values, silently wrong on the wire",
        apply: parameters::unexploded_arrays,
    },
    Fixup {
        name: "replaced_strings",
        without: "a string of a language of its own is a bare `String`",
        apply: schemas::replaced_strings,
    },
    Fixup {
        name: "limits",
        without: "a limited string becomes a newtype, and one over-long value fails a whole answer",
        apply: rules::limits,
    },
    Fixup {
        name: "defaults",
        without: "fields that were left out are sent with invented values",
        apply: rules::defaults,
    },
    Fixup {
        name: "object_rules",
        without: "an object with `anyOf` or `not` becomes an enum of copies, or loses fields",
        apply: rules::object_rules,
    },
    Fixup {
        name: "blank_enum_values",
        without: "an enum gets a variant without a name",
        apply: rules::blank_enum_values,
    },
    Fixup {
        name: "yes_no",
        without: "yes and no are an enum of two",
        apply: vocabularies::yes_no,
    },
    Fixup {
        name: "open_vocabularies",
        without: "a vocabulary of answers is a bare `String`",
        apply: vocabularies::open_vocabularies,
    },
    Fixup {
        name: "nullable_reads",
        without: "a nullable enum changes its name, and an optional value is wrapped twice",
        apply: schemas::nullable_reads,
    },
    Fixup {
        name: "optional_lists",
        without: "a list that was left out cannot be told from an empty one",
        apply: schemas::optional_lists,
    },
    Fixup {
        name: "wrapped_references",
        without: "a reference with a description beside it becomes a copy of its target",
        apply: schemas::wrapped_references,
    },
];

/// The document as the generator gets it.
pub fn lower(contract: &Contract) -> anyhow::Result<Value> {
    let mut view = contract.document.value.clone();
    rust_descriptions(&mut view);
    for name in &contract.codegen.fixups {
        let fixup = find(contract, name)?;
        let applied = (fixup.apply)(&mut view, &contract.codegen).map_err(|misfit| {
            let message = format!("the fixup `{name}` cannot adapt this: {}", misfit.message);
            let help = "change the document, or the settings in codegen.toml beside it";
            contract
                .document
                .diagnostic(&misfit.at, &crate::lint::GENERATE, message, help)
        })?;
        ensure!(
            !applied.is_empty(),
            "{}: the fixup `{name}` finds nothing to fix in {}; remove it from the list",
            contract.folder().join("codegen.toml").display(),
            contract.document.path.display()
        );
    }
    schemas::remove_extensions(&mut view);
    schemas::plain_elements(&mut view);
    Ok(view)
}

/// Describes what has a description for Rust in the words of that.
fn rust_descriptions(view: &mut Value) {
    match view {
        Value::Object(map) => {
            if let Some(text) = map.remove("x-rust-description") {
                map.insert("description".into(), text);
            }
            map.values_mut().for_each(rust_descriptions);
        }
        Value::Array(items) => items.iter_mut().for_each(rust_descriptions),
        _ => {}
    }
}

/// The places where `fixup` would change the document if it were asked to, with the others left out.
pub fn needed(contract: &Contract, fixup: &Fixup) -> Vec<String> {
    let mut view = contract.document.value.clone();
    (fixup.apply)(&mut view, &contract.codegen).unwrap_or_default()
}

fn find<'a>(contract: &Contract, name: &str) -> anyhow::Result<&'a Fixup> {
    let found = FIXUPS.iter().find(|fixup| fixup.name == name);
    found.ok_or_else(|| {
        let known = FIXUPS.map(|fixup| fixup.name).join(", ");
        let file = contract.folder().join("codegen.toml");
        anyhow!("{}: no fixup `{name}`; there are: {known}", file.display())
    })
}

/// Applies the fixups that a schema needs which stands alone.
pub fn lower_schema(schema: &Value) -> Value {
    let mut view = serde_json::json!({ "components": { "schemas": { "alone": schema } } });
    rust_descriptions(&mut view);
    let config = CodegenConfig::default();
    for fixup in FIXUPS.iter().filter(|fixup| ALONE.contains(&fixup.name)) {
        // These two remove keywords, which cannot fail.
        let _ = (fixup.apply)(&mut view, &config);
    }
    schemas::remove_extensions(&mut view);
    view["components"]["schemas"]["alone"].take()
}

const ALONE: [&str; 2] = ["limits", "defaults"];

/// What a local reference leads to; null where it leads nowhere, which the generator then reports.
pub fn target<'a>(view: &'a Value, reference: &str) -> &'a Value {
    let pointer = reference.strip_prefix('#');
    pointer
        .and_then(|pointer| view.pointer(pointer))
        .unwrap_or(&Value::Null)
}
