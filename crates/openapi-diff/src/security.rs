//! Credentials: which of them a call needs, and how they are sent.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{change::Found, node::Node, operation::Operation, rule::Direction, rules, texts};

/// The members of a scheme that affect requests. The others are descriptions.
const WIRE: [&str; 7] = [
    "type",
    "in",
    "name",
    "scheme",
    "bearerFormat",
    "flows",
    "openIdConnectUrl",
];

/// A set of credentials that is sufficient for a call.
struct Requirement<'a> {
    /// The schemes, each with its scopes.
    schemes: BTreeMap<&'a str, Vec<&'a str>>,
    /// The Security Requirement Object, or the list of requirements if it is empty.
    node: Option<Node<'a>>,
}

impl<'a> Requirement<'a> {
    fn of(node: Node<'a>) -> Self {
        let scopes = |value: &'a Value| {
            let names = value.as_array().into_iter().flatten();
            names.filter_map(Value::as_str).collect()
        };
        let schemes = node.value.as_object().into_iter().flatten();
        Self {
            schemes: schemes
                .map(|(name, value)| (name.as_str(), scopes(value)))
                .collect(),
            node: Some(node),
        }
    }

    /// Whether these credentials contain the scheme with all of these scopes.
    fn contains_scheme(&self, scheme: &str, scopes: &[&str]) -> bool {
        let granted = self.schemes.get(scheme);
        granted.is_some_and(|granted| scopes.iter().all(|scope| granted.contains(scope)))
    }

    /// Whether these credentials are sufficient for the requirement `wanted`.
    fn satisfies(&self, wanted: &Self) -> bool {
        let mut schemes = wanted.schemes.iter();
        schemes.all(|(scheme, scopes)| self.contains_scheme(scheme, scopes))
    }

    /// The first scheme that these credentials contain and `other` does not contain.
    fn beyond(&self, other: &Self) -> Option<Node<'a>> {
        let mut schemes = self.schemes.iter();
        let (scheme, _) =
            schemes.find(|(scheme, scopes)| !other.contains_scheme(scheme, scopes))?;
        self.node.as_ref()?.raw(scheme)
    }
}

/// Compares the credentials that two operations require.
pub fn compare(old: &Operation<'_>, new: &Operation<'_>, found: &mut Found) {
    let request = Direction::Request;
    let (before, after) = (alternatives(old), alternatives(new));
    let value = |one: Option<&Requirement<'_>>| Some(one?.node.as_ref()?.value.clone());
    for (given, wanted) in refused(&before, &after) {
        let beyond = wanted.and_then(|wanted| wanted.beyond(given));
        if let Some(at) = beyond.as_ref().or(given.node.as_ref()) {
            let (before, after) = (value(Some(given)), value(wanted));
            found.note(&rules::SECURITY_TIGHTENED, request, at, before, after);
        }
    }
    for (given, wanted) in refused(&after, &before) {
        let stated = wanted.and_then(|wanted| wanted.node.as_ref());
        found.moved(
            &rules::SECURITY_LOOSENED,
            request,
            stated,
            given.node.as_ref(),
        );
    }
    for name in after.iter().flat_map(|one| one.schemes.keys()) {
        if let (Some(one), Some(other)) = (scheme(old, name), scheme(new, name)) {
            schemes(&one, &other, found);
        }
    }
}

/// The requirements in `given` that satisfy none of those in `wanted`. Each is paired with every requirement in
/// `wanted` that extends it, or with `None`.
fn refused<'n, 'a>(
    given: &'n [Requirement<'a>],
    wanted: &'n [Requirement<'a>],
) -> Vec<(&'n Requirement<'a>, Option<&'n Requirement<'a>>)> {
    let enough = |given: &&Requirement<'_>| wanted.iter().any(|wanted| given.satisfies(wanted));
    let mut found = Vec::new();
    for given in given.iter().filter(|given| !enough(given)) {
        let more: Vec<_> = wanted
            .iter()
            .filter(|wanted| wanted.satisfies(given))
            .collect();
        if more.is_empty() {
            found.push((given, None));
        } else {
            found.extend(more.into_iter().map(|more| (given, Some(more))));
        }
    }
    found
}

