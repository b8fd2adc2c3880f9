//! A table with a member of every kind, for tests.

use serde_json::Value;

use super::{Member, Node, Object, Root, XmlError, from_str, to_string};

/// Reads a document as a JSON value.
pub fn read(root: &Root, text: &str) -> Result<Value, XmlError> {
    from_str(root, text)
}

/// Writes a JSON value as a document.
pub fn write(root: &Root, value: &Value) -> Result<String, XmlError> {
    to_string(root, value)
}

pub static ROOT: Root = Root::object("record", &RECORD);
pub static LIST: Root = Root::list("records", "record", &Node::Object(&RECORD));

static RECORD: Object = Object(&[
    Member::text("id"),
    Member::text("note_html"),
    Member::object("address", &ADDRESS),
    Member::list("lines", "item", &Node::Object(&LINE)).called("items"),
    Member::list("tags", "tag", &Node::Text),
    Member::repeated("marks", &Node::Text).called("mark"),
    Member::repeated("parts", &Node::Object(&LINE)),
    Member::any("free"),
]);

static ADDRESS: Object = Object(&[Member::text("street"), Member::text("city")]);

// A line may have lines of its own.
static LINE: Object = Object(&[
    Member::text("amount").called("sum"),
    Member::list("lines", "item", &Node::Object(&LINE)),
]);
