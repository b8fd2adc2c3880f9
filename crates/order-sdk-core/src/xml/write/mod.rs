//! Writes a model as a document: a serde serializer that follows a table.

mod parts;
mod serializer;
#[cfg(test)]
mod tests;

use std::fmt::Write;

use serde::{Serialize, ser::Error as _};

use self::parts::{Entries, Members};
use super::{MAX_DEPTH, Node, Object, Problem, Root, XmlError, characters::is_allowed};

/// Writes a model as a document.
///
/// Members are written in the order of the model. Numbers and booleans become texts; a number never has an exponent.
/// All texts are escaped, including those that contain markup. CDATA sections are not used: they have the same meaning,
/// and cannot contain every text. Null is an empty element: models omit absent members, so null means that the member
/// is to be cleared.
///
/// # Errors
///
/// If a text has a character that XML 1.0 does not allow, a member that the table does not describe has a name that is
/// not valid for an element, the value does not match the table, or it is nested deeper than [`MAX_DEPTH`]. The error
/// names the element.
pub fn to_string<T: Serialize + ?Sized>(root: &Root, model: &T) -> Result<String, XmlError> {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    model.serialize(Element {
        out: &mut out,
        depth: 1,
        label: Label::Member(root.element),
        node: &root.node,
        is_known: true,
    })?;
    Ok(out)
}

/// The name of an element, and its position if it is an entry.
#[derive(Clone, Copy)]
enum Label<'a> {
    Member(&'a str),
    /// An entry of a list, with its position from 1.
    Entry(&'a str, usize),
}

impl<'a> Label<'a> {
    fn name(self) -> &'a str {
        match self {
            Self::Member(name) | Self::Entry(name, _) => name,
        }
    }

    /// The error as seen from the parent of the element.
    fn around(self, error: XmlError) -> XmlError {
        match self {
            Self::Member(name) => error.within(name),
            Self::Entry(name, position) => error.within(&format!("{name}[{position}]")),
        }
    }
}

/// An element that is not written yet.
struct Element<'a> {
    out: &'a mut String,
    depth: usize,
    label: Label<'a>,
    node: &'a Node,
    /// Whether the table describes it.
    is_known: bool,
}

impl<'a> Element<'a> {
    /// Writes an element with a text; `found` is the type of the value.
    fn text(
        self,
        found: &'static str,
        content: impl FnOnce(&mut String) -> Result<(), XmlError>,
    ) -> Result<(), XmlError> {
        let node = self.node.innermost();
        if !matches!(node, Node::Text | Node::Any) {
            return Err(self.shape_error(node, found));
        }
        let (label, open) = (self.label, self.open()?);
        content(open.out).map_err(|error| label.around(error))?;
        open.close();
        Ok(())
    }

    /// Writes an element with a text that needs no escapes.
    fn plain(self, found: &'static str, value: impl std::fmt::Display) -> Result<(), XmlError> {
        self.text(found, |out| {
            write!(out, "{value}").map_err(XmlError::custom)
        })
    }

    fn shape_error(&self, node: &Node, found: &'static str) -> XmlError {
        let expected = match node {
            Node::Text => "a string or number",
            Node::Object(_) => "an object",
            Node::List { .. } | Node::Repeated(_) => "a list",
            Node::Any => "a string, a number or an object",
        };
        self.label
            .around(XmlError::new(Problem::Shape { expected, found }))
    }

    fn open(self) -> Result<Open<'a>, XmlError> {
        if self.depth > MAX_DEPTH {
            return Err(self.label.around(XmlError::new(Problem::TooDeep)));
        }
        let name = self.label.name();
        self.out.push('<');
        self.out.push_str(name);
        let named = self.out.len();
        self.out.push('>');
        Ok(Open {
            out: self.out,
            name,
            named,
        })
    }

    fn members(self) -> Result<Members<'a>, XmlError> {
        let object = match self.node.innermost() {
            Node::Object(object) => object,
            Node::Any => &Object(&[]),
            node => return Err(self.shape_error(node, "an object")),
        };
        Ok(Members {
            depth: self.depth,
            label: self.label,
            open: self.open()?,
            object,
            likely: 0,
            key: String::new(),
        })
    }

    fn entries(self) -> Result<Entries<'a>, XmlError> {
        let (depth, label) = (self.depth, self.label);
        let entries = |out, open, item, of| Entries {
            out,
            open,
            depth,
            list: label,
            item,
            of,
            count: 0,
        };
        match self.node {
            Node::Repeated(of) => Ok(entries(Some(self.out), None, label.name(), of)),
            Node::Any if !self.is_known => {
                Ok(entries(Some(self.out), None, label.name(), &Node::Any))
            }
            Node::List { item, of } => Ok(entries(None, Some(self.open()?), item, of)),
            node => Err(self.shape_error(node, "a list")),
        }
    }
}

/// An element whose start tag is written.
struct Open<'a> {
    out: &'a mut String,
    name: &'a str,
    /// The length of the document up to the end of the name in the start tag.
    named: usize,
}

impl Open<'_> {
    fn close(self) {
        if self.out.len() == self.named + 1 {
            self.out.truncate(self.named);
            self.out.push_str("/>");
            return;
        }
        self.out.push_str("</");
        self.out.push_str(self.name);
        self.out.push('>');
    }
}

fn escape(out: &mut String, text: &str) -> Result<(), XmlError> {
    let mut written = 0;
    for (index, byte) in text.bytes().enumerate() {
        let escaped = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            // A reader would convert it to a line feed.
            b'\r' => "&#13;",
            // A character that is not allowed is a control character, or begins with the byte 0xEF.
            ..b' ' | 0xef => match text[index..].chars().next() {
                Some(character) if !is_allowed(character) => {
                    return Err(XmlError::new(Problem::Character(character)));
                }
                _ => continue,
            },
            _ => continue,
        };
        out.push_str(&text[written..index]);
        out.push_str(escaped);
        written = index + 1;
    }
    out.push_str(&text[written..]);
    Ok(())
}
