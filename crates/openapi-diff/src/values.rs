//! The keywords for a single value: type, format, null, pattern, default and forms on the wire.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{change::Found, node::Node, rule::Direction, rule::Rule, rules, shape::Shape};

/// Pairs of types or formats. The second allows everything that the first allows.
const WIDER: [(&str, &str); 4] = [
    ("integer", "number"),
    ("int32", "int64"),
    ("float", "double"),
    ("date", "date-or-empty"),
];

/// Compares the keywords for the value itself. Returns `false` if the type is another one, because the rest cannot be
/// compared then.
pub fn compare(old: &Shape<'_>, new: &Shape<'_>, direction: Direction, found: &mut Found) -> bool {
    if !types(old, new, direction, found) {
        return false;
    }
    nulls(old, new, direction, found);
    pattern(old, new, direction, found);
    default(old, new, direction, found);
    wire_forms(old, new, direction, found);
    if old.flag("x-partial-update") != new.flag("x-partial-update") {
        let keyword = "x-partial-update";
        moved(&rules::PARTIAL_UPDATE, keyword, old, new, direction, found);
    }
    true
}

/// Records that a keyword was added, removed or changed.
fn moved(
    rule: &Rule,
    keyword: &str,
    old: &Shape<'_>,
    new: &Shape<'_>,
    direction: Direction,
    found: &mut Found,
) {
    let (old, new) = (old.first(keyword), new.first(keyword));
    found.moved(rule, direction, old.as_ref(), new.as_ref());
}

/// Selects one of three rules: for another value, for a wider one, and for a narrower one.
fn by_width(narrower: bool, wider: bool, rules: [&'static Rule; 3]) -> Option<&'static Rule> {
    let [changed, widened, narrowed] = rules;
    match (wider, narrower) {
        (true, true) => None,
        (true, false) => Some(widened),
        (false, true) => Some(narrowed),
        (false, false) => Some(changed),
    }
}

fn types(old: &Shape<'_>, new: &Shape<'_>, direction: Direction, found: &mut Found) -> bool {
    let rules = [
        &rules::TYPE_CHANGED,
        &rules::TYPE_WIDENED,
        &rules::TYPE_NARROWED,
    ];
    let (before, after) = (old.types(), new.types());
    let wider = allows_types(&after, &before);
    let rule = by_width(allows_types(&before, &after), wider, rules);
    let Some(rule) = rule.or_else(|| within("type", old, new, &rules::TYPE_CHANGED)) else {
        formats(old, new, direction, found);
        return true;
    };
    // If the type changes, a change of the format is not reported separately.
    replaced(rule, "type", old, new, direction, found);
    rule.name != rules::TYPE_CHANGED.name
}

/// Returns `rule` if the value of a keyword changes in one of several schemas that have it. This finds a change in an
/// `allOf` if the value in the outer schema, which comes first, stays the same.
fn within(
    keyword: &str,
    old: &Shape<'_>,
    new: &Shape<'_>,
    rule: &'static Rule,
) -> Option<&'static Rule> {
    let stated = |shape: &Shape<'_>| -> BTreeSet<String> {
        let nodes = shape.all(keyword);
        nodes.iter().map(|node| node.value.to_string()).collect()
    };
    let several = |shape: &Shape<'_>| shape.all(keyword).len() > 1;
    let other = several(old) && several(new) && stated(old) != stated(new);
    other.then_some(rule)
}

/// Records that a keyword was added, removed or changed, at the first place where the two schemas differ.
pub fn replaced(
    rule: &Rule,
    keyword: &str,
    old: &Shape<'_>,
    new: &Shape<'_>,
    direction: Direction,
    found: &mut Found,
) {
    let (before, after) = (old.all(keyword), new.all(keyword));
    let pairs = before.iter().zip(&after);
    let mut other = pairs.filter(|(one, other)| one.value != other.value);
    match other.next() {
        Some((one, other)) => found.changed(rule, direction, one, other),
        None => found.moved(rule, direction, before.last(), after.last()),
    }
}

/// Whether the two have a type in common, or both allow any type.
pub fn alike(old: &Shape<'_>, new: &Shape<'_>) -> bool {
    match (old.types(), new.types()) {
        (Some(old), Some(new)) => !old.is_disjoint(&new),
        (old, new) => old.is_none() && new.is_none(),
    }
}

fn allows_types(wide: &Option<BTreeSet<&str>>, narrow: &Option<BTreeSet<&str>>) -> bool {
    match (wide, narrow) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(wide), Some(narrow)) => narrow
            .iter()
            .all(|name| wide.iter().any(|other| allows(other, name))),
    }
}

fn allows(wide: &str, narrow: &str) -> bool {
    wide == narrow || WIDER.contains(&(narrow, wide))
}

fn formats(old: &Shape<'_>, new: &Shape<'_>, direction: Direction, found: &mut Found) {
    let rules = [
        &rules::FORMAT_CHANGED,
        &rules::FORMAT_WIDENED,
        &rules::FORMAT_NARROWED,
    ];
    let format = |shape: &Shape<'_>| {
        let node = shape.first("format")?;
        node.value.as_str().map(str::to_owned)
    };
    let (before, after) = (format(old), format(new));
    let covers = |wide: &Option<String>, narrow: &Option<String>| match (wide, narrow) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(wide), Some(narrow)) => allows(wide, narrow),
    };
    let wider = covers(&after, &before);
    let rule = by_width(covers(&before, &after), wider, rules);
    let rule = rule.or_else(|| within("format", old, new, &rules::FORMAT_CHANGED));
    if let Some(rule) = rule {
        replaced(rule, "format", old, new, direction, found);
    }
}