fn scheme<'a>(operation: &Operation<'a>, name: &str) -> Option<Node<'a>> {
    let components = operation.root.get("components")?;
    components.get("securitySchemes")?.get(name)
}

/// The alternative requirements of the operation, or of the document if the operation has none. If there are no
/// requirements, an empty one, which any call satisfies.
fn alternatives<'a>(operation: &Operation<'a>) -> Vec<Requirement<'a>> {
    let own = operation.node.get("security");
    let list = own.or_else(|| operation.root.get("security"));
    let stated = list.iter().flat_map(Node::items);
    let stated: Vec<_> = stated.map(Requirement::of).collect();
    if stated.is_empty() {
        vec![Requirement {
            schemes: BTreeMap::new(),
            node: list,
        }]
    } else {
        stated
    }
}

fn schemes(old: &Node<'_>, new: &Node<'_>, found: &mut Found) {
    for key in WIRE {
        let (before, after) = (old.raw(key), new.raw(key));
        let value = |node: &Option<Node<'_>>| {
            node.as_ref().map(|node| match key {
                "flows" => without_texts(node.value),
                _ => node.value.clone(),
            })
        };
        if value(&before) != value(&after) {
            let rule = &rules::SCHEME_CHANGED;
            found.moved(rule, Direction::Request, before.as_ref(), after.as_ref());
        } else {
            texts::member(&rules::DESCRIPTION, (before, after), found);
        }
    }
    texts::compare(old, new, &WIRE, found);
}

/// OAuth flows without the descriptions of their scopes.
fn without_texts(flows: &Value) -> Value {
    let mut flows = flows.clone();
    for flow in flows
        .as_object_mut()
        .into_iter()
        .flat_map(|all| all.values_mut())
    {
        if let Some(Value::Object(scopes)) = flow.get_mut("scopes") {
            scopes.values_mut().for_each(|text| *text = Value::Null);
        }
    }
    flows
}

#[cfg(test)]
mod tests {
    use super::super::{compare::compare, testing::source};

    /// The changes from one list of requirements to another.
    fn found(old: &str, new: &str) -> Vec<String> {
        let document = |security: &str| {
            let operation = "{responses: {}}";
            let text = format!("paths: {{/a: {{get: {operation}}}}}\nsecurity:\n{security}\n");
            source(&[("api.yaml", &text)])
        };
        let changes = compare(&document(old), &document(new));
        let brief = changes.iter().map(|change| {
            let value = change.after.as_ref().or(change.before.as_ref());
            let value = value.map(ToString::to_string).unwrap_or_default();
            let at = format!("{}:{}", change.line, change.pointer);
            format!("{} {at} {value}", change.rule)
        });
        brief.collect()
    }

    #[test]
    fn a_requirement_is_named_at_its_line() {
        let (one, two) = ("- Key: []", "- Key: []\n- Token: []");
        let both = "- Key: []\n  Token: []";
        let token = r#"{"Token":[]}"#;
        assert_eq!(
            found(one, two),
            [format!("security-loosened 4:/security/1 {token}")]
        );
        assert_eq!(
            found(two, one),
            [format!("security-tightened 4:/security/1 {token}")]
        );
        assert_eq!(
            found(one, both),
            [r#"security-tightened 4:/security/0/Token {"Key":[],"Token":[]}"#]
        );
        assert_eq!(
            found(both, one),
            [r#"security-loosened 3:/security/0 {"Key":[]}"#]
        );
        assert_eq!(
            found("  []", two),
            [
                r#"security-tightened 3:/security/0/Key {"Key":[]}"#,
                r#"security-tightened 4:/security/1/Token {"Token":[]}"#,
            ]
        );
        assert_eq!(
            found(one, "- Token: []"),
            [
                r#"security-tightened 3:/security/0 {"Key":[]}"#,
                r#"security-loosened 3:/security/0 {"Token":[]}"#,
            ]
        );
        assert_eq!(found(two, two), [""; 0]);
    }
}
