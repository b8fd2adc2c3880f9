//! Servers, and the variables in their URLs.

use serde_json::Value;

use super::{change::Found, node::Node, operation::Operation, rule::Direction, rules, texts};

const REQUEST: Direction = Direction::Request;

/// Compares the servers of two operations.
pub fn compare(old: &Operation<'_>, new: &Operation<'_>, found: &mut Found) {
    let mut after = all(new);
    for one in all(old) {
        let same_url = |other: &Node<'_>| other.text("url") == one.text("url");
        match after.iter().position(same_url) {
            Some(index) => both(&one, &after.remove(index), found),
            None => found.removed(&rules::SERVER_REMOVED, REQUEST, &one),
        }
    }
    for other in after {
        found.added(&rules::SERVER_ADDED, REQUEST, &other);
    }
}

fn all<'a>(operation: &Operation<'a>) -> Vec<Node<'a>> {
    let places = [&operation.node, &operation.item, &operation.root];
    let stated = places.iter().find_map(|node| node.get("servers"));
    stated.map(|list| list.items()).unwrap_or_default()
}

fn both(old: &Node<'_>, new: &Node<'_>, found: &mut Found) {
    texts::compare(old, new, &["url", "variables"], found);
    let (Some(old), Some(new)) = (old.get("variables"), new.get("variables")) else {
        return;
    };
    for name in texts::keys(&old, &new) {
        if let (Some(one), Some(other)) = (old.get(name), new.get(name)) {
            variable(&one, &other, found);
        }
    }
}

fn variable(old: &Node<'_>, new: &Node<'_>, found: &mut Found) {
    if old.text("default") != new.text("default") {
        let (before, after) = (old.raw("default"), new.raw("default"));
        let rule = &rules::SERVER_DEFAULT;
        found.moved(rule, REQUEST, before.as_ref(), after.as_ref());
    }
    let (before, after) = (old.raw("enum"), new.raw("enum"));
    // Without `enum`, every value is allowed.
    let lacks = |list: &Option<Node<'_>>, other: &Option<Node<'_>>| match (list, other) {
        (None, _) => false,
        (Some(_), None) => true,
        (Some(list), Some(other)) => {
            let values = |node: &Node<'_>| node.value.as_array().cloned().unwrap_or_default();
            let known: Vec<Value> = values(list);
            values(other).iter().any(|value| !known.contains(value))
        }
    };
    if lacks(&before, &after) {
        let rule = &rules::SERVER_ADDED;
        found.moved(rule, REQUEST, before.as_ref(), after.as_ref());
    }
    if lacks(&after, &before) {
        let rule = &rules::SERVER_REMOVED;
        found.moved(rule, REQUEST, before.as_ref(), after.as_ref());
    }
    texts::compare(old, new, &["default", "enum"], found);
}
