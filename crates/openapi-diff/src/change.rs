//! One change between two documents, and the collection of all of them.

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

/// A change, judged in one direction.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// The verdict.
    pub kind: Kind,
    /// For whom it holds.
    pub direction: Direction,
    /// Name of the rule that gave it.
    pub rule: &'static str,
    /// What happened, in words.
    pub change: &'static str,
    /// The file: of the new document, or of the old one where the thing is gone.
    pub file: String,
    /// The line of that file.
    pub line: usize,
    /// Where in that file, as a JSON pointer.
    pub pointer: String,
    /// What stood there.
    pub before: Option<Value>,
    /// What stands there.
    pub after: Option<Value>,
    /// Why the verdict is what it is.
    pub why: &'static str,
    /// The operations that are affected; none where the change belongs to no operation.
    pub operations: BTreeSet<String>,
}

impl Change {
    /// The most important first; within a verdict by place. No two changes of one comparison are equal here.
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

/// What a comparison has found so far, and where it has been.
#[derive(Default)]
pub struct Found {
    changes: Vec<Change>,
    operation: Option<String>,
    visited: HashSet<(Direction, String, String)>,
    reached: BTreeSet<String>,
    names: BTreeMap<String, String>,
}

impl Found {
    /// Starts on an operation, or on what belongs to none.
    pub fn begin(&mut self, operation: Option<String>) {
        self.operation = operation;
        self.visited.clear();
    }

    /// Whether this pair of schemas is new to the operation. Without it a schema that holds itself has no end.
    pub fn enter(&mut self, direction: Direction, old: String, new: String) -> bool {
        self.visited.insert((direction, old, new))
    }

    /// Notes that the component schema `old` is compared with `new`.
    pub fn meet(&mut self, old: &str, new: &str) {
        self.reached.extend([old.to_owned(), new.to_owned()]);
        self.names.insert(old.to_owned(), new.to_owned());
    }

    /// Whether an operation uses this component schema.
    pub fn reached(&self, name: &str) -> bool {
        self.reached.contains(name)
    }

    /// The component schema that stands where `old` stood.
    pub fn successor(&self, old: &str) -> Option<&str> {
        self.names.get(old).map(String::as_str)
    }

    /// What stands at `new` was not there before.
    pub fn added(&mut self, rule: &Rule, direction: Direction, new: &Node<'_>) {
        self.note(rule, direction, new, None, Some(new.value.clone()));
    }

    /// What stood at `old` is gone.
    pub fn removed(&mut self, rule: &Rule, direction: Direction, old: &Node<'_>) {
        self.note(rule, direction, old, Some(old.value.clone()), None);
    }

    /// What stood at `old` is something else now.
    pub fn changed(&mut self, rule: &Rule, direction: Direction, old: &Node<'_>, new: &Node<'_>) {
        let (before, after) = (old.value.clone(), new.value.clone());
        self.note(rule, direction, new, Some(before), Some(after));
    }

    /// A value was added, removed or changed, whichever the two say.
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

    /// Notes a change at `at`, unless the rule says nothing in this direction.
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
        // A text is the same text whether it is sent or answered.
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
