//! JSON pointers (RFC 6901) as strings.

use std::borrow::Cow;

use serde_json::Value;

/// The pointer of member `key` of the value at `pointer`.
///
/// ```
/// use openapi_document::pointer;
///
/// assert_eq!(pointer::child("/paths", "/orders/{id}"), "/paths/~1orders~1{id}");
/// ```
pub fn child(pointer: &str, key: &str) -> String {
    let mut child = String::with_capacity(pointer.len() + key.len() + 1);
    child.push_str(pointer);
    push(&mut child, key);
    child
}

/// Appends `key` to the pointer of its parent.
pub fn push(pointer: &mut String, key: &str) {
    pointer.push('/');
    let mut rest = key;
    while let Some(index) = rest.find(['~', '/']) {
        pointer.push_str(&rest[..index]);
        pointer.push_str(if rest[index..].starts_with('~') {
            "~0"
        } else {
            "~1"
        });
        rest = &rest[index + 1..];
    }
    pointer.push_str(rest);
}

/// The pointer to `keys`, from the root.
pub fn of<'a>(keys: impl IntoIterator<Item = &'a str>) -> String {
    keys.into_iter()
        .fold(String::new(), |pointer, key| child(&pointer, key))
}

/// The last key of a pointer, unescaped.
pub fn last(pointer: &str) -> String {
    unescape(pointer.rsplit('/').next().unwrap_or_default())
}

/// The keys of a pointer, unescaped.
pub fn keys(pointer: &str) -> Vec<String> {
    pointer.split('/').skip(1).map(unescape).collect()
}

/// The value that `Value::pointer` returns. Copies only keys with escapes, which are rare.
pub fn value<'a>(root: &'a Value, pointer: &str) -> Option<&'a Value> {
    let mut keys = pointer.split('/');
    // A pointer is empty or begins with a slash.
    keys.next().filter(|start| start.is_empty())?;
    keys.try_fold(root, |value, key| {
        let key = if key.contains('~') {
            Cow::Owned(unescape(key))
        } else {
            Cow::Borrowed(key)
        };
        match value {
            Value::Object(members) => members.get(key.as_ref()),
            Value::Array(items) => items.get(index(&key)?),
            _ => None,
        }
    })
}

fn index(key: &str) -> Option<usize> {
    let is_index = key == "0" || !key.starts_with(['0', '+']);
    key.parse().ok().filter(|_| is_index)
}

fn unescape(key: &str) -> String {
    key.replace("~1", "/").replace("~0", "~")
}

/// The pointer itself, its parent, and so on up to the root.
pub fn ancestors(pointer: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(pointer), |at| at.rfind('/').map(|slash| &at[..slash]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_leads_to_the_same_value_as_in_serde_json() {
        let root = serde_json::json!({"a": [{"b/c": 1}, {"d~e": {"": 2}}], "0": 3});
        for pointer in [
            "",
            "/",
            "/a",
            "/a/0",
            "/a/00",
            "/a/+1",
            "/a/2",
            "/a/x",
            "/a/0/b~1c",
            "/a/1/d~0e/",
            "/0",
            "/0/1",
            "a",
        ] {
            assert_eq!(value(&root, pointer), root.pointer(pointer), "{pointer}");
        }
    }

    #[test]
    fn keys_are_escaped_and_unescaped() {
        let pointer = of(["paths", "/orders/{id}", "a~b"]);
        assert_eq!(pointer, "/paths/~1orders~1{id}/a~0b");
        assert_eq!(last(&pointer), "a~b");
        assert_eq!(keys(&pointer), ["paths", "/orders/{id}", "a~b"]);
        assert_eq!(ancestors("/a/b").collect::<Vec<_>>(), ["/a/b", "/a", ""]);
    }
}
