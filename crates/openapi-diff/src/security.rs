//! Credentials: which are enough for a call, and how they are sent.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{
    change::{Direction, Found},
    node::Node,
    operations::Operation,
    rules, texts,
};

/// What a scheme says about the wire. All else is for people.
const WIRE: [&str; 7] = [
    "type",
    "in",
    "name",
    "scheme",
    "bearerFormat",
    "flows",
    "openIdConnectUrl",
];

type Requirement<'a> = BTreeMap<&'a str, Vec<&'a str>>;

/// Compares what two operations ask for.
pub fn compare(old: &Operation<'_>, new: &Operation<'_>, found: &mut Found) {
    let request = Direction::Request;
    let (one, other) = (stated(old), stated(new));
    let (before, after) = (alternatives(&one), alternatives(&other));
    let enough = |given: &Requirement<'_>, wanted: &[Requirement<'_>]| {
        wanted.iter().any(|wanted| satisfies(given, wanted))
    };
    if before.iter().any(|given| !enough(given, &after)) {
        let rule = &rules::SECURITY_TIGHTENED;
        found.moved(rule, request, one.as_ref(), other.as_ref());
    }
    if after.iter().any(|given| !enough(given, &before)) {
        let rule = &rules::SECURITY_LOOSENED;
        found.moved(rule, request, one.as_ref(), other.as_ref());
    }
    for name in after.iter().flat_map(|one| one.keys()) {
        if let (Some(one), Some(other)) = (scheme(old, name), scheme(new, name)) {
            schemes(&one, &other, found);
        }
    }
}

fn scheme<'a>(operation: &Operation<'a>, name: &str) -> Option<Node<'a>> {
    let components = operation.root.get("components")?;
    components.get("securitySchemes")?.get(name)
}

/// The requirements that hold for an operation, its own or those of the document.
fn stated<'a>(operation: &Operation<'a>) -> Option<Node<'a>> {
    let own = operation.node.get("security");
    own.or_else(|| operation.root.get("security"))
}

/// The credentials of which one set is enough. No requirement is met by sending nothing.
fn alternatives<'a>(stated: &Option<Node<'a>>) -> Vec<Requirement<'a>> {
    let list = stated.as_ref().and_then(|node| node.value.as_array());
    let requirements: Vec<_> = list
        .into_iter()
        .flatten()
        .filter_map(Value::as_object)
        .map(|schemes| {
            let scopes = |value: &'a Value| {
                let names = value.as_array().into_iter().flatten();
                names.filter_map(Value::as_str).collect()
            };
            let named = schemes.iter();
            named
                .map(|(name, value)| (name.as_str(), scopes(value)))
                .collect()
        })
        .collect();
    match requirements.is_empty() {
        true => vec![Requirement::new()],
        false => requirements,
    }
}

fn satisfies(given: &Requirement<'_>, wanted: &Requirement<'_>) -> bool {
    wanted.iter().all(|(scheme, scopes)| {
        given
            .get(scheme)
            .is_some_and(|held| scopes.iter().all(|scope| held.contains(scope)))
    })
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

/// OAuth flows with the names of their scopes, and not what these mean.
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
