//! Which component schemas an operation uses, and which of them only one request uses: these are shown with their
//! operation, and all others in the list of schemas.

use std::{
    collections::{BTreeMap, BTreeSet},
    ptr,
};

use openapi_document::composition::depth_first;

use super::{Operation, component};
use crate::ordered::{self, Value, at, members};

/// The schemas that are shown on their own, in the order of the document.
pub(super) fn shared<'a>(root: &'a Value, operations: &[Operation<'a>]) -> Vec<&'a str> {
    let mut users: BTreeMap<&str, BTreeSet<Option<&str>>> = BTreeMap::new();
    for operation in operations {
        let request = operation
            .request()
            .map(|value| (value, Some(operation.id.as_str())));
        let responses = operation.responses.iter().map(|(_, value)| (*value, None));
        for (value, user) in request.chain(responses) {
            for name in reached(root, value) {
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
    all.map(|(name, _)| name).filter(is_shared).collect()
}

/// The component schemas that a value refers to, directly or through others.
pub(super) fn reached<'a>(root: &'a Value, value: &'a Value) -> BTreeSet<&'a str> {
    let inner = |value: &&'a Value| {
        let items = value.as_sequence().into_iter().flatten();
        // Payloads are not schemas, whatever they contain.
        let values = members(value).filter(|(key, _)| !matches!(*key, "example" | "examples"));
        let target = ordered::follow(root, value);
        items
            .chain(values.map(|(_, value)| value))
            .chain([target])
            .collect()
    };
    let all = depth_first([value], |value| ptr::from_ref(*value), inner);
    all.into_iter().filter_map(component).collect()
}
