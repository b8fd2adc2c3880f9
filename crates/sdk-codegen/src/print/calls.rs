//! Prints the calls: a struct for each operation, with a setter for each optional argument.

use contract::FileSettings;

use super::{
    arguments::{Receiver, is_copied, set, set_body, taken, taken_body},
    docs::comment,
    imports::Imports,
    layout::{self, Element, WIDTH, array, function, literal},
    operation_docs,
};
use crate::read::{
    kind::Kind,
    operation::{Argument, Location, Operation},
};

/// The name of the runtime's function that makes a call with this result.
pub fn constructor(result: &Kind) -> &'static str {
    match result {
        Kind::Unit => "empty",
        Kind::File => "file",
        Kind::Text => "content",
        kind if kind.is_nested() => "nested",
        Kind::List(_) => "list",
        _ => "record",
    }
}

/// The arguments of the function that [`constructor`] names.
pub fn made(operation: &Operation) -> Vec<String> {
    let mut made = vec![
        "&self.http".to_owned(),
        format!("&calls::{}::OPERATION", operation.call),
    ];
    if operation.result == Kind::File {
        let FileSettings { mark, name } = &operation.file;
        let name = name.as_ref().unwrap_or(&operation.id);
        made.extend([format!("{}.as_bytes()", literal(mark)), literal(name)]);
    }
    made
}

/// The text of the file, without its heading.
pub fn file(operations: &[Operation]) -> String {
    let mut imports = Imports::default();
    imports.add("order_sdk_http", ["Operation", "Prepared", "call"]);
    let mut text = String::new();
    for operation in operations {
        text.push('\n');
        text.push_str(&call(operation, &mut imports));
    }
    format!("{}{text}", imports.text())
}

fn call(operation: &Operation, imports: &mut Imports) -> String {
    let name = &operation.call;
    imports.of(&operation.result);
    let result = operation.result.in_calls();
    let docs = comment(0, &operation_docs::of_call(operation));
    // A file may be a stream, which cannot be sent twice.
    let derived = match &operation.body {
        Some(body) if body.form == crate::read::operation::Form::File => "Debug",
        _ => "Clone, Debug",
    };
    let mut setters = String::new();
    for argument in operation
        .arguments
        .iter()
        .filter(|argument| !argument.required)
    {
        setters.push('\n');
        setters.push_str(&setter(argument, imports));
    }
    if let Some(body) = operation.body.as_ref().filter(|body| !body.required) {
        let head = function(
            1,
            "pub fn body",
            &[
                "mut self".to_owned(),
                format!("body: {}", taken_body(body, imports)),
            ],
            "Self",
        );
        let docs = comment(1, body.description.as_deref().unwrap_or("The body."));
        let set = set_body(Receiver::Field, body, imports);
        setters.push_str(&format!("\n{docs}{head}{set}        self\n    }}\n"));
    }
    let structure = format!("pub struct {name}<'a>(pub(crate) Prepared<'a, {result}>);\n");
    let structure = if structure.chars().count() <= WIDTH + 1 {
        structure
    } else {
        format!("pub struct {name}<'a>(\n    pub(crate) Prepared<'a, {result}>,\n);\n")
    };
    let operation = constant(operation, imports);
    format!(
        r#"{docs}#[derive({derived})]
#[must_use = "a call is sent when it is awaited"]
{structure}
impl {name}<'_> {{
{operation}{setters}}}

call!({name} -> {result});
"#
    )
}

fn setter(argument: &Argument, imports: &mut Imports) -> String {
    let Argument { name, ident, .. } = argument;
    imports.of(&argument.kind);
    let value = if is_copied(&argument.kind) {
        format!("impl Into<Option<{}>>", argument.kind.in_calls())
    } else {
        taken(&argument.kind, imports)
    };
    let arguments = ["mut self".to_owned(), format!("value: {value}")];
    let docs = argument
        .description
        .clone()
        .unwrap_or_else(|| format!("`{name}`."));
    format!(
        "{}{}{}        self\n    }}\n",
        comment(1, &docs),
        function(1, &format!("pub fn {ident}"), &arguments, "Self"),
        set(Receiver::Field, argument, "value", imports),
    )
}

