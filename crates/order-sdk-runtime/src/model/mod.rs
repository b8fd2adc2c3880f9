//! What all models have in common when they are read and written; the derives of `order-sdk-derive` say what is each one's own.

mod read;
mod write;

use std::collections::BTreeMap;

pub use read::{Read, Value, put, put_some, read};
pub use write::{Fields, Write, write};

/// The fields of an object that its model does not have, as they came.
pub type Extra = BTreeMap<String, serde_json::Value>;

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Extra;
    use crate::{Deserialize, Patch, Serialize};

    #[derive(Debug, Default, Deserialize, PartialEq, Serialize)]
    struct Update {
        #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
        kind: Option<String>,
        #[serde(
            default,
            with = "crate::integer::patch",
            skip_serializing_if = "Patch::is_keep"
        )]
        days: Patch<i64>,
        #[serde(flatten)]
        extra: Extra,
    }

    #[derive(Debug, Deserialize, PartialEq, Serialize)]
    struct Create {
        #[serde(alias = "ID", deserialize_with = "crate::integer::deserialize")]
        id: i64,
        name: String,
        #[serde(default)]
        lines: Option<Vec<Update>>,
    }

    fn refused(json: &str) -> String {
        let error = serde_json::from_str::<Create>(json).expect_err(json);
        let text = error.to_string();
        let (told, _place) = text.rsplit_once(" at line").unwrap_or((&text, ""));
        told.to_owned()
    }

    #[test]
    fn fields_are_read_in_any_order_and_the_rest_is_kept() {
        let json = r#"{"new": [1], "days": "3", "type": "a", "more": null}"#;
        let update: Update = serde_json::from_str(json).expect("read");
        assert_eq!(update.kind.as_deref(), Some("a"));
        assert_eq!(update.days, Patch::Set(3));
        assert_eq!(json!(update.extra), json!({ "new": [1], "more": null }));
        let json = r#"{"type":"a","days":3,"more":null,"new":[1]}"#;
        assert_eq!(serde_json::to_string(&update).expect("written"), json);
        let none: Update = serde_json::from_str("{}").expect("read");
        assert_eq!(none, Update::default());
        assert_eq!(serde_json::to_string(&none).expect("written"), "{}");
    }

    #[test]
    fn what_must_be_there_is_read_and_what_is_unknown_ignored() {
        let json = r#"{"name": "n", "x": {"y": [1]}, "id": "7", "lines": [{"type": "b"}]}"#;
        let create: Create = serde_json::from_str(json).expect("read");
        assert_eq!((create.id, create.name.as_str()), (7, "n"));
        let value = serde_json::to_value(&create).expect("written");
        let expected = json!({ "id": 7, "name": "n", "lines": [{ "type": "b" }] });
        assert_eq!(value, expected);
        assert_eq!(
            serde_json::from_value::<Create>(value).expect("read"),
            create
        );
    }

    #[test]
    fn a_field_is_read_by_its_other_name_and_written_by_its_own() {
        let create: Create = serde_json::from_str(r#"{"name": "n", "ID": 7}"#).expect("read");
        let json = r#"{"id":7,"name":"n","lines":null}"#;
        assert_eq!(serde_json::to_string(&create).expect("written"), json);
        assert_eq!(refused(r#"{"id": 1, "ID": 1}"#), "duplicate field `id`");
    }

    #[test]
    fn errors_are_those_of_serde() {
        assert_eq!(refused(r#"{"id": 1}"#), "missing field `name`");
        assert_eq!(refused(r#"{"id": 1, "id": 1}"#), "duplicate field `id`");
        assert_eq!(
            refused("7"),
            "invalid type: integer `7`, expected struct Create"
        );
        assert_eq!(
            refused(r#"{"id": 1, "name": 2}"#),
            "invalid type: integer `2`, expected a string"
        );
        assert_eq!(
            refused("[1, \"n\", null]"),
            "invalid type: sequence, expected struct Create"
        );
    }
}
