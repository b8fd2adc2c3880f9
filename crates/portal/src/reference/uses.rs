//! Which component schemas only one request uses. These are shown with its operation, and all others in the list of
//! schemas.

use std::collections::{BTreeMap, BTreeSet};

use super::{Operation, component};
use crate::ordered::{Value, at, members};

/// Which component schemas are shown on their own.
#[derive(Debug)]
pub struct Uses<'a> {
    /// The schemas that are shown on their own, in the order of the document.
    pub shared: Vec<&'a str>,
}

impl<'a> Uses<'a> {
    pub(super) fn of(root: &'a Value, operations: &[Operation<'a>]) -> Self {
        let schemas = at(root, "/components/schemas")
            .into_iter()
            .flat_map(members);
        let schemas: BTreeMap<_, _> = schemas.collect();
        let mut users: BTreeMap<&str, BTreeSet<Option<&str>>> = BTreeMap::new();
        for operation in operations {
            let request = operation.parameters.iter().copied().chain(operation.body);
            let request = request.map(|value| (value, Some(operation.id.as_str())));
            let responses = operation.responses.iter().map(|(_, value)| (*value, None));
            for (value, user) in request.chain(responses) {
                for name in reached(value, &schemas) {
                    users.entry(name).or_default().insert(user);
                }
            }
        }
        // A schema that nothing uses has no other place.
        let is_shared = |name: &&str| {
            let mut users = users.get(name).into_iter().flatten();
            users.next().is_none_or(Option::is_none) || users.next().is_some()
        };
        let all = at(root, "/components/schemas")
            .into_iter()
            .flat_map(members);
        let shared = all.map(|(name, _)| name).filter(is_shared).collect();
        Self { shared }
    }

    /// Whether a schema is shown in the list of schemas, and not in an operation.
    pub fn is_shared(&self, schema: &str) -> bool {
        self.shared.contains(&schema)
    }
}

/// The component schemas that a value refers to, directly or through others.
pub(super) fn reached<'a>(
    value: &'a Value,
    schemas: &BTreeMap<&'a str, &'a Value>,
) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::new();
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        match value {
            Value::Mapping(map) => {
                let target = component(value).and_then(|name| schemas.get_key_value(name));
                if let Some((name, schema)) = target
                    && found.insert(*name)
                {
                    open.push(schema);
                }
                // Payloads are not schemas, whatever they contain.
                let examples = |key: &Value| matches!(key.as_str(), Some("example" | "examples"));
                open.extend(
                    map.iter()
                        .filter(|(key, _)| !examples(key))
                        .map(|(_, inner)| inner),
                );
            }
            Value::Sequence(items) => open.extend(items),
            _ => {}
        }
    }
    found
}
