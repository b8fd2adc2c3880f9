//! The rules `example-read-only` and `example-write-only`: examples of requests contain no read-only properties, and
//! examples of responses contain no write-only properties.

use openapi_document::{Rule, SchemaView, pointer};
use serde_json::Value;

use crate::rules;

/// A pointer into the value, a rule and a message.
pub type Problem = (String, &'static Rule, String);

/// Whether an example is part of a request or of a response.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Way {
    /// In a request.
    Sent,
    /// In a response.
    Received,
}

/// Whether the value at `pointer` is part of a request or of a response. `None` if it may be part of both.
pub fn way(pointer: &str) -> Option<Way> {
    let mut keys = pointer.rsplit('/');
    keys.find_map(|key| match key {
        "requestBody" | "requestBodies" => Some(Way::Sent),
        "responses" => Some(Way::Received),
        _ => None,
    })
}

/// Collects the members of `value` that must not be sent or received. `at` is the pointer of `value` in the example.
pub fn misplaced(
    schema: &SchemaView<'_>,
    value: &Value,
    way: Way,
    (at, found): (&str, &mut Vec<Problem>),
) {
    let (flag, rule, what) = match way {
        Way::Sent => (
            "readOnly",
            &rules::EXAMPLE_READ_ONLY,
            "is set by the server and must not be sent",
        ),
        Way::Received => ("writeOnly", &rules::EXAMPLE_WRITE_ONLY, "is never returned"),
    };
    match value {
        Value::Array(items) => {
            let Some(schema) = schema.items() else { return };
            for (index, item) in items.iter().enumerate() {
                misplaced(&schema, item, way, (&format!("{at}/{index}"), found));
            }
        }
        Value::Object(members) => {
            for (name, member) in members {
                let Some(property) = schema.property(name) else {
                    continue;
                };
                let at = pointer::child(at, name);
                if property.get(flag) == Some(&Value::Bool(true)) {
                    found.push((at, rule, format!("`{name}` {what} (`{flag}`)")));
                } else {
                    misplaced(&property, member, way, (&at, found));
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn read_only_and_write_only_members_are_found() {
        let schema = json!({"properties": {
            "id": {"readOnly": true},
            "secret": {"writeOnly": true},
            "lines": {"items": {"allOf": [{"properties": {"nr": {"readOnly": true}}}]}},
        }});
        let value = json!({"id": 1, "secret": 2, "lines": [{"nr": 3}], "other": 4});
        let found = |way| {
            let mut found = Vec::new();
            misplaced(
                &SchemaView::new(&schema, &schema),
                &value,
                way,
                ("", &mut found),
            );
            let found = found
                .into_iter()
                .map(|(at, rule, _)| format!("{at} {}", rule.id));
            found.collect::<Vec<_>>()
        };
        assert_eq!(
            found(Way::Sent),
            ["/id example-read-only", "/lines/0/nr example-read-only"]
        );
        assert_eq!(found(Way::Received), ["/secret example-write-only"]);
    }

    #[test]
    fn the_way_follows_from_the_pointer() {
        assert_eq!(
            way("/paths/~1a/post/requestBody/content/a~1b"),
            Some(Way::Sent)
        );
        assert_eq!(
            way("/components/responses/A/content/a~1b"),
            Some(Way::Received)
        );
        assert_eq!(way("/components/headers/A"), None);
    }
}
