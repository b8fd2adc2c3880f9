//! Responses: their statuses, headers and contents.

use super::{bodies, change::Found, node::Node, rule::Direction, rules, schemas, texts};

const RESPONSE: Direction = Direction::Answer;

/// Compares the responses of two operations.
pub fn compare(old: &Node<'_>, new: &Node<'_>, found: &mut Found) {
    let (Some(old), Some(new)) = (old.get("responses"), new.get("responses")) else {
        return;
    };
    let statuses: Vec<_> = texts::keys(&old, &new)
        .into_iter()
        .filter(|key| !key.starts_with("x-"))
        .collect();
    for status in &statuses {
        match (old.get(status), new.get(status)) {
            (Some(one), Some(other)) => both(&one, &other, found),
            (Some(one), None) => removed_status(status, &one, &new, found),
            (None, Some(other)) => added_status(status, &other, (&old, &new), found),
            (None, None) => {}
        }
    }
    texts::compare(&old, &new, &statuses, found);
}

/// Reports a status that is no longer listed. If a range or the default still covers it, compares the two.
fn removed_status(status: &str, one: &Node<'_>, new: &Node<'_>, found: &mut Found) {
    match covering(status, new) {
        Some(other) => {
            found.removed(&rules::STATUS_SPLIT, RESPONSE, one);
            both(one, &other, found);
        }
        None => found.removed(&rules::STATUS_REMOVED, RESPONSE, one),
    }
}

/// Reports a status that was not listed before. If a range or the default covered it, compares the two.
fn added_status(status: &str, other: &Node<'_>, all: (&Node<'_>, &Node<'_>), found: &mut Found) {
    let (old, new) = all;
    match covering(status, old) {
        Some(one) => {
            found.added(&rules::STATUS_SPLIT, RESPONSE, other);
            both(&one, other, found);
        }
        None if succeeds(status, new) => found.added(&rules::SUCCESS_ADDED, RESPONSE, other),
        None => found.added(&rules::FAILURE_ADDED, RESPONSE, other),
    }
}

/// Whether a status means success. The default does if no listed status means success.
fn succeeds(status: &str, all: &Node<'_>) -> bool {
    let success = |status: &str| matches!(status.as_bytes().first(), Some(b'1'..=b'3'));
    match status {
        "default" => !texts::keys(all, all).into_iter().any(success),
        _ => success(status),
    }
}

/// The range, for example `2XX`, or the default that also covers this status.
fn covering<'a>(status: &str, all: &Node<'a>) -> Option<Node<'a>> {
    let range = status.get(..1).map(|first| format!("{first}XX"));
    let range = range.and_then(|range| all.get(&range));
    range.or_else(|| all.get("default"))
}

fn both(old: &Node<'_>, new: &Node<'_>, found: &mut Found) {
    bodies::content(old, new, RESPONSE, found);
    headers(old, new, found);
    texts::compare(old, new, &["content", "headers"], found);
}

fn headers(old: &Node<'_>, new: &Node<'_>, found: &mut Found) {
    let mut after = match new.get("headers") {
        Some(headers) => headers.members(),
        None => Vec::new(),
    };
    let before = old.get("headers").map(|headers| headers.members());
    for (name, one) in before.into_iter().flatten() {
        let same_name = |(other, _): &(&str, Node<'_>)| other.eq_ignore_ascii_case(name);
        match after.iter().position(same_name) {
            Some(index) => header(&one, &after.remove(index).1, found),
            None => found.removed(&rules::HEADER_REMOVED, RESPONSE, &one),
        }
    }
    for (_, other) in after {
        found.added(&rules::HEADER_ADDED, RESPONSE, &other);
    }
}

fn header(old: &Node<'_>, new: &Node<'_>, found: &mut Found) {
    let rule = match (old.flag("required"), new.flag("required")) {
        (false, true) => Some(&rules::HEADER_REQUIRED),
        (true, false) => Some(&rules::HEADER_OPTIONAL),
        _ => None,
    };
    if let Some(rule) = rule {
        let (before, after) = (old.raw("required"), new.raw("required"));
        found.moved(rule, RESPONSE, before.as_ref(), after.as_ref());
    }
    schemas::members(old, new, RESPONSE, found);
    texts::compare(old, new, &["required", "schema"], found);
}
