//! Conditions on combinations of properties or parameters: `x-requires-one-of`, `x-excludes` and `x-conflicts`.

use serde_json::Value;

use super::{change::Found, rule::Direction, rules, shape::Shape};

/// Whether the first of two entries of a keyword refuses everything that the second refuses.
type Refuses = fn(&Value, &Value) -> bool;

/// The keywords, and how two entries of each compare.
const CONDITIONS: [(&str, Refuses); 3] = [
    // "At least one of few" refuses more than "at least one of many".
    ("x-requires-one-of", within),
    // "At most one of many" refuses more than "at most one of few".
    ("x-excludes", |one, other| within(other, one)),
    // A conflict of fewer values applies more often.
    ("x-conflicts", within),
];

/// The names of the keywords.
pub const KEYWORDS: [&str; 3] = [CONDITIONS[0].0, CONDITIONS[1].0, CONDITIONS[2].0];

/// Compares the conditions.
pub fn compare(old: &Shape<'_>, new: &Shape<'_>, direction: Direction, found: &mut Found) {
    for (keyword, refuses) in CONDITIONS {
        let (before, after) = (entries(old, keyword), entries(new, keyword));
        let implied = |entry: &Value, by: &[Value]| by.iter().any(|other| refuses(other, entry));
        let (old, new) = (old.first(keyword), new.first(keyword));
        if after.iter().any(|entry| !implied(entry, &before)) {
            let rule = &rules::CONDITION_TIGHTENED;
            found.moved(rule, direction, old.as_ref(), new.as_ref());
        }
        if before.iter().any(|entry| !implied(entry, &after)) {
            let rule = &rules::CONDITION_LOOSENED;
            found.moved(rule, direction, old.as_ref(), new.as_ref());
        }
    }
}

fn entries(shape: &Shape<'_>, keyword: &str) -> Vec<Value> {
    let lists = shape.all(keyword);
    let entries = lists.iter().filter_map(|list| list.value.as_array());
    entries.flatten().cloned().collect()
}

/// Whether all members of `small` are in `large`.
fn within(small: &Value, large: &Value) -> bool {
    match (small, large) {
        (Value::Array(small), Value::Array(large)) => {
            small.iter().all(|member| large.contains(member))
        }
        (Value::Object(small), Value::Object(large)) => small
            .iter()
            .all(|(key, value)| large.get(key) == Some(value)),
        _ => small == large,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn entries_are_ordered_by_what_they_refuse() {
        let refuses = |keyword: &str| {
            let found = CONDITIONS.iter().find(|(name, _)| *name == keyword);
            found.expect("a condition").1
        };
        let (few, many) = (json!(["a"]), json!(["a", "b"]));
        assert!(refuses("x-requires-one-of")(&few, &many));
        assert!(!refuses("x-requires-one-of")(&many, &few));
        assert!(refuses("x-excludes")(&many, &few));
        assert!(!refuses("x-excludes")(&few, &many));
        let (few, many) = (json!({"a": 1}), json!({"a": 1, "b": 2}));
        assert!(refuses("x-conflicts")(&few, &many));
        assert!(!refuses("x-conflicts")(&json!({"a": 2}), &many));
    }
}
