//! Prints a constructor that takes the required fields of a model, and a setter for each other field.

use super::{
    docs::{comment, text},
    imports::Imports,
    layout::{function, indent},
};
use crate::{
    models::{
        model::{Form, Model, ModelField, Models},
        shapes::Purpose,
    },
    read::kind::Kind,
    scope::Scope,
};

/// The text of the file with setters for models that callers only read. Tests with mock servers write such models.
pub fn test_util(models: &Models) -> String {
    let mut imports = Imports::default();
    let mut text = String::new();
    let read = models.models.values();
    for model in read.filter(|model| model.purpose == Purpose::Read) {
        imports.add("super", ["types"]);
        let set = model.fields.iter();
        let set = set.filter(|field| field.form != Form::Required);
        set.for_each(|field| imports.of(&field.kind));
        let setters = setters(model, Kind::in_calls).join("\n");
        text += &format!(
            "\n/// For tests, with the feature `test-util`.\nimpl types::{} {{\n{setters}}}\n",
            model.ident
        );
    }
    imports.text() + &text
}

/// The constructor and the setters of a model that callers write. `None` for a model that callers only read.
pub fn block(model: &Model) -> Option<String> {
    if model.purpose == Purpose::Read {
        return None;
    }
    let mut methods = vec![constructor(&model.fields)];
    methods.extend(setters(model, Kind::in_models));
    methods.push(VALIDATE.to_owned());
    Some(format!(
        "impl {} {{\n{}}}\n",
        model.ident,
        methods.join("\n")
    ))
}

const VALIDATE: &str =
    "    /// Checks the value against the limits of the contract. A client does this before it sends the
    /// value.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the value.
    pub fn validate(&self) -> Result<(), ::order_sdk_core::validate::Invalid> {
        ::order_sdk_core::validate::validate(self)
    }
";

fn constructor(fields: &[ModelField]) -> String {
    let required: Vec<_> = fields
        .iter()
        .filter(|field| field.form == Form::Required)
        .collect();
    if required.is_empty() {
        return method(
            " A value in which nothing is set.",
            "new",
            &[],
            "Self::default()\n",
        );
    }
    let arguments = required.iter().map(|field| {
        let (kind, _) = argument(&field.kind, "", Kind::in_models);
        format!("{}: {kind}", field.ident)
    });
    let arguments: Vec<_> = arguments.collect();
    let values = fields.iter().map(|field| {
        let ident = field.ident.to_string();
        let (_, value) = argument(&field.kind, &ident, Kind::in_models);
        match field.form {
            Form::Required if value == ident => value,
            Form::Required => format!("{ident}: {value}"),
            Form::Option => format!("{ident}: None"),
            Form::Patch => format!("{ident}: Patch::Keep"),
            Form::Empty => format!("{ident}: Default::default()"),
        }
    });
    let value = literal(&values.collect::<Vec<_>>());
    method(
        " A value with the required fields only.",
        "new",
        &arguments,
        &value,
    )
}

/// `Self { a, b: c }` as the value of a function.
fn literal(values: &[String]) -> String {
    let line = format!("Self {{ {} }}\n", values.join(", "));
    // rustfmt leaves struct literals of up to 18 columns on one line.
    if values.join(", ").len() <= 18 {
        return line;
    }
    let values = values
        .iter()
        .map(|value| format!("{}{value},\n", indent(3)));
    format!("Self {{\n{}{}}}\n", values.collect::<String>(), indent(2))
}

/// A method with this documentation and these arguments, which returns `Self`.
fn method(docs: &str, name: &str, arguments: &[String], body: &str) -> String {
    let head = function(1, &format!("pub fn {name}"), arguments, "Self");
    let docs = comment(1, &text(&[docs.to_owned()]));
    format!("{docs}{head}{}{body}{}}}\n", indent(2), indent(1))
}

/// Methods of models that are not setters.
const METHODS: [&str; 7] = [
    "default",
    "from_xml",
    "list_from_xml",
    "list_to_xml",
    "new",
    "to_xml",
    "validate",
];

/// The setters of a model. `written` prints a type with the paths that the file needs. A setter has the name of its
/// field, unless the model has another method with that name.
fn setters(model: &Model, written: fn(&Kind) -> String) -> Vec<String> {
    let mut scope = Scope::new(METHODS, "_field", "_");
    let patched = model
        .fields
        .iter()
        .filter(|field| field.form == Form::Patch);
    patched.for_each(|field| scope.reserve(format!("clear_{}", field.ident)));
    let fields = model.fields.iter().flat_map(|field| {
        let name = scope.give(field.ident.to_string());
        of_field(field, &name, written)
    });
    fields.collect()
}

fn of_field(field: &ModelField, name: &str, written: fn(&Kind) -> String) -> Vec<String> {
    let (kind, value) = argument(&field.kind, "value", written);
    let set = |value: &str| setter(&text(&field.docs), field, name, Some(&kind), value);
    match field.form {
        Form::Required => Vec::new(),
        Form::Option => vec![set(&format!("Some({value})"))],
        Form::Empty => vec![set(&value)],
        Form::Patch => {
            let ident = &field.ident;
            let title = format!("Clears [`{ident}`](Self::{ident}).");
            let clear = format!("clear_{ident}");
            vec![
                set(&format!("Patch::Set({value})")),
                setter(&title, field, &clear, None, "Patch::Clear"),
            ]
        }
    }
}

fn setter(docs: &str, field: &ModelField, name: &str, kind: Option<&str>, value: &str) -> String {
    let mut arguments = vec!["mut self".to_owned()];
    arguments.extend(kind.map(|kind| format!("value: {kind}")));
    let head = function(1, &format!("pub fn {name}"), &arguments, "Self");
    let set = format!("{}self.{} = {value};\n", indent(2), field.ident);
    let docs = comment(1, docs);
    format!("{docs}{head}{set}{}self\n{}}}\n", indent(2), indent(1))
}

/// The parameter type of a function that sets a field of this type, and the expression that turns the argument into the
/// value.
fn argument(kind: &Kind, value: &str, written: fn(&Kind) -> String) -> (String, String) {
    let is_converted = |kind: &Kind| matches!(kind, Kind::String | Kind::Decimal | Kind::Secret);
    match kind {
        kind if is_converted(kind) => (
            format!("impl Into<{}>", written(kind)),
            format!("{value}.into()"),
        ),
        Kind::List(item) if is_converted(item) => (
            format!("impl IntoIterator<Item = impl Into<{}>>", written(item)),
            format!("{value}.into_iter().map(Into::into).collect()"),
        ),
        Kind::List(item) => (
            format!("impl IntoIterator<Item = {}>", written(item)),
            format!("{value}.into_iter().collect()"),
        ),
        kind => (written(kind), value.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setter_takes_what_can_be_converted_and_any_iterator() {
        for (emitted, expected) in [
            ("::std::string::String", "impl Into<String>"),
            ("i64", "i64"),
            (
                "::std::vec::Vec<::std::string::String>",
                "impl IntoIterator<Item = impl Into<String>>",
            ),
            ("::std::vec::Vec<Item>", "impl IntoIterator<Item = Item>"),
        ] {
            let kind = Kind::of(&syn::parse_str(emitted).expect("a type"));
            assert_eq!(argument(&kind, "value", Kind::in_models).0, expected);
        }
    }
}