/// The constant with everything that the runtime needs to know about the operation.
fn constant(operation: &Operation, imports: &mut Imports) -> String {
    let mut text = format!(
        "{}pub(crate) const OPERATION: Operation = Operation {{\n",
        layout::indent(1)
    );
    let mut field = |name: &str, value: String| {
        text.push_str(&format!("{}{name}: {value},\n", layout::indent(2)));
    };
    field("id", literal(&operation.id));
    field("method", literal(&operation.method));
    field("route", literal(&operation.path));
    let optional = |value: &Option<String>| {
        value
            .as_ref()
            .map(|value| format!("Some({})", literal(value)))
    };
    let accept = match operation.result {
        Kind::File => Some(operation.file_media().map_or("None".to_owned(), |media| {
            format!("Some({})", literal(media))
        })),
        Kind::Text => Some(format!("Some({})", literal("*/*"))),
        Kind::Unit => Some("None".to_owned()),
        _ => None,
    };
    let texts = [
        ("accept", accept),
        ("server", optional(&operation.server)),
        ("envelope", optional(&operation.envelope)),
        (
            "has_record",
            operation.has_record.then(|| "true".to_owned()),
        ),
        ("identifier", optional(&operation.identifier)),
        ("wrapped_content", optional(&operation.wrapped_content)),
        ("secret", operation.secret.then(|| "true".to_owned())),
    ];
    for (name, value) in texts {
        if let Some(value) = value {
            field(name, value);
        }
    }
    text.push_str(&lists(operation, imports));
    let base = match &operation.record {
        Some(model) => {
            imports.add("super", ["types"]);
            format!("Operation::of::<types::{model}>()")
        }
        None => "Operation::DEFAULT".to_owned(),
    };
    text.push_str(&format!(
        "{}..{base}\n{}}};\n",
        layout::indent(2),
        layout::indent(1)
    ));
    text
}

fn lists(operation: &Operation, imports: &mut Imports) -> String {
    let sent = operation.sent();
    if !sent.is_empty() {
        imports.add("order_sdk_http", ["Parameter"]);
    }
    let parameters: Vec<_> = sent
        .into_iter()
        .map(|argument| parameter(argument, imports))
        .collect();
    let groups = |groups: &[Vec<String>]| -> Vec<_> {
        let groups = groups.iter().map(|group| group.join(", "));
        groups.map(|group| Element::literal(&group)).collect()
    };
    let pair = |(parameter, property): &(String, String)| {
        Element::call("", &[parameter, property], Vec::new())
    };
    let lists = [
        ("repeats", operation.repeats.iter().map(pair).collect()),
        ("one_of", groups(&operation.one_of)),
        ("excludes", groups(&operation.excludes)),
        ("parameters", parameters),
    ];
    let written = lists.iter().filter(|(_, elements)| !elements.is_empty());
    written
        .map(|(name, elements): &(&str, Vec<Element>)| array(2, name, elements))
        .collect()
}

fn parameter(argument: &Argument, imports: &mut Imports) -> Element {
    let limits = &argument.limits;
    let location = match argument.location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
    };
    let link = |name: &str, value: &Option<String>| {
        value.as_ref().map(|value| format!(".{name}({value})"))
    };
    if limits.min.is_some() || limits.max.is_some() {
        imports.add("order_sdk_core::validate", ["decimal"]);
    }
    let number = |value: Option<u64>| value.map(|value| value.to_string());
    let links = [
        link("max_length", &number(limits.max_length)),
        link("min", &limits.min),
        link("max", &limits.max),
        link("decimals", &number(limits.decimals)),
    ];
    let links: Vec<_> = links.into_iter().flatten().collect();
    let call = format!("Parameter::{location}");
    Element::call(&call, &[&argument.name], links)
}
