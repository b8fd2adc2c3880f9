//! Prints the trait that gives a mock server one method for each operation.

use super::{
    super::{
        docs::comment,
        layout::{WIDTH, expression, indent},
    },
    mocked::{Accepts, Mocked},
};

/// The trait and its implementation.
pub fn text(operations: &[Mocked<'_>]) -> String {
    let declared: Vec<_> = operations.iter().map(declared).collect();
    let defined: Vec<_> = operations.iter().map(defined).collect();
    let docs = "Adds the operations to [`MockServer`]. Each method mocks requests with the method and path of the \
                operation, with typed conditions and responses.";
    format!(
        "\n{}pub trait MockServerExt {{\n{}}}\n\nimpl MockServerExt for MockServer {{\n{}}}\n",
        comment(0, docs),
        declared.join("\n"),
        defined.join("\n")
    )
}

fn declared(operation: &Mocked<'_>) -> String {
    let mut what = match operation.operation.summary.as_deref().unwrap_or_default() {
        "" => String::new(),
        summary => format!(": {}", lower_first(summary)),
    };
    if let Accepts::File(media) = &operation.accepts {
        what = format!("{what}, as `{media}`");
    }
    let docs = comment(1, &format!("Mocks `{}`{what}.", operation.id));
    docs + &signature(operation, ";")
}

fn defined(operation: &Mocked<'_>) -> String {
    let (when, then) = (operation.when(), operation.then());
    let config = format!("config({when}::new(when), {then}::new(then))");
    let line = format!("{}self.mock(|when, then| {config})\n", indent(2));
    let call = if line.chars().count() <= WIDTH + 1 {
        line
    } else {
        format!(
            "{0}self.mock(|when, then| {{\n{1}{config}\n{0}}})\n",
            indent(2),
            indent(3)
        )
    };
    let head = signature(operation, " {");
    format!("{head}{call}{}}}\n", indent(1))
}

fn signature(operation: &Mocked<'_>, end: &str) -> String {
    let config = format!(
        "config: impl FnOnce({}, {})",
        operation.when(),
        operation.then()
    );
    let arguments = ["&self".to_owned(), config];
    let name = format!("fn {}", operation.method());
    expression(1, &name, &arguments, &format!(" -> Mock<'_>{end}"))
}

/// A title for the middle of a sentence: it begins with a small letter, unless its first word is in capitals.
fn lower_first(text: &str) -> String {
    let mut letters = text.trim_end_matches('.').chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => text.to_owned(),
    }
}