fn nulls(old: &Shape<'_>, new: &Shape<'_>, direction: Direction, found: &mut Found) {
    let rule = match (old.nullable(), new.nullable()) {
        (false, true) => &rules::NULL_ALLOWED,
        (true, false) => &rules::NULL_REFUSED,
        _ => return,
    };
    let stated = |shape: &Shape<'_>| shape.first("nullable").is_some();
    let keyword = if stated(old) || stated(new) {
        "nullable"
    } else {
        "type"
    };
    moved(rule, keyword, old, new, direction, found);
}

fn pattern(old: &Shape<'_>, new: &Shape<'_>, direction: Direction, found: &mut Found) {
    let texts = |shape: &Shape<'_>| -> BTreeSet<String> {
        let patterns = shape.all("pattern");
        patterns.iter().map(|node| node.value.to_string()).collect()
    };
    let (before, after) = (texts(old), texts(new));
    let rules = [
        &rules::PATTERN_CHANGED,
        &rules::PATTERN_REMOVED,
        &rules::PATTERN_ADDED,
    ];
    let wider = after.is_subset(&before);
    if let Some(rule) = by_width(before.is_subset(&after), wider, rules) {
        moved(rule, "pattern", old, new, direction, found);
    }
}

fn default(old: &Shape<'_>, new: &Shape<'_>, direction: Direction, found: &mut Found) {
    let (before, after) = (old.first("default"), new.first("default"));
    let rule = match (&before, &after) {
        (None, Some(_)) => &rules::DEFAULT_ADDED,
        (Some(_), None) => &rules::DEFAULT_REMOVED,
        (Some(before), Some(after)) if before.value != after.value => &rules::DEFAULT_CHANGED,
        _ => return,
    };
    found.moved(rule, direction, before.as_ref(), after.as_ref());
}

fn wire_forms(old: &Shape<'_>, new: &Shape<'_>, direction: Direction, found: &mut Found) {
    let keyword = "x-wire-forms";
    let forms = |shape: &Shape<'_>| -> Vec<Value> {
        let list = shape.first(keyword);
        list.and_then(|list| list.value.as_array().cloned())
            .unwrap_or_default()
    };
    let (before, after) = (forms(old), forms(new));
    if after.iter().any(|form| !before.contains(form)) {
        moved(&rules::WIRE_FORM_ADDED, keyword, old, new, direction, found);
    }
    if before.iter().any(|form| !after.contains(form)) {
        moved(
            &rules::WIRE_FORM_REMOVED,
            keyword,
            old,
            new,
            direction,
            found,
        );
    }
    let both_known = !before.is_empty() && !after.is_empty();
    if both_known && before.first() != after.first() {
        moved(&rules::WIRE_FORM_ORDER, keyword, old, new, direction, found);
    }
}

/// Compares a boolean member. The first rule is for a change to true, the second for a change to false.
pub fn flag(
    keyword: &str,
    (on, off): (&Rule, &Rule),
    (old, new): (&Node<'_>, &Node<'_>),
    found: &mut Found,
) {
    let rule = match (old.flag(keyword), new.flag(keyword)) {
        (false, true) => on,
        (true, false) => off,
        _ => return,
    };
    let (before, after) = (old.raw(keyword), new.raw(keyword));
    found.moved(rule, Direction::Request, before.as_ref(), after.as_ref());
}

#[cfg(test)]
mod tests {
    use super::{super::testing::source, *};

    fn rules(old: &str, new: &str) -> Vec<String> {
        let (old, new) = (source(&[("api.yaml", old)]), source(&[("api.yaml", new)]));
        let shapes = [&old, &new].map(|source| Shape::of([source.root()]));
        let mut found = Found::default();
        compare(&shapes[0], &shapes[1], Direction::Request, &mut found);
        let changes = found.into_changes();
        let brief = changes.iter();
        brief
            .map(|change| format!("{} {}", change.rule, change.pointer))
            .collect()
    }

    #[test]
    fn a_change_in_an_all_of_is_found() {
        let of = |inner: &str| format!("{{type: string, format: date, allOf: [{{{inner}}}]}}");
        let old = of("type: string, format: date");
        assert_eq!(
            rules(&old, &of("type: integer, format: date")),
            ["type-changed /allOf/0/type"]
        );
        assert_eq!(
            rules(&old, &of("type: string, format: uuid")),
            ["format-changed /allOf/0/format"]
        );
        let none: [&str; 0] = [];
        assert_eq!(rules(&old, "{type: string, format: date}"), none);
    }

    #[test]
    fn a_format_is_widened_narrowed_or_changed() {
        let of = |format: &str| format!("{{type: string, format: {format}}}");
        let seen = |old, new| rules(&of(old), &of(new));
        assert_eq!(seen("date", "date-or-empty"), ["format-widened /format"]);
        assert_eq!(seen("date-or-empty", "date"), ["format-narrowed /format"]);
        assert_eq!(seen("date", "uuid"), ["format-changed /format"]);
    }
}
