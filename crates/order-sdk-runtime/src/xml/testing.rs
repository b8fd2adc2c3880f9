//! A table with a member of every kind, for tests.

use super::{Member, Node, Object, Root};

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
