//! The parameters of an operation, including those of its path.

use serde_json::Value;

use super::{
    bodies, change::Found, node::Node, operation::Operation, rule::Direction, rules, schemas,
    texts, values,
};

const JUDGED: [&str; 9] = [
    "name",
    "in",
    "required",
    "allowEmptyValue",
    "style",
    "explode",
    "allowReserved",
    "schema",
    "content",
];

const REQUEST: Direction = Direction::Request;

/// Compares the parameters of two operations.
pub fn compare(old: &Operation<'_>, new: &Operation<'_>, found: &mut Found) {
    let mut after = all(new);
    let mut unmatched = Vec::new();
    for one in all(old) {
        match after.iter().position(|other| same_place(&one, other)) {
            Some(index) => both(&one, &after.remove(index), found),
            None => unmatched.push(one),
        }
    }
    let unmatched = renamed(old, new, unmatched, &mut after, found);
    for one in unmatched {
        let name = one.text("name");
        match after.iter().position(|other| other.text("name") == name) {
            Some(index) => {
                let other = after.remove(index);
                let value = |node: &Node<'_>| node.value.get("in").cloned();
                let rule = &rules::PARAMETER_MOVED;
                found.note(rule, REQUEST, &other, value(&one), value(&other));
                both(&one, &other, found);
            }
            None => found.removed(&rules::PARAMETER_REMOVED, REQUEST, &one),
        }
    }
    for other in after {
        let rule = if other.flag("required") {
            &rules::PARAMETER_ADDED_REQUIRED
        } else {
            &rules::PARAMETER_ADDED
        };
        found.added(rule, REQUEST, &other);
    }
}

/// The parameters of an operation. Its own parameters replace those of its path with the same name and place.
fn all<'a>(operation: &Operation<'a>) -> Vec<Node<'a>> {
    let listed = |node: &Node<'a>| node.get("parameters").map(|list| list.items());
    let mut parameters = listed(&operation.node).unwrap_or_default();
    for shared in listed(&operation.item).into_iter().flatten() {
        if parameters.iter().all(|own| !same_place(own, &shared)) {
            parameters.push(shared);
        }
    }
    parameters
}

fn same_place(one: &Node<'_>, other: &Node<'_>) -> bool {
    let (name, other_name) = (one.text("name"), other.text("name"));
    let same_name = match (one.text("in"), name, other_name) {
        // Names of headers are case-insensitive.
        (Some("header"), Some(name), Some(other)) => name.eq_ignore_ascii_case(other),
        _ => name == other_name,
    };
    same_name && one.text("in") == other.text("in")
}

/// Pairs path parameters by their place in the path, and returns the parameters that have no partner.
fn renamed<'a>(
    old: &Operation<'a>,
    new: &Operation<'_>,
    unmatched: Vec<Node<'a>>,
    after: &mut Vec<Node<'_>>,
    found: &mut Found,
) -> Vec<Node<'a>> {
    let (names, new_names) = (old.path_names(), new.path_names());
    if names.len() != new_names.len() {
        return unmatched;
    }
    let mut left = Vec::new();
    for one in unmatched {
        let successor = |name: &str| {
            let index = names.iter().position(|known| *known == name)?;
            let name = new_names[index];
            after.iter().position(|other| {
                other.text("in") == Some("path") && other.text("name") == Some(name)
            })
        };
        let index = match one.text("in") {
            Some("path") => one.text("name").and_then(successor),
            _ => None,
        };
        let Some(index) = index else {
            left.push(one);
            continue;
        };
        let other = after.remove(index);
        let (before, name) = (one.raw("name"), other.raw("name"));
        let rule = &rules::PATH_PARAMETER_RENAMED;
        found.moved(rule, Direction::Document, before.as_ref(), name.as_ref());
        both(&one, &other, found);
    }
    left
}

fn both(old: &Node<'_>, new: &Node<'_>, found: &mut Found) {
    values::flag(
        "required",
        (&rules::PARAMETER_REQUIRED, &rules::PARAMETER_OPTIONAL),
        (old, new),
        found,
    );
    values::flag(
        "allowEmptyValue",
        (&rules::EMPTY_ALLOWED, &rules::EMPTY_REFUSED),
        (old, new),
        found,
    );
    if old.text("in") == new.text("in") {
        style(old, new, found);
    }
    content(old, new, found);
    texts::compare(old, new, &JUDGED, found);
}

fn style(old: &Node<'_>, new: &Node<'_>, found: &mut Found) {
    let (before, after) = (written(old), written(new));
    for (index, keyword) in ["style", "explode", "allowReserved"].iter().enumerate() {
        if before[index] != after[index] {
            let at = new.raw(keyword).or_else(|| old.raw(keyword));
            let at = at.as_ref().unwrap_or(new);
            let value = |written: &[Value; 3]| Some(written[index].clone());
            let rule = &rules::PARAMETER_STYLE;
            found.note(rule, REQUEST, at, value(&before), value(&after));
        }
    }
}

/// How the value is written: style, explode and allowReserved, with their defaults if they are absent.
fn written(parameter: &Node<'_>) -> [Value; 3] {
    let style = parameter
        .text("style")
        .unwrap_or_else(|| match parameter.text("in") {
            Some("query" | "cookie") => "form",
            _ => "simple",
        });
    let explode = parameter.raw("explode").map(|node| node.value.clone());
    [
        style.into(),
        explode.unwrap_or_else(|| (style == "form").into()),
        parameter.flag("allowReserved").into(),
    ]
}

/// Compares the contents of a parameter: a schema, or one media type.
fn content(old: &Node<'_>, new: &Node<'_>, found: &mut Found) {
    match (one_media(old), one_media(new)) {
        (Some((name, one)), Some((other_name, other))) if name == other_name => {
            bodies::media(&one, &other, REQUEST, found);
        }
        (None, None) => schemas::members(old, new, REQUEST, found),
        _ => {
            let (before, after) = (old.raw("content"), new.raw("content"));
            let rule = &rules::PARAMETER_STYLE;
            found.moved(rule, REQUEST, before.as_ref(), after.as_ref());
        }
    }
}

fn one_media<'a>(parameter: &Node<'a>) -> Option<(&'a str, Node<'a>)> {
    let content = parameter.get("content")?;
    content.members().into_iter().next()
}
