//! The properties of an object: which exist, which are required, and who may set them.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{change::Found, node::Node, rule::Direction, rule::Rule, rules, schemas, shape::Shape};

/// Compares the listed properties, and the rules for other properties.
pub fn compare(old: &Shape<'_>, new: &Shape<'_>, direction: Direction, found: &mut Found) {
    let (before, after) = (old.properties(), new.properties());
    let (needed_before, needed) = (old.required(), new.required());
    let names = before.keys().chain(after.keys());
    let names: BTreeSet<_> = names
        .chain(needed_before.keys())
        .chain(needed.keys())
        .collect();
    for name in names {
        let (one, other) = (before.get(name), after.get(name));
        let lists = (needed_before.get(name), needed.get(name));
        match (one, other) {
            (Some(one), Some(other)) => both(one, other, lists, direction, found),
            (Some(one), None) if visible(one, direction) => {
                let place = one.place();
                found.moved(&rules::PROPERTY_REMOVED, direction, place, None);
            }
            (None, Some(other)) => {
                let rule = addition(other, lists.1.is_some(), closed(old), direction);
                found.moved(rule, direction, None, other.place());
            }
            (Some(_), None) => {}
            // `required` may contain a name that is not among the properties.
            (None, None) => required(lists, lists.1.or(lists.0), direction, found),
        }
    }
    others(old, new, direction, found);
}

/// The lists that require a property, in the old and in the new schema.
type Lists<'n, 'a> = (Option<&'n Node<'a>>, Option<&'n Node<'a>>);

fn required(lists: Lists<'_, '_>, at: Option<&Node<'_>>, direction: Direction, found: &mut Found) {
    let (before, after) = (lists.0.is_some(), lists.1.is_some());
    let rule = match (before, after) {
        (false, true) => &rules::PROPERTY_REQUIRED,
        (true, false) => &rules::PROPERTY_OPTIONAL,
        _ => return,
    };
    let state = |required| Some(json!(if required { "required" } else { "optional" }));
    if let Some(at) = at {
        found.note(rule, direction, at, state(before), state(after));
    }
}

/// Whether a property is sent in a direction.
fn visible(property: &Shape<'_>, direction: Direction) -> bool {
    match direction {
        Direction::Request => !property.flag("readOnly"),
        Direction::Answer => !property.flag("writeOnly"),
        Direction::Document => false,
    }
}

fn addition(
    property: &Shape<'_>,
    required: bool,
    closed: bool,
    direction: Direction,
) -> &'static Rule {
    let visible = visible(property, direction);
    if visible && closed && direction == Direction::Answer {
        return &rules::PROPERTY_ADDED_CLOSED;
    }
    if visible && required {
        return &rules::PROPERTY_ADDED_REQUIRED;
    }
    &rules::PROPERTY_ADDED
}

/// Compares a property that both schemas have.
fn both(
    old: &Shape<'_>,
    new: &Shape<'_>,
    lists: Lists<'_, '_>,
    direction: Direction,
    found: &mut Found,
) {
    access(old, new, lists.1.is_some(), direction, found);
    if !(visible(old, direction) && visible(new, direction)) {
        return schemas::compare(old, new, Direction::Document, found);
    }
    required(lists, new.place(), direction, found);
    schemas::compare(old, new, direction, found);
}

fn access(
    old: &Shape<'_>,
    new: &Shape<'_>,
    required: bool,
    direction: Direction,
    found: &mut Found,
) {
    let keywords = [
        (
            "readOnly",
            &rules::READ_ONLY_ADDED,
            &rules::READ_ONLY_REMOVED,
        ),
        (
            "writeOnly",
            &rules::WRITE_ONLY_ADDED,
            &rules::WRITE_ONLY_REMOVED,
        ),
    ];
    for (keyword, added, removed) in keywords {
        let rule = match (old.flag(keyword), new.flag(keyword)) {
            (false, true) => added,
            (true, false) => removed,
            _ => continue,
        };
        let now_required = keyword == "readOnly" && required && visible(new, direction);
        if now_required && direction == Direction::Request {
            // Callers could not send it before, and must send it now.
            let rule = &rules::PROPERTY_ADDED_REQUIRED;
            found.moved(rule, direction, None, new.place());
            continue;
        }
        let (before, after) = (old.first(keyword), new.first(keyword));
        found.moved(rule, direction, before.as_ref(), after.as_ref());
    }
}

fn closed(shape: &Shape<'_>) -> bool {
    let stated = shape.all("additionalProperties");
    stated.iter().any(|node| *node.value == Value::Bool(false))
}

/// Compares the rules for properties that are not listed.
fn others(old: &Shape<'_>, new: &Shape<'_>, direction: Direction, found: &mut Found) {
    let keyword = "additionalProperties";
    let rule = match (closed(old), closed(new)) {
        (true, true) => return,
        (true, false) => &rules::OTHERS_ALLOWED,
        (false, true) => &rules::OTHERS_REFUSED,
        (false, false) => {
            return schemas::compare(&old.inner(keyword), &new.inner(keyword), direction, found);
        }
    };
    let (before, after) = (old.first(keyword), new.first(keyword));
    found.moved(rule, direction, before.as_ref(), after.as_ref());
}
