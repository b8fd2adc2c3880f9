//! A change between two documents, and the collection of all changes.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet, HashSet},
};

use serde::Serialize;
use serde_json::Value;

use super::{
    node::Node,
    rule::{Direction, Kind, Rule},
};

/// A change with its verdict for one direction.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// The verdict.
    pub kind: Kind,
    /// The direction for which the verdict applies.
    pub direction: Direction,
    /// ID of the rule.
    pub rule: &'static str,
    /// What changed, in words.
    pub change: &'static str,
    /// The file of the new document, or of the old document if something was removed.
    pub file: String,
    /// The line in this file.
    pub line: usize,
    /// The JSON pointer in this file.
    pub pointer: String,
    /// The old value.
    pub before: Option<Value>,
    /// The new value.
    pub after: Option<Value>,
    /// The reason for the verdict.
    pub why: &'static str,
    /// The operations that are affected. Empty if the change does not belong to an operation.
    pub operations: BTreeSet<String>,
}

impl Change {
    /// Sorts by verdict, the most serious first, and then by place. No two changes of one comparison are equal.
    pub fn order(&self, other: &Self) -> Ordering {
        let key = |change: &Self| (change.kind, change.direction);
        key(self)
            .cmp(&key(other))
            .then_with(|| (&self.file, &self.pointer).cmp(&(&other.file, &other.pointer)))
            .then_with(|| self.rule.cmp(other.rule))
            .then_with(|| text(&self.before).cmp(&text(&other.before)))
            .then_with(|| text(&self.after).cmp(&text(&other.after)))
    }
}

fn text(value: &Option<Value>) -> Option<String> {
    value.as_ref().map(Value::to_string)
}

/// The changes that a comparison has found so far, and the schemas that it has compared.
#[derive(Default)]
pub struct Found {
    changes: Vec<Change>,
    operation: Option<String>,
    visited: HashSet<(Direction, String, String)>,
    reached: BTreeSet<String>,
    names: BTreeMap<String, String>,
}

impl Found {
    /// Starts the comparison of an operation, or of parts that belong to no operation.
    pub fn begin(&mut self, operation: Option<String>) {
        self.operation = operation;
        self.visited.clear();
    }

    /// Whether this pair of schemas is new for the operation. Without this check, the comparison of a recursive schema
    /// would never end.
    pub fn enter(&mut self, direction: Direction, old: String, new: String) -> bool {
        self.visited.insert((direction, old, new))
    }

    /// Records that the component schema `old` is compared with `new`.
    pub fn meet(&mut self, old: &str, new: &str) {
        self.reached.extend([old.to_owned(), new.to_owned()]);
        self.names.insert(old.to_owned(), new.to_owned());
    }

    /// Whether an operation uses this component schema.
    pub fn reached(&self, name: &str) -> bool {
        self.reached.contains(name)
    }

    /// The component schema that is used in place of `old`.
    pub fn successor(&self, old: &str) -> Option<&str> {
        self.names.get(old).map(String::as_str)
    }

    /// Records that `new` was added.
    pub fn added(&mut self, rule: &Rule, direction: Direction, new: &Node<'_>) {
        self.note(rule, direction, new, None, Some(new.value.clone()));
    }

    /// Records that `old` was removed.
    pub fn removed(&mut self, rule: &Rule, direction: Direction, old: &Node<'_>) {
        self.note(rule, direction, old, Some(old.value.clone()), None);
    }

    /// Records that `old` was replaced by `new`.
    pub fn changed(&mut self, rule: &Rule, direction: Direction, old: &Node<'_>, new: &Node<'_>) {
        let (before, after) = (old.value.clone(), new.value.clone());
        self.note(rule, direction, new, Some(before), Some(after));
    }

    /// Records that a value was added, removed or changed, depending on which of the two exist.
    pub fn moved(
        &mut self,
        rule: &Rule,
        direction: Direction,
        old: Option<&Node<'_>>,
        new: Option<&Node<'_>>,
    ) {
        let value = |node: Option<&Node<'_>>| node.map(|node| node.value.clone());
        if let Some(at) = new.or(old) {
            self.note(rule, direction, at, value(old), value(new));
        }
    }

    /// Records a change at `at`, unless the rule has no verdict for this direction.
    pub fn note(
        &mut self,
        rule: &Rule,
        direction: Direction,
        at: &Node<'_>,
        before: Option<Value>,
        after: Option<Value>,
    ) {
        let Some(verdict) = rule.verdict(direction) else {
            return;
        };
        // Otherwise the same change of a text would be listed twice: for requests and for responses.
        let direction = match verdict.kind {
            Kind::Documentation => Direction::Document,
            _ => direction,
        };
        let (file, line, pointer) = at.place();
        let change = Change {
            kind: verdict.kind,
            direction,
            rule: rule.name,
            change: rule.change,
            file,
            line,
            pointer,
            before,
            after,
            why: verdict.why,
            operations: BTreeSet::new(),
        };
        let operation = self.operation.clone();
        let same = self
            .changes
            .iter_mut()
            .find(|known| known.order(&change) == Ordering::Equal);
        match same {
            Some(known) => known.operations.extend(operation),
            None => self.changes.push(Change {
                operations: operation.into_iter().collect(),
                ..change
            }),
        }
    }

    /// Whether there is no change yet.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// All changes, in order.
    pub fn into_changes(mut self) -> Vec<Change> {
        self.changes.sort_by(Change::order);
        self.changes
    }
}
