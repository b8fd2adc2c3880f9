//! Schemas, all the way down, in one direction.

use openapi_document::{Kind, Slot};

use super::{
    change::{Direction, Found},
    conditions, limits,
    node::{Node, same},
    properties, rules,
    shape::Shape,
    texts, values, vocabularies,
};

/// The keywords that are judged one by one. Others are texts, remarks, or not compared in detail.
const JUDGED: [&str; 36] = [
    "allOf",
    "type",
    "format",
    "nullable",
    "pattern",
    "default",
    "x-wire-forms",
    "x-partial-update",
    "enum",
    "const",
    "x-extensible-enum",
    "maximum",
    "exclusiveMaximum",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "maxItems",
    "minItems",
    "maxProperties",
    "minProperties",
    "x-decimals",
    "multipleOf",
    "uniqueItems",
    "properties",
    "required",
    "readOnly",
    "writeOnly",
    "additionalProperties",
    "items",
    "oneOf",
    "anyOf",
    "definitions",
    conditions::KEYWORDS[0],
    conditions::KEYWORDS[1],
    conditions::KEYWORDS[2],
];

/// Compares the schema that is the member `schema` of two objects.
pub fn members(old: &Node<'_>, new: &Node<'_>, direction: Direction, found: &mut Found) {
    let (old, new) = (Shape::of(old.get("schema")), Shape::of(new.get("schema")));
    compare(&old, &new, direction, found);
}

/// Compares two schemas in one direction. Without one (`Direction::Document`) only texts and names count.
pub fn compare(old: &Shape<'_>, new: &Shape<'_>, direction: Direction, found: &mut Found) {
    let empty = old.parts.is_empty() && new.parts.is_empty();
    if empty || !found.enter(direction, old.key(), new.key()) {
        return;
    }
    if values::compare(old, new, direction, found) {
        contents(old, new, direction, found);
    }
    parts(old, new, direction, found);
}

/// Compares what values of a type may be, and what is in them.
fn contents(old: &Shape<'_>, new: &Shape<'_>, direction: Direction, found: &mut Found) {
    vocabularies::compare(old, new, direction, found);
    limits::compare(old, new, direction, found);
    conditions::compare(old, new, direction, found);
    // Beside anything at all, what is listed says nothing more.
    if values::alike(old, new) {
        properties::compare(old, new, direction, found);
        compare(&old.inner("items"), &new.inner("items"), direction, found);
    }
    for keyword in ["oneOf", "anyOf"] {
        choices(keyword, old, new, direction, found);
    }
}

/// Compares what stands in each part on its own: names, texts, the files that strings carry, and keywords that are
/// not compared in detail.
fn parts(old: &Shape<'_>, new: &Shape<'_>, direction: Direction, found: &mut Found) {
    let (pairs, gone, come) = paired(&old.parts, &new.parts, |one, other| {
        one.key() == other.key()
    });
    for (one, other) in pairs {
        if let (Some(before), Some(after)) = (one.schema_name(), other.schema_name()) {
            found.meet(&before, &after);
        }
        texts_of(one, other, found);
        unknown(Some(one), Some(other), direction, found);
        // That a language is written down at last changes nothing about it.
        let schema = Slot::Object(Kind::Schema);
        let carried = [&one, &other].map(|node| node.named_file("x-columns", schema));
        if let [Some(before), Some(after)] = carried {
            compare(&Shape::of([before]), &Shape::of([after]), direction, found);
        }
    }
    for part in gone {
        unknown(Some(part), None, direction, found);
    }
    for part in come {
        unknown(None, Some(part), direction, found);
    }
}

fn texts_of(old: &Node<'_>, new: &Node<'_>, found: &mut Found) {
    for key in texts::keys(old, new) {
        if let Some(rule) = texts::rule(key).filter(|_| !JUDGED.contains(&key)) {
            texts::member(rule, (old.raw(key), new.raw(key)), found);
        }
    }
}

/// Finds changes of keywords that no rule knows.
fn unknown(
    old: Option<&Node<'_>>,
    new: Option<&Node<'_>>,
    direction: Direction,
    found: &mut Found,
) {
    let both = [old, new];
    let keys = both
        .iter()
        .flatten()
        .flat_map(|node| texts::keys(node, node));
    let unknown = keys.filter(|key| !JUDGED.contains(key) && texts::rule(key).is_none());
    for key in unknown {
        let [old, new] = both.map(|node| node.and_then(|node| node.raw(key)));
        let unchanged = match (&old, &new) {
            (Some(old), Some(new)) => same(&old.follow(), &new.follow()),
            _ => false,
        };
        if !unchanged {
            let rule = &rules::KEYWORD_CHANGED;
            found.moved(rule, direction, old.as_ref(), new.as_ref());
        }
    }
}

fn choices(
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
    let (pairs, gone, come) = paired(&old_items, &new_items, alike);
    for (one, other) in pairs {
        let (one, other) = (Shape::of([one.clone()]), Shape::of([other.clone()]));
        compare(&one, &other, direction, found);
    }
    for one in gone {
        found.removed(&rules::VARIANT_REMOVED, direction, one);
    }
    for one in come {
        found.added(&rules::VARIANT_ADDED, direction, one);
    }
}

type Paired<'n, 'a> = (
    Vec<(&'n Node<'a>, &'n Node<'a>)>,
    Vec<&'n Node<'a>>,
    Vec<&'n Node<'a>>,
);

/// Pairs of nodes that are alike, then of those left over by their order; and what is left over on one side alone.
fn paired<'n, 'a>(
    old: &'n [Node<'a>],
    new: &'n [Node<'a>],
    alike: impl Fn(&Node<'a>, &Node<'a>) -> bool,
) -> Paired<'n, 'a> {
    let mut come: Vec<_> = new.iter().collect();
    let mut gone = Vec::new();
    let mut pairs = Vec::new();
    for one in old {
        match come.iter().position(|other| alike(one, other)) {
            Some(index) => pairs.push((one, come.remove(index))),
            None => gone.push(one),
        }
    }
    let count = gone.len().min(come.len());
    pairs.extend(gone.drain(..count).zip(come.drain(..count)));
    (pairs, gone, come)
}
