//! The values that a schema lists: `enum`, and `x-extensible-enum` for an open list.

use serde_json::Value;

use super::{change::Found, node::Node, rule::Direction, rules, shape::Shape};

struct Vocabulary<'a> {
    open: bool,
    values: Vec<&'a Value>,
    node: Node<'a>,
}

/// Compares the listed values.
pub fn compare(old: &Shape<'_>, new: &Shape<'_>, direction: Direction, found: &mut Found) {
    let (before, after) = (vocabulary(old), vocabulary(new));
    let nodes = (
        before.as_ref().map(|one| &one.node),
        after.as_ref().map(|one| &one.node),
    );
    let rule = match (&before, &after) {
        (None, None) => return,
        (Some(before), Some(after)) => return values(before, after, direction, found),
        (None, Some(one)) | (Some(one), None) if one.open => &rules::KNOWN_STATED,
        (None, Some(_)) => &rules::ENUM_ADDED,
        (Some(_), None) => &rules::ENUM_REMOVED,
    };
    found.moved(rule, direction, nodes.0, nodes.1);
}

fn values(
    before: &Vocabulary<'_>,
    after: &Vocabulary<'_>,
    direction: Direction,
    found: &mut Found,
) {
    let (added, removed) = match (before.open, after.open) {
        (false, true) => {
            found.changed(&rules::ENUM_OPENED, direction, &before.node, &after.node);
            (&rules::KNOWN_ADDED, &rules::KNOWN_REMOVED)
        }
        (true, false) => {
            found.changed(&rules::ENUM_CLOSED, direction, &before.node, &after.node);
            (&rules::KNOWN_ADDED, &rules::KNOWN_REMOVED)
        }
        (true, true) => (&rules::KNOWN_ADDED, &rules::KNOWN_REMOVED),
        (false, false) => (&rules::VALUE_ADDED, &rules::VALUE_REMOVED),
    };
    let lacks = |one: &Vocabulary<'_>, other: &Vocabulary<'_>| {
        other.values.iter().any(|value| !one.values.contains(value))
    };
    if lacks(before, after) {
        found.changed(added, direction, &before.node, &after.node);
    }
    if lacks(after, before) {
        found.changed(removed, direction, &before.node, &after.node);
    }
}

fn vocabulary<'a>(shape: &Shape<'a>) -> Option<Vocabulary<'a>> {
    let mut closed = shape.all("enum");
    closed.extend(shape.all("const"));
    let open = closed.is_empty();
    let node = match closed.first() {
        Some(node) => node.clone(),
        None => shape.first("x-extensible-enum")?,
    };
    // If there are several enums, only the values that all of them list are allowed.
    let values = listed(&node)
        .into_iter()
        .filter(|value| closed.iter().all(|list| listed(list).contains(value)))
        .collect();
    Some(Vocabulary { open, values, node })
}

fn listed<'a>(list: &Node<'a>) -> Vec<&'a Value> {
    match list.value {
        Value::Array(values) => values.iter().collect(),
        one => vec![one],
    }
}
