//! Reads a contract and the code that the generators emitted for it into values. Later stages print from these values
//! and do not use the generators' code.
//!
//! The types of arguments, bodies and results come from progenitor's signatures. Names, required bodies and
//! descriptions come from the lowered document, which is progenitor's input. Everything else comes from the published
//! document.

pub mod kind;
pub mod operation;
pub mod responses;
mod signatures;

use std::collections::BTreeMap;

use self::{
    kind::Kind,
    operation::{Argument, Body, Form, Limits, Location, Operation},
    signatures::Signature,
};
use anyhow::{Context, bail};
use contract::Contract;
use openapi_document::{Document, SchemaView, parameters, pointer, resolve};
use serde_json::Value;

use super::{
    models::{
        limits::{self, groups},
        model::Models,
    },
    names::{NamedParameter, Names, OperationNames},
};

/// The operations of a contract, in the order of the document.
///
/// # Errors
///
/// If progenitor's method of an operation has other arguments than the document, or the document requires something
/// that generated code cannot do.
pub fn operations(
    contract: &Contract,
    view: &Value,
    names: &Names,
    emitted: &syn::File,
    models: &Models,
) -> anyhow::Result<Vec<Operation>> {
    let signatures = signatures::all(emitted)?;
    let reader = Reader {
        contract,
        view,
        models,
    };
    let mut found = Vec::new();
    for source in contract.document.operations() {
        let names = names.of(&source);
        let signature = signatures.get(&names.method);
        let signature = signature
            .with_context(|| format!("{}: progenitor emitted no method for it", names.id))?;
        found.push(reader.operation(&source, names, signature)?);
    }
    Ok(found)
}

struct Reader<'a> {
    contract: &'a Contract,
    view: &'a Value,
    models: &'a Models,
}

