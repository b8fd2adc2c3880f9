//! The signatures of progenitor's methods. Only this module knows the form of its code for operations.

use std::collections::BTreeMap;

use anyhow::{Context, bail};
use syn::{
    FnArg, GenericArgument, ImplItem, Item, Pat, PathArguments, ReturnType, Type, ext::IdentExt,
};

use super::kind::{Kind, inside};

/// The arguments and the return type of progenitor's method for an operation.
#[derive(Clone, Debug)]
pub struct Signature {
    /// The arguments by name: the type, and whether it may be omitted.
    pub arguments: BTreeMap<String, (Kind, bool)>,
    /// The result.
    pub result: Kind,
    /// The body of an error; `Unit` if it is not described.
    pub error: Kind,
}

/// The signatures of all methods of the client, by name.
pub fn all(file: &syn::File) -> anyhow::Result<BTreeMap<String, Signature>> {
    let blocks = file.items.iter().filter_map(|item| match item {
        Item::Impl(block) if block.trait_.is_none() => Some(block),
        _ => None,
    });
    let methods = blocks
        .flat_map(|block| &block.items)
        .filter_map(|item| match item {
            ImplItem::Fn(method) if method.sig.asyncness.is_some() => Some(&method.sig),
            _ => None,
        });
    methods
        .map(|signature| {
            let name = signature.ident.unraw().to_string();
            let read = read(signature).with_context(|| format!("progenitor's method `{name}`"))?;
            Ok((name, read))
        })
        .collect()
}

fn read(signature: &syn::Signature) -> anyhow::Result<Signature> {
    let typed = signature.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(typed) => Some(typed),
        FnArg::Receiver(_) => None,
    });
    let generic = |kind: &Type| {
        let mut parameters = signature.generics.type_params();
        parameters.any(|own| matches!(kind, Type::Path(path) if path.path.is_ident(&own.ident)))
    };
    let arguments = typed.map(|typed| {
        let Pat::Ident(name) = &*typed.pat else {
            bail!("it has an argument without a name");
        };
        let optional = inside(&typed.ty, "Option");
        let kind = optional.unwrap_or(&typed.ty);
        // The type of a file body is a type parameter of the method.
        let kind = if generic(kind) {
            Kind::File
        } else {
            Kind::of(kind)
        };
        Ok((name.ident.unraw().to_string(), (kind, optional.is_some())))
    });
    let arguments = arguments.collect::<anyhow::Result<_>>()?;
    let (result, error) = returned(&signature.output)
        .context("it does not return `Result<ResponseValue<T>, Error<E>>`")?;
    Ok(Signature {
        arguments,
        result,
        error,
    })
}

fn returned(output: &ReturnType) -> Option<(Kind, Kind)> {
    let ReturnType::Type(_, kind) = output else {
        return None;
    };
    let Type::Path(path) = &**kind else {
        return None;
    };
    let PathArguments::AngleBracketed(arguments) = &path.path.segments.last()?.arguments else {
        return None;
    };
    let mut types = arguments.args.iter().filter_map(|argument| match argument {
        GenericArgument::Type(kind) => Some(kind),
        _ => None,
    });
    let result = inside(types.next()?, "ResponseValue")?;
    let error = Kind::of(inside(types.next()?, "Error")?);
    let result = match result {
        Type::Path(path)
            if path
                .path
                .segments
                .last()
                .is_some_and(|last| last.ident == "ByteStream") =>
        {
            Kind::File
        }
        result => Kind::of(result),
    };
    // If the body of an error is not described, progenitor's type for it is a byte stream.
    let error = match error {
        Kind::Model(name) if name == "ByteStream" => Kind::Unit,
        error => error,
    };
    Some((result, error))
}

#[cfg(test)]
mod tests {
    use syn::parse_quote;

    use super::*;

    #[test]
    fn types_of_arguments_results_and_errors_are_read() {
        let file: syn::File = parse_quote! {
            impl Client {
                pub fn new(baseurl: &str) -> Self { Self {} }

                pub async fn send_file<'a, B: Into<reqwest::Body>>(
                    &'a self,
                    type_: &'a str,
                    skip: Option<i64>,
                    body: B,
                ) -> Result<ResponseValue<::std::vec::Vec<types::Order>>, Error<types::ErrorBody>> { send().await }
            }
        };
        let all = all(&file).expect("signatures");
        let signature = &all["send_file"];
        let expected = [
            ("body", (Kind::File, false)),
            ("skip", (Kind::Primitive(parse_quote! { i64 }), true)),
            ("type_", (Kind::String, false)),
        ];
        let expected = expected.map(|(name, kind)| (name.to_owned(), kind)).into();
        assert_eq!(signature.arguments, expected);
        let order = Kind::Model(parse_quote! { Order });
        assert_eq!(signature.result, Kind::List(Box::new(order)));
        assert_eq!(signature.error, Kind::Model(parse_quote! { ErrorBody }));
        assert_eq!(all.len(), 1);
    }

    #[test]
    fn a_method_that_returns_something_else_is_an_error() {
        let file: syn::File = parse_quote! {
            impl Client { pub async fn get_a(&self) -> Result<types::A, Error> { send().await } }
        };
        let error = all(&file).expect_err("another form");
        assert_eq!(error.to_string(), "progenitor's method `get_a`");
    }
}
