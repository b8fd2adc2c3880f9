//! Alternatives: the keywords `oneOf` and `anyOf`.

use std::collections::BTreeSet;

use super::{
    change::Found,
    node::{Node, same},
    rule::Direction,
    rules,
    schemas::{self, judge, keywords, paired, unchanged},
    shape::Shape,
};

/// The keywords that list alternatives.
pub const CHOICES: [&str; 2] = ["oneOf", "anyOf"];

/// Whether a schema has become one of several alternatives, or the reverse. If so, compares the schema with its
/// alternative, and records that the other alternatives were added or removed.
pub fn alternative(
    keyword: &'static str,
    old: &Shape<'_>,
    new: &Shape<'_>,
    direction: Direction,
    found: &mut Found,
) -> bool {
    let widened = match [old, new].map(|shape| shape.first(keyword).is_some()) {
        [false, true] => true,
        [true, false] => false,
        _ => return false,
    };
    let (one, choice) = if widened { (old, new) } else { (new, old) };
    let alternatives = choice.alternatives(keyword);
    let mut places = alternatives.iter();
    let Some(kept) = places.position(|(listed, whole)| is_alternative(one, listed, whole)) else {
        return false;
    };
    let mut others = alternatives
        .iter()
        .enumerate()
        .filter(|(index, _)| *index != kept);
    // `oneOf` refuses values that are valid for more than one alternative.
    if keyword == "oneOf" && others.any(|(_, (_, other))| may_overlap(one, other)) {
        return false;
    }
    for (index, (listed, whole)) in alternatives.iter().enumerate() {
        match (index == kept, widened) {
            (true, true) => judge(old, whole, direction, found),
            (true, false) => judge(whole, new, direction, found),
            (false, true) => found.added(&rules::VARIANT_ADDED, direction, listed),
            (false, false) => found.removed(&rules::VARIANT_REMOVED, direction, listed),
        }
    }
    true
}

/// Whether a value may be valid for both schemas. Only types are compared, and two objects are assumed to differ in
/// their properties.
fn may_overlap(one: &Shape<'_>, other: &Shape<'_>) -> bool {
    let types = |shape: &Shape<'_>| {
        let types = shape.types()?;
        let number = |name: &str| if name == "integer" { "number" } else { name }.to_owned();
        Some(types.into_iter().map(number).collect::<BTreeSet<_>>())
    };
    match (types(one), types(other)) {
        (Some(one), Some(other)) if one == other => !one.contains("object"),
        (Some(one), Some(other)) => one.intersection(&other).next().is_some(),
        _ => true,
    }
}

/// Whether the schema `one` is the alternative `listed`: it has the same name, or the same keywords as `whole`, which
/// is the alternative together with the keywords beside `oneOf` or `anyOf`.
fn is_alternative(one: &Shape<'_>, listed: &Node<'_>, whole: &Shape<'_>) -> bool {
    let name = one.parts.iter().find_map(Node::schema_name);
    let mut keywords = keywords(one, whole).into_iter();
    name.is_some() && name == listed.schema_name()
        || keywords.all(|keyword| unchanged(keyword, one, whole))
}

/// Compares the alternatives of two schemas.
pub fn compare(
    keyword: &str,
    old: &Shape<'_>,
    new: &Shape<'_>,
    direction: Direction,
    found: &mut Found,
) {
    let (before, after) = match (old.first(keyword), new.first(keyword)) {
        (None, None) => return,
        (Some(before), None) => return found.removed(&rules::CHOICE_REMOVED, direction, &before),
        (None, Some(after)) => return found.added(&rules::CHOICE_ADDED, direction, &after),
        (Some(before), Some(after)) => (before, after),
    };
    let alike = |one: &Node<'_>, other: &Node<'_>| {
        let named = one.schema_name().is_some() && one.schema_name() == other.schema_name();
        named || same(one, other)
    };
    let (old_items, new_items) = (before.items(), after.items());
    let (pairs, removed, added) = paired(&old_items, &new_items, alike);
    for (one, other) in pairs {
        let (one, other) = (Shape::of([one.clone()]), Shape::of([other.clone()]));
        schemas::compare(&one, &other, direction, found);
    }
    for one in removed {
        found.removed(&rules::VARIANT_REMOVED, direction, one);
    }
    for one in added {
        found.added(&rules::VARIANT_ADDED, direction, one);
    }
}
