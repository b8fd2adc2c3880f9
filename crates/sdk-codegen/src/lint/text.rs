//! Descriptions that would become tests: rustdoc treats an indented block, or a fence without a language, as Rust code.

use openapi_document::{Diagnostic, Document, pointer, walk::Object};
use serde_json::Value;

use super::unsupported;

/// A finding about the description of one object.
pub fn findings(document: &Document, object: &Object<'_>) -> Option<Diagnostic> {
    let description = object.members.get("description").and_then(Value::as_str)?;
    let at = pointer::child(&object.at, "description");
    let (what, help) = match code(description)? {
        Code::Indented(line) => (
            format!("line {line} of the description is indented by four spaces"),
            "indent it by less, or put it between ```text fences",
        ),
        Code::Unlabelled(line) => (
            format!("line {line} of the description opens a fence without a language"),
            "label the fence, as ```text or ```json",
        ),
    };
    let message = format!("{what}, so rustdoc would compile the code as a test");
    Some(unsupported(document, &at, &message, help))
}

/// A block of code without a language, with the number of its line.
#[derive(Debug, Eq, PartialEq)]
enum Code {
    Indented(usize),
    Unlabelled(usize),
}

fn code(text: &str) -> Option<Code> {
    let mut fence: Option<&str> = None;
    let mut after_blank = true;
    for (index, line) in text.lines().enumerate() {
        let trimmed = line.trim_start();
        let marker = ["```", "~~~"]
            .into_iter()
            .find(|marker| trimmed.starts_with(marker));
        match (fence, marker) {
            (Some(open), Some(marker)) if open == marker => fence = None,
            (Some(_), _) => {}
            (None, Some(marker)) => {
                if trimmed.trim_start_matches(['`', '~']).trim().is_empty() {
                    return Some(Code::Unlabelled(index + 1));
                }
                fence = Some(marker);
            }
            // An indented line within a paragraph is not code.
            (None, None) if after_blank && line.starts_with("    ") && !trimmed.is_empty() => {
                return Some(Code::Indented(index + 1));
            }
            (None, None) => {}
        }
        after_blank = trimmed.is_empty();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{lint, testing};

    #[test]
    fn code_without_a_language_is_found_by_its_line() {
        assert_eq!(code("One.\n\n    let a = 1;\n"), Some(Code::Indented(3)));
        assert_eq!(code("    let a = 1;"), Some(Code::Indented(1)));
        assert_eq!(code("One.\n```\nx\n```\n"), Some(Code::Unlabelled(2)));
        assert_eq!(code("One,\n    still the paragraph.\n"), None);
        assert_eq!(code("```text\n\n    x\n```\n\nTwo.\n"), None);
        assert_eq!(code("- one\n  more\n"), None);
    }

    #[test]
    fn a_property_named_description_is_not_a_description() {
        let source = "openapi: 3.0.3
info:
  description: \"a\\n\\n    b\"
components:
  schemas:
    A: {properties: {description: {type: string}}}
";
        let found = lint::findings(&testing::contract(source));
        assert_eq!(testing::brief(&found), ["3 generator-unsupported"]);
    }
}
