//! The schemas that a schema is composed of by `allOf`.

use std::{collections::HashSet, hash::Hash};

use crate::{Document, pointer};

/// The items of `starts` and all their parts, depth first. `key` identifies an item. Each item is listed once, so that
/// circles end.
pub fn depth_first<T, K: Eq + Hash>(
    starts: impl IntoIterator<Item = T>,
    key: impl Fn(&T) -> K,
    parts: impl Fn(&T) -> Vec<T>,
) -> Vec<T> {
    let mut open: Vec<_> = starts.into_iter().collect();
    open.reverse();
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    while let Some(next) = open.pop() {
        if seen.insert(key(&next)) {
            open.extend(parts(&next).into_iter().rev());
            found.push(next);
        }
    }
    found
}

impl Document {
    /// The pointers of the schema at `at` and of the schemas in its `allOf`, depth first and each once. References are
    /// followed.
    pub fn composed(&self, at: &str) -> Vec<String> {
        let parts = |at: &String| {
            let list = pointer::child(at, "allOf");
            let parts = self.at(&list).and_then(|list| list.as_array());
            (0..parts.map_or(0, Vec::len))
                .map(|index| self.follow(&format!("{list}/{index}")))
                .collect()
        };
        depth_first([self.follow(at)], String::clone, parts)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use serde_json::json;

    use super::*;
    use crate::SchemaView;

    const SOURCE: &str = "
own: {allOf: [{$ref: '#/own'}], title: own}
through: {allOf: [{$ref: '#/other'}], title: through}
other: {allOf: [{minimum: 1}, {$ref: '#/through'}], title: other}
twice: {allOf: [{$ref: '#/back'}, {$ref: '#/forth'}], title: twice}
back: {allOf: [{$ref: '#/twice'}, {$ref: '#/forth'}], title: back}
forth: {allOf: [{$ref: '#/twice'}, {$ref: '#/back'}], title: forth}
";

    #[test]
    fn circles_end() {
        let document = Document::parse(Path::new("a.yaml"), SOURCE).expect("valid");
        let composed = |at| document.composed(at).join(" ");
        assert_eq!(composed("/own"), "/own");
        assert_eq!(composed("/through"), "/through /other /other/allOf/0");
        assert_eq!(composed("/twice"), "/twice /back /forth");

        let view = |at| SchemaView::new(&document.value, document.at(at).expect("a schema"));
        assert_eq!(view("/own").all("title"), ["own"]);
        assert_eq!(view("/through").all("title"), ["through", "other"]);
        assert_eq!(view("/through").get("minimum"), Some(&json!(1)));
        assert_eq!(view("/twice").all("title"), ["twice", "back", "forth"]);
        assert!(view("/twice").property("none").is_none());
    }

    /// Each schema is composed of all others. There are too many paths through them to follow each.
    #[test]
    fn no_schema_is_visited_twice() {
        let names: Vec<_> = (0..50).map(|name| format!("s{name}")).collect();
        let all: Vec<_> = names
            .iter()
            .map(|name| json!({ "$ref": format!("#/{name}") }))
            .collect();
        let root = names
            .iter()
            .map(|name| (name.clone(), json!({ "allOf": all, "title": name })));
        let root = serde_json::Value::Object(root.collect());
        assert_eq!(SchemaView::new(&root, &root["s0"]).all("title").len(), 50);
    }
}
