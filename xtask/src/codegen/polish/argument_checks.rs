//! Checks of the arguments of an operation: each against its limits, and all against the rules between them.

use anyhow::{anyhow, bail};
use heck::{ToPascalCase, ToSnakeCase};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::Value;
use syn::{Ident, Item, Stmt, Type, parse_quote};

use super::{
    limits::{self, Patterns},
    types,
    validation::groups,
};
use crate::document::{Contract, Document, Operation, SchemaView, parameters, pointer};

/// The arguments that are comma-separated lists, as pairs of the builder's name and the argument's name.
pub fn lists(builder: &[Item]) -> Vec<(String, String)> {
    let structs = builder.iter().filter_map(|item| match item {
        Item::Struct(operation) => Some(operation),
        _ => None,
    });
    let fields = structs.flat_map(|operation| {
        let fields = operation.fields.iter();
        fields.map(|field| (operation.ident.to_string(), field))
    });
    let joined = fields.filter(|(_, field)| holds(&field.ty, "CommaSeparated"));
    joined
        .filter_map(|(operation, field)| Some((operation, field.ident.as_ref()?.to_string())))
        .collect()
}

/// Whether the type is `outer<…>`, or holds one as its first type argument.
fn holds(kind: &Type, outer: &str) -> bool {
    let Type::Path(path) = kind else { return false };
    let last = path.path.segments.last();
    last.is_some_and(|last| {
        last.ident == outer
            || types::inside(kind, &last.ident.to_string()).is_some_and(|inner| holds(inner, outer))
    })
}

/// The field of the builder, and the variable, of the parameter with this name.
fn argument(name: &str) -> Ident {
    let name = name.to_snake_case();
    syn::parse_str(&name).unwrap_or_else(|_| format_ident!("{name}_"))
}

