//! Prints conditions on requests. Each takes the type that the client takes, and expects what the client sends for it.

use heck::ToSnakeCase;

use super::{
    super::{
        docs::comment,
        imports::Imports,
        layout::{expression, literal, literals},
    },
    MOCK, method,
    mocked::{Accepts, Mocked},
};
use crate::read::{
    kind::Kind,
    operation::{Argument, Body, Form, Location},
};

/// The type of an operation's conditions and its methods.
pub fn text(mocked: &Mocked<'_>, imports: &mut Imports) -> String {
    let (name, operation) = (mocked.when(), mocked.operation);
    imports.add("httpmock", ["When"]);
    imports.add(MOCK, ["Route"]);
    let arguments = operation.arguments.iter();
    let mut methods: Vec<_> = arguments.map(|it| condition(it, imports)).collect();
    if let Some(body) = &operation.body {
        methods.extend(of_body(body, &operation.arguments, imports));
    }
    methods.extend(without(&operation.arguments, imports));
    let title = format!(
        "Conditions on requests of `{}` (`{} {}`).",
        mocked.id, operation.method, operation.path
    );
    let title = comment(0, &title);
    let route = expression(
        1,
        "const ROUTE: Route = Route::new",
        &[
            literal(&operation.method),
            literals(2, &operation.bases),
            literal(&operation.path),
        ],
        ";",
    );
    let any = match &mocked.accepts {
        Accepts::Any => "Self::ROUTE.any(inner)".to_owned(),
        Accepts::Record(file) => {
            imports.add(MOCK, ["accepts_other"]);
            format!("accepts_other(Self::ROUTE.any(inner), {})", literal(file))
        }
        Accepts::File(file) => {
            imports.add(MOCK, ["accepts"]);
            format!("accepts(Self::ROUTE.any(inner), {})", literal(file))
        }
    };
    let methods = methods.iter().map(|method| format!("\n{method}"));
    let methods: String = methods.collect();
    format!(
        "
{title}pub struct {name}(When);

impl {name} {{
{route}
    /// Restricts the conditions of `httpmock` to requests of this operation.
    pub fn new(inner: When) -> Self {{
        Self({any})
    }}

    /// The conditions of `httpmock`, for requests that are not in the contract.
    pub fn into_inner(self) -> When {{
        self.0
    }}
{methods}}}
"
    )
}

fn condition(argument: &Argument, imports: &mut Imports) -> String {
    let name = literal(&argument.name);
    let (taken, value) = taken(&argument.kind, &name, imports);
    let (called, module) = match (argument.location, &argument.kind) {
        (Location::Path, _) => ("Self::ROUTE.with", None),
        (Location::Header, _) => ("header", Some(MOCK)),
        (Location::Query, Kind::Separated(_)) => ("query_list", Some(MOCK)),
        (Location::Query, Kind::List(_)) => ("query_each", Some(MOCK)),
        (Location::Query, _) => ("query", Some(MOCK)),
    };
    if let Some(module) = module {
        imports.add(module, [called]);
    }
    let title = format!("Expects this value of the parameter `{}`.", argument.name);
    let value = ["self.0".to_owned(), name, value];
    method(
        &title,
        &argument.ident,
        &[format!("value: {taken}")],
        called,
        &value,
    )
}

/// The parameter type of a condition, which is that of the client, and the value that the request must have. A secret
/// is a string, because the secrets of tests are not confidential.
fn taken(kind: &Kind, name: &str, imports: &mut Imports) -> (String, String) {
    match kind {
        Kind::List(item) => list(item, imports),
        Kind::Separated(item) => {
            imports.add("order_sdk_core", ["CommaSeparated"]);
            let (taken, values) = list(item, imports);
            (taken, format!("CommaSeparated({values})"))
        }
        Kind::Primitive(_) => (kind.in_calls(), "value".to_owned()),
        kind => {
            imports.add(MOCK, ["argument"]);
            imports.add("std::fmt", ["Display"]);
            let kind = match kind {
                Kind::Secret => &Kind::String,
                kind => kind,
            };
            imports.of(kind);
            (
                format!("impl TryInto<{}, Error: Display>", kind.in_calls()),
                format!("argument({name}, value)"),
            )
        }
    }
}

