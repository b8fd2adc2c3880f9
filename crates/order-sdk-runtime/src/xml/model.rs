//! Models from documents and back, by way of the JSON value that both are.

use serde::{Serialize, de::DeserializeOwned};
use serde_path_to_error::{Path, Segment};

use super::{Member, Node, Problem, Root, XmlError, read, write};
use crate::json::locate;

/// Reads a document as a model does its JSON.
///
/// # Errors
///
/// As [`read`], and where the model does not take the value; the error then names the element that it does not take.
pub fn from_str<T: DeserializeOwned>(root: &Root, text: &str) -> Result<T, XmlError> {
    let value = read(root, text)?;
    T::deserialize(&value).map_err(|error| {
        let (steps, reason) = match locate::<T>(&value) {
            Some((path, reason)) => (steps(root, &path), reason),
            None => (vec![root.element.to_owned()], error.to_string()),
        };
        let error = XmlError::new(Problem::Model(reason));
        steps
            .iter()
            .rev()
            .fold(error, |error, step| error.within(step))
    })
}

/// Writes a model as a document.
///
/// # Errors
///
/// As [`write()`], and where the model cannot be written as JSON either.
pub fn to_string<T: Serialize + ?Sized>(root: &Root, model: &T) -> Result<String, XmlError> {
    let value = serde_json::to_value(model)
        .map_err(|error| XmlError::new(Problem::Model(error.to_string())).within(root.element))?;
    write(root, &value)
}

/// The elements that lead to a part of a value, from the root on.
fn steps(root: &Root, path: &Path) -> Vec<String> {
    let mut steps = vec![root.element.to_owned()];
    let mut node = Some(root.node);
    for step in path {
        node = match (step, node) {
            (Segment::Seq { index }, Some(Node::List { item, of })) => {
                steps.push(format!("{item}[{}]", index + 1));
                Some(*of)
            }
            (Segment::Seq { index }, list) => {
                // Entries without an element around them: each has the name that is the last step.
                let name = steps.pop().unwrap_or_default();
                steps.push(format!("{name}[{}]", index + 1));
                match list {
                    Some(Node::Repeated(of)) => Some(*of),
                    _ => None,
                }
            }
            (Segment::Map { key }, object) => {
                let member = member(object, key);
                let element = member.map_or(key.as_str(), |member| member.element);
                steps.push(element.to_owned());
                member.map(|member| member.node)
            }
            // Models consist of objects and lists only.
            (Segment::Enum { .. } | Segment::Unknown, _) => None,
        };
    }
    steps
}

fn member(node: Option<Node>, key: &str) -> Option<&'static Member> {
    match node {
        Some(Node::Object(object)) => object.0.iter().find(|member| member.key == key),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;
    use crate::xml::testing::{LIST, ROOT};

    #[derive(Debug, Deserialize, PartialEq, Serialize)]
    struct Record {
        id: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        lines: Option<Vec<Line>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        marks: Option<Vec<bool>>,
    }

    #[derive(Debug, Deserialize, PartialEq, Serialize)]
    struct Line {
        #[serde(skip_serializing_if = "Option::is_none")]
        amount: Option<String>,
    }

    #[test]
    fn a_model_is_read_and_written() {
        let record = Record {
            id: "5 & 6".to_owned(),
            lines: Some(vec![
                Line { amount: None },
                Line {
                    amount: Some("1.50".to_owned()),
                },
            ]),
            marks: None,
        };
        let text = to_string(&ROOT, &record).expect("written");
        assert_eq!(from_str::<Record>(&ROOT, &text).expect("read"), record);
    }

    fn refusal(root: &Root, text: &str) -> String {
        let error = match root.element {
            "records" => from_str::<Vec<Record>>(root, text).expect_err("refused"),
            _ => from_str::<Record>(root, text).expect_err("refused"),
        };
        assert!(matches!(error.problem(), Problem::Model(_)), "{error:?}");
        error.to_string()
    }

    #[test]
    fn what_the_model_does_not_take_is_named_by_its_elements() {
        let line = "<lines><line><sum><a/></sum></line></lines>";
        let cases = [
            (&ROOT, "<record/>".to_owned(), "record: missing field `id`"),
            (
                &ROOT,
                "<record><id>1</id><mark>true</mark></record>".to_owned(),
                "record/mark[1]: invalid type: string \"true\", expected a boolean",
            ),
            (
                &LIST,
                format!("<records><record><id>1</id></record><record>{line}</record></records>"),
                "records/record[2]: missing field `id`",
            ),
        ];
        for (root, text, expected) in cases {
            assert_eq!(refusal(root, &text), expected, "{text}");
        }
    }

    #[test]
    fn elements_are_named_where_members_have_other_names() {
        #[derive(Debug, Deserialize)]
        struct Strict {
            #[expect(dead_code, reason = "read is what it is for")]
            lines: Vec<Amount>,
        }
        #[derive(Debug, Deserialize)]
        struct Amount {
            #[expect(dead_code, reason = "read is what it is for")]
            amount: u8,
        }
        let text = "<record><items><item/><item><sum>1</sum></item></items></record>";
        let error = from_str::<Strict>(&ROOT, text).expect_err("refused");
        assert_eq!(error.path(), "record/items/item[1]");
        let text = "<record><items><item><sum>1</sum></item></items></record>";
        let error = from_str::<Strict>(&ROOT, text).expect_err("refused");
        assert_eq!(error.path(), "record/items/item[1]/sum");
    }
}
