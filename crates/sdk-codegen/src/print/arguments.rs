//! Arguments and bodies in generated code: the parameter type of a function for each, and the statement that sets it.

use super::{
    imports::Imports,
    layout::{literal, own_statement, statement},
};
use crate::read::{
    kind::Kind,
    operation::{Argument, Body, Form},
};

/// The context of the statements that set arguments.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Receiver {
    /// A method of the client, in which the call is the variable `call`.
    Variable,
    /// A method of the call.
    Field,
}

/// The parameter type of a function for a required argument.
pub fn taken(kind: &Kind, imports: &mut Imports) -> String {
    imports.of(kind);
    let written = kind.in_calls();
    match kind {
        Kind::Primitive(_) | Kind::Scalar(_) => written,
        Kind::Decimal | Kind::Secret => format!("impl Into<{written}>"),
        Kind::Separated(item) | Kind::List(item) => match **item {
            Kind::String => "impl IntoIterator<Item = impl Into<String>>".to_owned(),
            _ => format!("impl IntoIterator<Item = {}>", item.in_calls()),
        },
        _ => {
            imports.add("std::fmt", ["Display"]);
            format!("impl TryInto<{written}, Error: Display>")
        }
    }
}

/// The statement that sets an argument to the variable `value`.
pub fn set(call: Receiver, argument: &Argument, value: &str, imports: &mut Imports) -> String {
    let name = literal(&argument.name);
    let written = argument.kind.in_calls();
    let (method, value) = match &argument.kind {
        Kind::Secret => ("set_secret".to_owned(), value.to_owned()),
        Kind::Separated(item) => ("set_list".to_owned(), items(item, value)),
        Kind::List(item) => {
            imports.of(&argument.kind);
            let items = items(item, value);
            (
                format!("set::<{written}>"),
                format!("Vec::from_iter({items})"),
            )
        }
        Kind::Decimal => {
            imports.of(&argument.kind);
            (format!("set::<{written}>"), value.to_owned())
        }
        kind if !argument.required && is_copied(kind) => {
            (format!("set_optional::<{written}>"), value.to_owned())
        }
        _ => (format!("set::<{written}>"), value.to_owned()),
    };
    step(call, &method, &[name, value])
}

/// The elements of a list in the variable `value`.
fn items(item: &Kind, value: &str) -> String {
    match item {
        Kind::String => format!("{value}.into_iter().map(Into::<String>::into)"),
        _ => value.to_owned(),
    }
}

/// Whether an optional argument of this type is taken as an `Option`.
pub fn is_copied(kind: &Kind) -> bool {
    matches!(kind, Kind::Primitive(_) | Kind::Scalar(_))
}

/// The parameter type of a function for a body.
pub fn taken_body(body: &Body, imports: &mut Imports) -> String {
    let written = body.kind.in_calls();
    match (&body.form, &body.kind) {
        (Form::Json | Form::Urlencoded, _) => {
            imports.of(&body.kind);
            imports.add("std::borrow", ["Borrow"]);
            format!("impl Borrow<{written}>")
        }
        (Form::Text(_), _) => "impl Into<String>".to_owned(),
        (Form::File, Kind::Other(_)) => {
            imports.add("std::fmt", ["Display"]);
            format!("impl TryInto<{written}, Error: Display>")
        }
        (Form::File, _) => {
            imports.add("reqwest", ["Body"]);
            "impl Into<Body>".to_owned()
        }
    }
}

/// The statement that sets the body to the variable `body`.
pub fn set_body(call: Receiver, body: &Body, imports: &mut Imports) -> String {
    let written = body.kind.in_calls();
    let checked = if body.checked { "" } else { "_unchecked" };
    let borrowed = if body.kind.is_nested() {
        imports.add("order_sdk_core::nested", ["As"]);
        "&As(body.borrow())"
    } else {
        "body.borrow()"
    };
    let (method, arguments) = match (&body.form, &body.kind) {
        (Form::Json, _) => (format!("set_json{checked}"), vec![borrowed.to_owned()]),
        (Form::Urlencoded, _) => (format!("set_form{checked}"), vec![borrowed.to_owned()]),
        (Form::Text(media), _) => (
            "set_text".to_owned(),
            vec![
                literal(&format!("{media}; charset=utf-8")),
                "body".to_owned(),
            ],
        ),
        (Form::File, Kind::Other(_)) => (format!("set_file::<{written}>"), vec!["body".to_owned()]),
        (Form::File, _) => {
            imports.add("reqwest", ["Body"]);
            ("set_file::<Body>".to_owned(), vec!["body".to_owned()])
        }
    };
    step(call, &method, &arguments)
}

/// A statement that changes a call: the variable `call` of a method of the client, or the field of a call.
fn step(call: Receiver, method: &str, arguments: &[String]) -> String {
    match call {
        Receiver::Variable => statement(2, &format!("call.{method}"), arguments),
        Receiver::Field => own_statement(2, method, arguments),
    }
}
