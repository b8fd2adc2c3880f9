//! Bodies of requests, and media types of requests and responses.

use super::{
    change::Found,
    node::{Node, same},
    rule::Direction,
    rules, schemas, texts, values,
};

/// Compares the request bodies of two operations.
pub fn compare(old: &Node<'_>, new: &Node<'_>, found: &mut Found) {
    let request = Direction::Request;
    let (old, new) = match (old.get("requestBody"), new.get("requestBody")) {
        (None, None) => return,
        (Some(old), None) => return found.removed(&rules::BODY_REMOVED, request, &old),
        (None, Some(new)) if new.flag("required") => {
            return found.added(&rules::BODY_ADDED_REQUIRED, request, &new);
        }
        (None, Some(new)) => return found.added(&rules::BODY_ADDED, request, &new),
        (Some(old), Some(new)) => (old, new),
    };
    let rules = (&rules::BODY_REQUIRED, &rules::BODY_OPTIONAL);
    values::flag("required", rules, (&old, &new), found);
    content(&old, &new, request, found);
    texts::compare(&old, &new, &["required", "content"], found);
}

/// Compares the media types of a request body or response.
pub fn content(old: &Node<'_>, new: &Node<'_>, direction: Direction, found: &mut Found) {
    // `text/plain; charset=utf-8` and `Text/Plain;charset=utf-8` are one media type.
    let normalized = |name: &str| name.to_lowercase().replace(' ', "");
    let mut after = match new.get("content") {
        Some(content) => content.members(),
        None => Vec::new(),
    };
    let before = old.get("content").map(|content| content.members());
    for (name, one) in before.into_iter().flatten() {
        match after
            .iter()
            .position(|(other, _)| normalized(other) == normalized(name))
        {
            Some(index) => media(&one, &after.remove(index).1, direction, found),
            None => found.removed(&rules::MEDIA_REMOVED, direction, &one),
        }
    }
    for (_, other) in after {
        found.added(&rules::MEDIA_ADDED, direction, &other);
    }
}

/// Compares two Media Type Objects.
pub fn media(old: &Node<'_>, new: &Node<'_>, direction: Direction, found: &mut Found) {
    schemas::members(old, new, direction, found);
    let (before, after) = (old.raw("encoding"), new.raw("encoding"));
    let unchanged = match (&before, &after) {
        (Some(before), Some(after)) => same(before, after),
        (before, after) => before.is_none() && after.is_none(),
    };
    if !unchanged {
        let rule = &rules::ENCODING;
        found.moved(rule, direction, before.as_ref(), after.as_ref());
    }
    texts::compare(old, new, &["schema", "encoding"], found);
}