impl Reader<'_> {
    fn document(&self) -> &Document {
        &self.contract.document
    }

    fn operation(
        &self,
        source: &openapi_document::Operation<'_>,
        names: &OperationNames,
        signature: &Signature,
    ) -> anyhow::Result<Operation> {
        let id = names.id.clone();
        let lowered = &self.view["paths"][source.path][source.method];
        let mut signature = signature.clone();
        let arguments = self.arguments(source, names, &mut signature)?;
        let body = self.body(&id, lowered, &mut signature)?;
        if let Some(name) = signature.arguments.keys().next() {
            bail!(
                "{id}: progenitor's method has an argument `{name}`, which the document does not have"
            );
        }
        let text = |key: &str| source.value[key].as_str().map(str::to_owned);
        let envelope = responses::envelope(self.document(), source).map(str::to_owned);
        let record = self.models.record(&signature.result, envelope.as_deref());
        let has_record = responses::has_record(self.document(), source);
        let result = match record {
            // Callers do not need an envelope around one record.
            Some(record) if has_record => Kind::Model(record.clone()),
            None if signature.result == Kind::File
                && responses::is_text(self.document(), source) =>
            {
                Kind::Text
            }
            _ => signature.result.clone(),
        };
        let [one_of, excludes] = self.rules(source)?;
        Ok(Operation {
            name: names.method.clone(),
            call: names.call.clone(),
            method: source.method.to_uppercase(),
            path: source.path.to_owned(),
            summary: text("summary"),
            description: lowered["description"].as_str().map(str::to_owned),
            evidence: text("x-evidence").map(|label| (label, text("x-source"))),
            sample: self.contract.samples.get(&id).cloned(),
            responses: responses::all(self.document(), source),
            server: responses::server(self.document(), source),
            bases: responses::bases(self.document(), source),
            has_record,
            record: record.map(ToString::to_string),
            envelope,
            identifier: text("x-identifier"),
            repeats: responses::repeats(source),
            secret: responses::has_secrets(self.document(), source),
            wrapped_content: text("x-wrapped-content"),
            file: self
                .contract
                .codegen
                .files
                .get(&id)
                .cloned()
                .unwrap_or_default(),
            one_of,
            excludes,
            arguments,
            body,
            result,
            error: Some(signature.error).filter(|error| *error != Kind::Unit),
            fails_with_any_status: self.document().value.get("x-errors").is_some(),
            id,
        })
    }

    /// The parameters of the lowered document, with their types from the signature.
    fn arguments(
        &self,
        source: &openapi_document::Operation<'_>,
        names: &OperationNames,
        signature: &mut Signature,
    ) -> anyhow::Result<Vec<Argument>> {
        let limits = self.limits(source);
        let mut found = untyped(names, &limits)?;
        for argument in &mut found {
            let read = signature.arguments.remove(&argument.ident);
            let (kind, optional) = read.with_context(|| {
                let Argument { name, ident, .. } = &argument;
                let id = &names.id;
                format!(
                    "{id}: progenitor's method has no argument `{ident}` for the parameter {name}"
                )
            })?;
            if let Kind::List(_) = kind {
                // The elements of a list are sent one by one, without checks.
                argument.limits = Limits::default();
            }
            (argument.kind, argument.required) = (kind, !optional);
            self.check_argument(source, argument)?;
        }
        let place = |argument: &Argument| match argument.location {
            Location::Path => source
                .path
                .find(&format!("{{{}}}", argument.name))
                .unwrap_or_default(),
            _ => usize::MAX,
        };
        found.sort_by_key(place);
        Ok(found)
    }

    /// Refuses an argument whose values cannot be sent, or cannot be sent safely.
    fn check_argument(
        &self,
        source: &openapi_document::Operation<'_>,
        argument: &Argument,
    ) -> anyhow::Result<()> {
        let Argument {
            name,
            location,
            kind,
            ..
        } = argument;
        let (reason, help) = match kind {
            Kind::Secret if *location != Location::Header => (
                "a secret, which logs would show in a URL",
                "describe it as a security scheme or a header",
            ),
            kind if !self.can_be_sent(kind, *location) => (
                "not a string, a number, a boolean or, in the query, a list of these",
                "adapt it with a fixup (crates/sdk-codegen/src/lower)",
            ),
            _ => return Ok(()),
        };
        let id = source.name();
        let message = format!("{id}: the {} parameter {name} is {reason}", location.key());
        let places = parameters(self.document(), source);
        let place = places.iter().rev().find(|(known, _)| known == name);
        let at = place.map_or(&source.pointer, |(_, at)| at);
        Err(self
            .document()
            .diagnostic(at, &crate::rules::GENERATE, message, help)
            .into())
    }

    /// Whether a value of the type can be sent as a parameter.
    fn can_be_sent(&self, kind: &Kind, location: Location) -> bool {
        match kind {
            Kind::List(item) => {
                location == Location::Query && self.can_be_sent(item, Location::Path)
            }
            Kind::Separated(_) => location == Location::Query,
            Kind::Model(name) => !self.models.structs.contains(&name.to_string()),
            // A hand-written type, which the settings name.
            Kind::Other(kind) => self
                .contract
                .codegen
                .replace
                .values()
                .any(|own| syn::parse_str::<syn::Type>(own).is_ok_and(|own| own == **kind)),
            Kind::Unit | Kind::File | Kind::Text => false,
            _ => true,
        }
    }

    /// The limits in the published document, by parameter.
    fn limits(&self, source: &openapi_document::Operation<'_>) -> BTreeMap<String, Limits> {
        let mut found = BTreeMap::new();
        for (name, at) in parameters(self.document(), source) {
            let Some(parameter) = self.document().at(&at) else {
                continue;
            };
            let schema = SchemaView::new(&self.document().value, &parameter["schema"]);
            // The parameters of the path come first, so a parameter of the operation overrides them.
            found.insert(name, limits::of_argument(schema));
        }
        found
    }

    fn body(
        &self,
        id: &str,
        lowered: &Value,
        signature: &mut Signature,
    ) -> anyhow::Result<Option<Body>> {
        let Some(body) = lowered.get("requestBody") else {
            return Ok(None);
        };
        let body = resolve(self.view, body);
        let read = signature.arguments.remove("body");
        let (kind, _) =
            read.with_context(|| format!("{id}: progenitor's method has no argument `body`"))?;
        let form = Form::of(&body["content"]);
        let own = self.contract.codegen.bodies.get(id);
        let kind = match (own, &form) {
            (Some(own), Form::File) => own_type(id, own)?,
            _ => kind,
        };
        Ok(Some(Body {
            form,
            checked: self.models.is_known(&kind),
            kind,
            required: body["required"] == true,
            description: body["description"].as_str().map(str::to_owned),
        }))
    }

    /// The rules between the parameters.
    fn rules(
        &self,
        source: &openapi_document::Operation<'_>,
    ) -> anyhow::Result<[Vec<Vec<String>>; 2]> {
        let known = parameters(self.document(), source);
        let mut rules = [Vec::new(), Vec::new()];
        for (keyword, rule) in ["x-requires-one-of", "x-excludes"]
            .into_iter()
            .zip(&mut rules)
        {
            let wrong = |message: String| {
                let at = pointer::child(&source.pointer, keyword);
                let help = "write a list of lists of parameter names";
                self.document()
                    .diagnostic(&at, &crate::rules::GENERATE, message, help)
            };
            let groups =
                groups(source.value.get(keyword)).map_err(|error| wrong(error.to_string()))?;
            let is_known = |name: &&String| known.iter().any(|(known, _)| known == *name);
            if let Some(name) = groups.iter().flatten().find(|name| !is_known(name)) {
                return Err(wrong(format!("the operation has no parameter `{name}`")).into());
            }
            *rule = groups;
        }
        Ok(rules)
    }
}

impl Location {
    /// The value of `in` in the document.
    fn key(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
        }
    }
}

/// The type that the setting `[bodies]` names.
fn own_type(id: &str, own: &str) -> anyhow::Result<Kind> {
    let kind = syn::parse_str(own)
        .with_context(|| format!("{id}: `{own}` in `[bodies]` is not a Rust type"))?;
    Ok(Kind::Other(Box::new(kind)))
}

/// The parameters in the order of the document, without their types.
fn untyped(
    names: &OperationNames,
    limits: &BTreeMap<String, Limits>,
) -> anyhow::Result<Vec<Argument>> {
    let parameters = names.parameters.iter().map(|parameter| {
        let NamedParameter { name, ident, value } = parameter;
        Ok(Argument {
            name: name.clone(),
            ident: ident.clone(),
            location: location(&names.id, name, value)?,
            kind: Kind::Unit,
            required: false,
            description: value["description"].as_str().map(str::to_owned),
            limits: limits.get(name).cloned().unwrap_or_default(),
        })
    });
    parameters.collect()
}

fn location(id: &str, name: &str, parameter: &Value) -> anyhow::Result<Location> {
    let locations = [Location::Path, Location::Query, Location::Header];
    let mut known = locations.into_iter();
    let found = known.find(|location| parameter["in"] == location.key());
    found.with_context(|| {
        format!(
            "{id}: the parameter {name} is in {}, which the generator does not support",
            parameter["in"]
        )
    })
}
