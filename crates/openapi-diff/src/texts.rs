//! Descriptions and other texts, and all members that have no other rule.

use super::{
    change::Found,
    node::{Node, same},
    rule::Direction,
    rule::Rule,
    rules,
};

/// Compares all members of an object except those in `judged`, which have their own rules.
pub fn compare(old: &Node<'_>, new: &Node<'_>, judged: &[&str], found: &mut Found) {
    for key in keys(old, new) {
        if judged.contains(&key) {
            continue;
        }
        let rule = rule(key).unwrap_or(&rules::OTHER);
        member(rule, (old.raw(key), new.raw(key)), found);
    }
}

/// The names of the members of both objects, each once, in alphabetical order.
pub fn keys<'a>(old: &Node<'a>, new: &Node<'a>) -> Vec<&'a str> {
    let of = |node: &Node<'a>| node.value.as_object().into_iter().flatten();
    let mut keys: Vec<_> = of(old)
        .chain(of(new))
        .map(|(key, _)| key.as_str())
        .collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The rule for a key that has the same meaning everywhere.
pub fn rule(key: &str) -> Option<&'static Rule> {
    Some(match key {
        "title" | "summary" | "description" | "externalDocs" | "termsOfService" | "contact"
        | "license" | "$comment" => &rules::DESCRIPTION,
        "example" | "examples" => &rules::EXAMPLE,
        "x-evidence" | "x-source" => &rules::EVIDENCE,
        "tags" => &rules::TAGS,
        "deprecated" => &rules::DEPRECATED,
        _ if key.starts_with("x-") => &rules::EXTENSION,
        _ => return None,
    })
}

/// Compares one member. Named examples are compared one by one.
pub fn member(rule: &Rule, pair: (Option<Node<'_>>, Option<Node<'_>>), found: &mut Found) {
    let named = rule.name == rules::EXAMPLE.name;
    match pair {
        (Some(old), Some(new)) if named && old.value.is_object() && new.value.is_object() => {
            for name in keys(&old, &new) {
                value(rule, (old.raw(name), new.raw(name)), found);
            }
        }
        pair => value(rule, pair, found),
    }
}

fn value(rule: &Rule, pair: (Option<Node<'_>>, Option<Node<'_>>), found: &mut Found) {
    let (old, new) = pair;
    let unchanged = match (&old, &new) {
        (Some(old), Some(new)) => same(&old.follow(), &new.follow()),
        (old, new) => old.is_none() && new.is_none(),
    };
    if !unchanged {
        found.moved(rule, Direction::Document, old.as_ref(), new.as_ref());
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{change::Found, testing::source},
        *,
    };

    #[test]
    fn each_text_has_its_rule_and_examples_are_read_from_their_files() {
        let parameter = |members: &str, example: &str| {
            let text = format!(
                "components: {{parameters: {{p: {{{members}, examples: {{p: {{$ref: e.json}}, q: {{value: 1}}}}}}}}}}"
            );
            source(&[("api.yaml", &text), ("e.json", example)])
        };
        let old = "description: a, x-evidence: b, x-source: d, x-other: c, odd: 1";
        let new = "description: z, x-evidence: z, x-source: z, x-other: z, odd: 2";
        let old = parameter(old, "{\"value\": 1}");
        let new = parameter(new, "{\"value\": 2}");
        let [old, new] = [&old, &new].map(|source| {
            let components = source.root().get("components").expect("present");
            let parameters = components.get("parameters").expect("present");
            parameters.get("p").expect("present")
        });
        let mut found = Found::default();
        compare(&old, &new, &[], &mut found);
        let changes = found.into_changes();
        let seen: Vec<_> = changes
            .iter()
            .map(|change| {
                let at = change.pointer.strip_prefix("/components/parameters/p");
                format!("{} {}", change.rule, at.expect("a member"))
            })
            .collect();
        assert_eq!(
            seen,
            [
                "description-changed /description",
                "example-changed /examples/p",
                "other-changed /odd",
                "evidence-changed /x-evidence",
                "extension-changed /x-other",
                "evidence-changed /x-source",
            ]
        );
    }
}
