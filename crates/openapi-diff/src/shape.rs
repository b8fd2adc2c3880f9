//! A schema together with the schemas of its `allOf`, which all apply to the same value.

use std::collections::{BTreeMap, BTreeSet};

use openapi_document::composition::depth_first;
use serde_json::Value;

use super::node::Node;

/// Schemas that all apply to the same value. Without any schema, every value is allowed.
#[derive(Clone)]
pub struct Shape<'a> {
    /// The schemas, the outer one first.
    pub parts: Vec<Node<'a>>,
}

impl<'a> Shape<'a> {
    /// The shape of schemas that all apply to the same value. Without any schema, it allows every value.
    pub fn of(schemas: impl IntoIterator<Item = Node<'a>>) -> Self {
        let inner = |schema: &Node<'a>| {
            let all = schema.get("allOf");
            all.map(|all| all.items()).unwrap_or_default()
        };
        Self {
            parts: depth_first(schemas, Node::key, inner),
        }
    }

    /// A key that identifies this shape in its document.
    pub fn key(&self) -> String {
        let keys: Vec<_> = self.parts.iter().map(Node::key).collect();
        keys.join(" ")
    }

    /// A keyword, from the outermost schema that has it.
    pub fn first(&self, keyword: &str) -> Option<Node<'a>> {
        self.parts.iter().find_map(|part| part.raw(keyword))
    }

    /// A keyword, from all schemas that have it.
    pub fn all(&self, keyword: &str) -> Vec<Node<'a>> {
        let parts = self.parts.iter();
        parts.filter_map(|part| part.raw(keyword)).collect()
    }

    /// Whether a keyword is true in any of the schemas.
    pub fn flag(&self, keyword: &str) -> bool {
        self.parts.iter().any(|part| part.flag(keyword))
    }

    /// The types that the value may have. `None` if it may have any type.
    pub fn types(&self) -> Option<BTreeSet<&'a str>> {
        let stated = self.first("type").map(|node| types(node.value));
        let implied = || {
            let has = |keyword| self.first(keyword).is_some();
            let implied = [("properties", "object"), ("items", "array")];
            let found = implied.iter().find(|(keyword, _)| has(keyword));
            found.map(|(_, name)| BTreeSet::from([*name]))
        };
        let mut types = stated.or_else(implied)?;
        types.remove("null");
        Some(types)
    }

    /// Whether the value may be null.
    pub fn nullable(&self) -> bool {
        let named = |node: Node<'_>| types(node.value).contains("null");
        self.flag("nullable") || self.first("type").is_some_and(named)
    }

    /// The outermost schema, which is the place of the shape.
    pub fn place(&self) -> Option<&Node<'a>> {
        self.parts.first()
    }

    /// The listed properties, each with the schemas from all parts.
    pub fn properties(&self) -> BTreeMap<&'a str, Shape<'a>> {
        let mut nodes: BTreeMap<&str, Vec<Node<'a>>> = BTreeMap::new();
        for listed in self.all("properties") {
            for (name, node) in listed.members() {
                nodes.entry(name).or_default().push(node);
            }
        }
        let nodes = nodes.into_iter();
        nodes.map(|(name, nodes)| (name, Self::of(nodes))).collect()
    }

    /// The names of required properties, each with the list that contains it.
    pub fn required(&self) -> BTreeMap<&'a str, Node<'a>> {
        let mut found = BTreeMap::new();
        for list in self.all("required") {
            let names = list.value.as_array().into_iter().flatten();
            found.extend(
                names
                    .filter_map(Value::as_str)
                    .map(|name| (name, list.clone())),
            );
        }
        found
    }

    /// The schemas in `oneOf` or `anyOf`. Each is a pair: the schema itself, and its shape together with all other
    /// keywords that apply.
    pub fn alternatives(&self, keyword: &'static str) -> Vec<(Node<'a>, Self)> {
        let mut rest = self.parts.clone();
        let Some(holder) = rest.iter_mut().find(|part| part.raw(keyword).is_some()) else {
            return Vec::new();
        };
        let listed = holder.get(keyword).map(|list| list.items());
        *holder = holder.without(keyword);
        let with = |schema: Node<'a>| {
            let parts = rest.iter().cloned().chain([schema.clone()]);
            (schema, Self::of(parts))
        };
        listed.into_iter().flatten().map(with).collect()
    }

    /// The schema in a keyword, combined from all schemas that have the keyword.
    pub fn inner(&self, keyword: &str) -> Self {
        let parts = self.parts.iter();
        Self::of(
            parts
                .filter_map(|part| part.get(keyword))
                .filter(|node| node.value.is_object()),
        )
    }
}

fn types(value: &Value) -> BTreeSet<&str> {
    match value {
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        other => other.as_str().into_iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::testing::{schema, source},
        *,
    };

    #[test]
    fn keywords_of_all_schemas_apply() {
        let source = source(&[(
            "api.yaml",
            "components:
  schemas:
    a:
      properties: {x: {maxLength: 5}}
      required: [x]
      allOf: [{$ref: '#/components/schemas/b'}, {$ref: '#/components/schemas/a'}]
    b: {type: object, properties: {x: {type: string}, y: {}}, required: [y]}
",
        )]);
        let shape = Shape::of([schema(&source, "a")]);
        assert_eq!(shape.key(), "#/components/schemas/a #/components/schemas/b");
        assert_eq!(shape.types(), Some(BTreeSet::from(["object"])));
        assert_eq!(shape.required().into_keys().collect::<Vec<_>>(), ["x", "y"]);
        let x = &shape.properties()["x"];
        assert_eq!(x.types(), Some(BTreeSet::from(["string"])));
        assert!(x.first("maxLength").is_some());
    }

    #[test]
    fn null_may_be_a_type() {
        let source = source(&[(
            "api.yaml",
            "components: {schemas: {a: {type: [string, 'null']}, b: {type: string}}}",
        )]);
        let shape = |key| Shape::of([schema(&source, key)]);
        assert!(shape("a").nullable() && !shape("b").nullable());
        assert_eq!(shape("a").types(), shape("b").types());
    }
}