/// The statement that checks the arguments of the operation with this builder; empty if there is nothing to check.
pub fn of(
    contract: &Contract,
    builder: &str,
    lists: &[(String, String)],
) -> anyhow::Result<Vec<Stmt>> {
    let operations = contract.document.operations();
    let mut operations = operations.iter();
    let operation = operations.find(|operation| operation.name().to_pascal_case() == builder);
    let Some(operation) = operation else {
        return Ok(Vec::new());
    };
    let lists = lists.iter().filter(|(owner, _)| owner == builder);
    let arguments = Arguments {
        contract,
        operation,
        lists: lists.map(|(_, name)| name.as_str()).collect(),
    };
    let mut checks = arguments.limits()?;
    checks.extend(arguments.rules()?);
    if checks.is_empty() {
        return Ok(Vec::new());
    }
    Ok(vec![parse_quote! {
        ::sdk_runtime::validate::arguments(|at| { #(#checks)* }).map_err(Error::InvalidRequest)?;
    }])
}

struct Arguments<'a> {
    contract: &'a Contract,
    operation: &'a Operation<'a>,
    /// The fields of the builder that are comma-separated lists.
    lists: Vec<&'a str>,
}

impl Arguments<'_> {
    fn document(&self) -> &Document {
        &self.contract.document
    }

    fn is_list(&self, argument: &Ident) -> bool {
        self.lists.iter().any(|list| argument == list)
    }

    /// Checks of the limits of each argument.
    fn limits(&self) -> anyhow::Result<Vec<TokenStream>> {
        let mut checks = Vec::new();
        for (name, at) in parameters(self.document(), self.operation) {
            let Some(parameter) = self.document().at(&at) else {
                continue;
            };
            let check = self.limited(&name, parameter);
            checks.extend(check.map_err(|error| {
                let message = format!("the limits of this parameter cannot be checked: {error:#}");
                let help = "correct it in the document; spec/README.md describes the extensions";
                let document = self.document();
                anyhow!(document.diagnostic(&at, "generate", message, help))
            })?);
        }
        Ok(checks)
    }

    /// The check of one argument; `None` if it has no limits.
    fn limited(&self, name: &str, parameter: &Value) -> anyhow::Result<Option<TokenStream>> {
        let schema = SchemaView::new(&self.document().value, &parameter["schema"]);
        limits::all_checked(schema)?;
        let ident = argument(name);
        let required = parameter["required"] == true;
        let check = match schema.get("type").and_then(Value::as_str) {
            Some("string") => text(name, schema)?.map(|limits| {
                let value = if required {
                    quote! { Some(#ident.as_str()) }
                } else {
                    quote! { #ident.as_deref() }
                };
                quote! { at.text(#name, #value, #limits); }
            }),
            Some("array") => self.list(name, &ident, schema)?,
            _ => limits::number(schema)?.map(|limits| {
                let value = if required {
                    quote! { Some(Decimal::from(#ident)) }
                } else {
                    quote! { #ident.map(Decimal::from) }
                };
                quote! { at.number(#name, #value, #limits); }
            }),
        };
        let mut of_client = self.contract.codegen.client_parameters.iter();
        if check.is_some() && of_client.any(|parameter| parameter == name) {
            bail!("it is listed in `client_parameters`, so it is not an argument");
        }
        Ok(check)
    }

    /// The check of the elements of a list.
    fn list(
        &self,
        name: &str,
        ident: &Ident,
        schema: SchemaView<'_>,
    ) -> anyhow::Result<Option<TokenStream>> {
        let items = schema.get("items").unwrap_or(&Value::Null);
        let items = SchemaView::new(&self.document().value, items);
        limits::all_checked(items)?;
        let Some(limits) = limits::number(items)? else {
            return match Patterns::default().text(name, items)? {
                Some(_) => bail!("strings in a list cannot have limits"),
                None => Ok(None),
            };
        };
        if !self.is_list(ident) {
            bail!(
                "numbers in a list can have limits only if the list is optional and comma-separated"
            );
        }
        Ok(Some(quote! {
            let values = #ident.iter().flat_map(|list| &list.0).copied().map(Decimal::from);
            at.numbers(#name, values, #limits);
        }))
    }

    /// Checks of the rules between the arguments.
    fn rules(&self) -> anyhow::Result<Vec<TokenStream>> {
        let known = parameters(self.document(), self.operation);
        let mut checks = Vec::new();
        for (keyword, function) in [
            ("x-requires-one-of", quote! { one_of }),
            ("x-excludes", quote! { excludes }),
        ] {
            let wrong = |message: String| {
                let at = pointer::child(&self.operation.pointer, keyword);
                let help = "write a list of lists of names of parameters";
                self.document().diagnostic(&at, "generate", message, help)
            };
            let groups = groups(self.operation.value.get(keyword));
            for group in groups.map_err(|error| wrong(error.to_string()))? {
                let is_known = |name: &&String| known.iter().any(|(known, _)| known == *name);
                if let Some(name) = group.iter().find(|name| !is_known(name)) {
                    return Err(wrong(format!("the operation has no parameter `{name}`")).into());
                }
                let members = group.iter().map(|name| self.given(name));
                checks.push(quote! { at.#function(&[#(#members),*]); });
            }
        }
        Ok(checks)
    }

    /// A parameter's name, and whether it is given.
    fn given(&self, name: &str) -> TokenStream {
        let ident = argument(name);
        let given = if self.is_list(&ident) {
            quote! { ::sdk_runtime::CommaSeparated::is_given(&#ident) }
        } else {
            quote! { #ident.is_some() }
        };
        quote! { (#name, #given) }
    }
}

/// The limits of a string; `None` if the schema has none.
fn text(name: &str, schema: SchemaView<'_>) -> anyhow::Result<Option<TokenStream>> {
    if schema.get("pattern").is_some() {
        bail!("a parameter cannot have a `pattern`");
    }
    Patterns::default().text(name, schema)
}
