//! Limits of length, size, number and decimals, and which of two limits is tighter.

use super::{change::Found, node::Node, rule::Direction, rule::Rule, rules, shape::Shape};

struct Limit {
    keyword: &'static str,
    /// The keyword that makes the limit exclusive. Its value is `true`, or the exclusive limit itself.
    exclusive: &'static str,
    upper: bool,
}

const fn limit(keyword: &'static str, exclusive: &'static str, upper: bool) -> Limit {
    Limit {
        keyword,
        exclusive,
        upper,
    }
}

const LIMITS: [Limit; 9] = [
    limit("maximum", "exclusiveMaximum", true),
    limit("minimum", "exclusiveMinimum", false),
    limit("maxLength", "", true),
    limit("minLength", "", false),
    limit("maxItems", "", true),
    limit("minItems", "", false),
    limit("maxProperties", "", true),
    limit("minProperties", "", false),
    limit("x-decimals", "", true),
];

/// The limit that applies: the tightest of all schemas.
#[derive(Clone)]
struct Bound<'a> {
    value: f64,
    strict: bool,
    node: Node<'a>,
    /// The keyword that makes the limit exclusive, if present.
    switch: Option<Node<'a>>,
}

/// Compares all limits.
pub fn compare(old: &Shape<'_>, new: &Shape<'_>, direction: Direction, found: &mut Found) {
    for limit in &LIMITS {
        one(limit, old, new, direction, found);
    }
    multiples(old, new, direction, found);
    let keyword = "uniqueItems";
    if old.flag(keyword) != new.flag(keyword) {
        let rule = tightened(new.flag(keyword));
        let (before, after) = (old.first(keyword), new.first(keyword));
        found.moved(rule, direction, before.as_ref(), after.as_ref());
    }
}

fn tightened(tighter: bool) -> &'static Rule {
    if tighter {
        &rules::LIMIT_TIGHTENED
    } else {
        &rules::LIMIT_LOOSENED
    }
}

fn one(limit: &Limit, old: &Shape<'_>, new: &Shape<'_>, direction: Direction, found: &mut Found) {
    match (bound(limit, old), bound(limit, new)) {
        (None, Some(after)) => found.added(&rules::LIMIT_TIGHTENED, direction, &after.node),
        (Some(before), None) => found.removed(&rules::LIMIT_LOOSENED, direction, &before.node),
        (Some(before), Some(after)) if before.value != after.value => {
            let rule = tightened(limit.tighter(&after, &before));
            found.changed(rule, direction, &before.node, &after.node);
        }
        (Some(before), Some(after)) if before.strict != after.strict => {
            let rule = tightened(after.strict);
            found.moved(
                rule,
                direction,
                before.switch.as_ref(),
                after.switch.as_ref(),
            );
        }
        _ => {}
    }
}

impl Limit {
    fn tighter(&self, one: &Bound<'_>, other: &Bound<'_>) -> bool {
        if one.value == other.value {
            return one.strict && !other.strict;
        }
        (one.value < other.value) == self.upper
    }

    /// The limits that one schema states.
    fn stated<'a>(&self, part: &Node<'a>) -> impl Iterator<Item = Bound<'a>> + use<'a> {
        let switch = part.raw(self.exclusive);
        let plain = part.raw(self.keyword).and_then(|node| {
            Some(Bound {
                value: node.value.as_f64()?,
                strict: part.flag(self.exclusive),
                switch: switch.clone(),
                node,
            })
        });
        let strict = switch.and_then(|node| {
            Some(Bound {
                value: node.value.as_f64()?,
                strict: true,
                switch: Some(node.clone()),
                node,
            })
        });
        plain.into_iter().chain(strict)
    }
}

fn bound<'a>(limit: &Limit, shape: &Shape<'a>) -> Option<Bound<'a>> {
    let stated = shape.parts.iter().flat_map(|part| limit.stated(part));
    let tightest = stated.reduce(|one, other| {
        if limit.tighter(&other, &one) {
            other
        } else {
            one
        }
    })?;
    // A lower limit of 0 for a length or a count has no effect.
    let is_count = limit.keyword != "minimum";
    let has_no_effect = is_count && !limit.upper && tightest.value <= 0.0;
    (!has_no_effect).then_some(tightest)
}

fn multiples(old: &Shape<'_>, new: &Shape<'_>, direction: Direction, found: &mut Found) {
    let (before, after) = (old.first("multipleOf"), new.first("multipleOf"));
    let number = |node: &Option<Node<'_>>| node.as_ref().and_then(|node| node.value.as_f64());
    let rule = match (number(&before), number(&after)) {
        (None, Some(_)) => &rules::LIMIT_TIGHTENED,
        (Some(_), None) => &rules::LIMIT_LOOSENED,
        (Some(before), Some(after)) if before != after => {
            match (is_multiple(after, before), is_multiple(before, after)) {
                (true, _) => &rules::LIMIT_TIGHTENED,
                (_, true) => &rules::LIMIT_LOOSENED,
                _ => &rules::LIMIT_CHANGED,
            }
        }
        _ => return,
    };
    found.moved(rule, direction, before.as_ref(), after.as_ref());
}

fn is_multiple(number: f64, of: f64) -> bool {
    let times = number / of;
    // Decimal fractions are not exact in binary.
    (times - times.round()).abs() < 1e-9
}

#[cfg(test)]
mod tests {
    use super::{
        super::{rule::Kind, testing::source},
        *,
    };

    fn rules(old: &str, new: &str) -> Vec<String> {
        let (old, new) = (source(&[("api.yaml", old)]), source(&[("api.yaml", new)]));
        let shapes = [&old, &new].map(|source| Shape::of([source.root()]));
        let mut found = Found::default();
        compare(&shapes[0], &shapes[1], Direction::Request, &mut found);
        let changes = found.into_changes();
        let brief = changes.iter().map(|change| {
            assert_ne!(change.kind, Kind::Documentation);
            format!("{} {}", change.rule, change.pointer)
        });
        brief.collect()
    }

    #[test]
    fn the_tightest_limit_applies() {
        let old = "{maxLength: 10, allOf: [{maxLength: 5}]}";
        assert_eq!(
            rules(old, "{maxLength: 10, allOf: [{maxLength: 3}]}"),
            ["limit-tightened /allOf/0/maxLength"]
        );
        assert_eq!(
            rules(old, "{maxLength: 4, allOf: [{maxLength: 5}]}"),
            ["limit-tightened /maxLength"]
        );
        let none: [&str; 0] = [];
        assert_eq!(rules(old, "{maxLength: 9, allOf: [{maxLength: 5}]}"), none);
        assert_eq!(rules("{}", "{minLength: 0}"), none);
    }

    #[test]
    fn a_limit_may_be_exclusive() {
        let (closed, open) = ("{maximum: 5}", "{maximum: 5, exclusiveMaximum: true}");
        assert_eq!(rules(closed, open), ["limit-tightened /exclusiveMaximum"]);
        assert_eq!(rules(open, closed), ["limit-loosened /exclusiveMaximum"]);
        assert_eq!(
            rules(closed, "{exclusiveMaximum: 4}"),
            ["limit-tightened /exclusiveMaximum"]
        );
    }

    #[test]
    fn multiples_are_compared() {
        let of = |number| format!("{{multipleOf: {number}}}");
        assert_eq!(rules(&of(0.01), &of(0.1)), ["limit-tightened /multipleOf"]);
        assert_eq!(rules(&of(0.1), &of(0.01)), ["limit-loosened /multipleOf"]);
        assert_eq!(rules(&of(2.0), &of(3.0)), ["limit-changed /multipleOf"]);
    }
}
