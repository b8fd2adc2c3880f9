//! Calls the generators: progenitor for the document, typify for the schemas of content inside strings.

use anyhow::Context;
use contract::{CarriedSchema, Contract};
use openapi_document::{Diagnostic, Document, METHODS, pointer, reference::Reason};
use openapiv3::{OpenAPI, ReferenceOr};
use progenitor::InterfaceStyle;
use quote::quote;
use schemars_08::schema::RootSchema;
use serde::de::DeserializeOwned;
use serde_json::Value;
use syn::Item;
use typify::{TypeSpace, TypeSpaceSettings};

use super::{
    blame::blame,
    generators::{conversions, generate},
    guard::guarded,
    lower,
    names::Names,
};

/// The code that the generators emitted for one API.
pub struct Emitted {
    /// Client, operations and models of the document.
    pub document: syn::File,
    /// Models of content inside strings of the document.
    pub carried: Vec<syn::File>,
}

impl Emitted {
    /// The types of the document and of the content inside its strings.
    pub fn types(&self) -> anyhow::Result<Vec<Item>> {
        let mut modules = self.document.items.iter().filter_map(|item| match item {
            Item::Mod(module) if module.ident == "types" => module.content.as_ref(),
            _ => None,
        });
        let (_, types) = modules
            .next()
            .context("progenitor emitted no module `types`")?;
        let mut types = types.clone();
        for file in &self.carried {
            add(&mut types, &file.items);
        }
        Ok(types)
    }
}

/// Inserts items before the modules. Both lists contain the module with the error type, of which one is kept.
fn add(types: &mut Vec<Item>, more: &[Item]) {
    let module = |item: &Item| match item {
        Item::Mod(module) => Some(module.ident.clone()),
        _ => None,
    };
    for item in more {
        let name = module(item);
        if name.is_some() && types.iter().any(|known| module(known) == name) {
            continue;
        }
        let modules = types.iter().filter(|item| module(item).is_some()).count();
        let end = types.len() - if name.is_some() { 0 } else { modules };
        types.insert(end, item.clone());
    }
}

/// Runs the generators on the lowered `view` of the contract. An SDK needs only the signatures of progenitor's
/// operations. For an SDK, the positional style is enough: it puts everything about an operation into one signature.
pub fn emit(
    contract: &Contract,
    view: &Value,
    names: &Names,
    style: InterfaceStyle,
) -> anyhow::Result<Emitted> {
    let document = &contract.document;
    typed(document, view)?;
    let api = typed(document, &names.applied(document, view))?;
    let tokens =
        generate(contract, &api, &style).map_err(|reason| blame(contract, view, &reason))?;
    let carried = contract
        .carried
        .iter()
        .map(|carried| emit_carried(carried, &style))
        .collect::<anyhow::Result<_>>()?;
    Ok(Emitted {
        document: syn::parse2(tokens).context("the generator's code does not parse")?,
        carried,
    })
}

/// Parses a document or view with openapiv3. An error has its position in the document.
pub fn typed(document: &Document, view: &Value) -> Result<OpenAPI, Diagnostic> {
    if let Some(finding) = document.other_version() {
        return Err(finding);
    }
    serde_path_to_error::deserialize(view).map_err(|error| {
        let at = culprit(view).unwrap_or_else(|| to_pointer(error.path()));
        let message = format!("not OpenAPI 3.0: {}", error.inner());
        let help = "compare it with the OpenAPI 3.0.3 specification";
        document.diagnostic(&at, &crate::rules::GENERATE, message, help)
    })
}

/// A finding about a component that is a reference to itself, directly or through other references.
pub fn circle(document: &Document) -> Option<Diagnostic> {
    for kind in document.keys("/components") {
        let all = pointer::of(["components", kind]);
        for name in document.keys(&all) {
            let at = pointer::child(&all, name);
            if let Err(dead_end) = document.target(&at)
                && dead_end.reason == Reason::Circle
            {
                let message = format!("the reference {name} leads back to itself");
                return Some(document.diagnostic(
                    &at,
                    &crate::rules::GENERATE,
                    message,
                    "refer to a definition",
                ));
            }
        }
    }
    None
}

/// The first parameter, operation or schema that is not valid OpenAPI. Untagged enums of openapiv3 hide the path of an
/// error inside them.
fn culprit(view: &Value) -> Option<String> {
    let operations = view["paths"].as_object().into_iter().flatten();
    for (path, item) in operations {
        for (method, operation) in item.as_object()? {
            let at = pointer::of(["paths", path, method]);
            let parameters = operation["parameters"].as_array().into_iter().flatten();
            for (index, parameter) in parameters.enumerate() {
                if is_invalid::<ReferenceOr<openapiv3::Parameter>>(parameter) {
                    return Some(format!("{at}/parameters/{index}"));
                }
            }
            if METHODS.contains(&method.as_str()) && is_invalid::<openapiv3::Operation>(operation) {
                return Some(at);
            }
        }
    }
    let schemas = view["components"]["schemas"].as_object()?;
    schemas.iter().find_map(|(name, schema)| {
        is_invalid::<ReferenceOr<openapiv3::Schema>>(schema)
            .then(|| pointer::of(["components", "schemas", name]))
    })
}

fn is_invalid<T: DeserializeOwned>(value: &Value) -> bool {
    T::deserialize(value).is_err()
}

fn to_pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    path.iter()
        .fold(String::new(), |at, segment| match segment {
            Segment::Map { key } => pointer::child(&at, key),
            Segment::Seq { index } => pointer::child(&at, &index.to_string()),
            _ => at,
        })
}

fn emit_carried(carried: &CarriedSchema, style: &InterfaceStyle) -> anyhow::Result<syn::File> {
    let document = &carried.document;
    let wrong = |reason: String| {
        let message = format!("the generator rejects the schema: {reason}");
        let help =
            "write it in another way, or adapt it with a fixup (crates/sdk-codegen/src/lower)";
        document.diagnostic("", &crate::rules::GENERATE, message, help)
    };
    let schema = lower::lower_schema(&document.value);
    let schema: RootSchema =
        serde_json::from_value(schema).map_err(|error| wrong(error.to_string()))?;
    let tokens = guarded(|| {
        let mut settings = TypeSpaceSettings::default();
        settings.with_derive("PartialEq".into());
        for (schema, rust) in conversions(style) {
            settings.with_conversion(schema, rust, std::iter::empty());
        }
        let mut types = TypeSpace::new(&settings);
        types
            .add_root_schema(schema)
            .map_err(|error| error.to_string())?;
        let stream = types.to_stream();
        Ok(quote! { #stream })
    })
    .map_err(wrong)?;
    syn::parse2(tokens).context("the generator's code does not parse")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_conversion_is_a_schema() {
        assert_eq!(conversions(&InterfaceStyle::Positional).len(), 14);
    }

    #[test]
    fn a_path_becomes_a_pointer() {
        let error = serde_path_to_error::deserialize::<_, OpenAPI>(&json!({
            "openapi": "3.0.3", "info": { "title": 1, "version": "1" }, "paths": {}
        }));
        let error = error.expect_err("the title is a number");
        assert_eq!(to_pointer(error.path()), "/info/title");
        assert!(error.inner().to_string().contains("string"));
    }
}
