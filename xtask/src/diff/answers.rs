//! Answers: statuses, headers, and what they carry.

use super::{
    bodies,
    change::{Direction, Found},
    rules, schemas,
    source::Node,
    texts,
};

const ANSWER: Direction = Direction::Answer;

/// Compares the answers of two operations.
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
            (Some(one), None) => {
                let rule = match counts(status, &old, &new) {
                    true => &rules::STATUS_REMOVED,
                    false => &rules::OTHER_REMOVED,
                };
                found.removed(rule, ANSWER, &one);
            }
            (None, Some(other)) => {
                let rule = match counts(status, &new, &old) {
                    true => &rules::STATUS_ADDED,
                    false => &rules::OTHER_ADDED,
                };
                found.added(rule, ANSWER, &other);
            }
            (None, None) => {}
        }
    }
    texts::compare(&old, &new, &statuses, found);
}

/// Whether a status that only `with` lists is one of success of which `without` says nothing.
fn counts(status: &str, with: &Node<'_>, without: &Node<'_>) -> bool {
    succeeds(status, with) && !covered(status, without)
}

/// Whether a status tells of success. A default does where no other status could.
fn succeeds(status: &str, all: &Node<'_>) -> bool {
    let success = |status: &str| matches!(status.as_bytes().first(), Some(b'1'..=b'3'));
    match status {
        "default" => !texts::keys(all, all).into_iter().any(success),
        _ => success(status),
    }
}

/// Whether a range such as `2XX`, or a default, tells of this status.
fn covered(status: &str, all: &Node<'_>) -> bool {
    let range = status.get(..1).map(|first| format!("{first}XX"));
    let listed = |status: &str| all.raw(status).is_some();
    listed("default") || range.is_some_and(|range| listed(&range))
}

fn both(old: &Node<'_>, new: &Node<'_>, found: &mut Found) {
    bodies::content(old, new, ANSWER, found);
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
        let again = |(other, _): &(&str, Node<'_>)| other.eq_ignore_ascii_case(name);
        match after.iter().position(again) {
            Some(index) => header(&one, &after.remove(index).1, found),
            None => found.removed(&rules::HEADER_REMOVED, ANSWER, &one),
        }
    }
    for (_, other) in after {
        found.added(&rules::HEADER_ADDED, ANSWER, &other);
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
        found.moved(rule, ANSWER, before.as_ref(), after.as_ref());
    }
    schemas::members(old, new, ANSWER, found);
    texts::compare(old, new, &["required", "schema"], found);
}