/// The parameter type of a condition for a list, and the expression for its elements.
fn list(item: &Kind, imports: &mut Imports) -> (String, String) {
    imports.of(item);
    let (taken, values) = match item {
        Kind::String => (
            "impl IntoIterator<Item = impl Into<String>>".to_owned(),
            "value.into_iter().map(Into::<String>::into)",
        ),
        item => (
            format!("impl IntoIterator<Item = {}>", item.in_calls()),
            "value",
        ),
    };
    (taken, format!("Vec::from_iter({values})"))
}

/// The condition on the body. If the body is a file, there is also a condition on its media type, which the client
/// detects.
fn of_body(body: &Body, arguments: &[Argument], imports: &mut Imports) -> Vec<String> {
    let value = if body.kind.is_nested() {
        imports.add("order_sdk_core::nested", ["As"]);
        "&As(value)"
    } else {
        "value"
    };
    let reference = format!("&{}", body.kind.in_calls());
    let (taken, called, value) = match &body.form {
        Form::Json => (reference, "json_body", value),
        Form::Urlencoded => (reference, "form_body", value),
        Form::Text(_) | Form::File => ("impl Into<Vec<u8>>".to_owned(), "raw_body", "value.into()"),
    };
    if matches!(body.form, Form::Json | Form::Urlencoded) {
        imports.of(&body.kind);
    }
    imports.add(MOCK, [called]);
    let mut conditions = vec![method(
        "Expects exactly this body.",
        "body",
        &[format!("value: {taken}")],
        called,
        &["self.0".to_owned(), value.to_owned()],
    )];
    let media_type = "Content-Type".to_snake_case();
    let is_known = arguments
        .iter()
        .any(|argument| argument.ident == media_type);
    if body.form == Form::File && !is_known {
        imports.add(MOCK, ["argument", "header"]);
        imports.add("std::fmt", ["Display"]);
        conditions.push(method(
            "Expects this media type of the body.",
            &media_type,
            &["value: impl TryInto<String, Error: Display>".to_owned()],
            "header",
            &[
                "self.0".to_owned(),
                literal("Content-Type"),
                "argument(\"Content-Type\", value)".to_owned(),
            ],
        ));
    }
    conditions
}

/// The method that expects that a parameter is not sent. `None` if all parameters are required.
fn without(arguments: &[Argument], imports: &mut Imports) -> Option<String> {
    let optional = arguments.iter().filter(|argument| !argument.required);
    let names = |location: Location| {
        let optional = optional.clone();
        optional
            .filter(move |argument| argument.location == location)
            .map(|argument| &argument.name)
    };
    let lists = [Location::Query, Location::Header].map(|place| literals(3, names(place)));
    let mut all = names(Location::Query).chain(names(Location::Header));
    all.next()?;
    // The runtime compares names without case, `_` and `-`. It does not find a parameter by a Rust name that differs
    // in more than these.
    let letters = |name: &str| name.replace(['_', '-'], "").to_lowercase();
    let renamed = optional
        .clone()
        .any(|argument| letters(&argument.name) != letters(&argument.ident));
    let place = if renamed {
        "in the contract"
    } else {
        "in the contract or in Rust"
    };
    imports.add(MOCK, ["without"]);
    let docs = format!(
        "Expects that the parameter `name` is not sent. `name` is its name {place}.\n\n# Panics\n\nIf the operation has \
         no such optional parameter."
    );
    let mut values = vec!["self.0".to_owned(), "name".to_owned()];
    values.extend(lists);
    Some(method(
        &docs,
        "without",
        &["name: &str".to_owned()],
        "without",
        &values,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_takes_what_the_client_takes() {
        for (emitted, expected) in [
            ("i64", "i64"),
            ("&'a str", "impl TryInto<String, Error: Display>"),
            (
                "&::order_sdk_core::Secret",
                "impl TryInto<String, Error: Display>",
            ),
            ("&::b::B", "impl TryInto<::b::B, Error: Display>"),
            (
                "&::std::vec::Vec<types::Kind>",
                "impl IntoIterator<Item = types::Kind>",
            ),
            (
                "&::order_sdk_core::CommaSeparated<i64>",
                "impl IntoIterator<Item = i64>",
            ),
        ] {
            let kind = Kind::of(&syn::parse_str(emitted).expect("a type"));
            let taken = taken(&kind, "a", &mut Imports::default());
            assert_eq!(taken.0, expected);
        }
    }
}
