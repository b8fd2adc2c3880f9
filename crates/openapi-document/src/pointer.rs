//! JSON pointers (RFC 6901) as text.

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

/// Makes the pointer to `key` of the pointer to its parent.
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
    plain(pointer.rsplit('/').next().unwrap_or_default())
}

/// The keys of a pointer, unescaped.
pub fn keys(pointer: &str) -> Vec<String> {
    pointer.split('/').skip(1).map(plain).collect()
}

fn plain(key: &str) -> String {
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
    fn keys_are_escaped_and_come_back() {
        let pointer = of(["paths", "/orders/{id}", "a~b"]);
        assert_eq!(pointer, "/paths/~1orders~1{id}/a~0b");
        assert_eq!(last(&pointer), "a~b");
        assert_eq!(keys(&pointer), ["paths", "/orders/{id}", "a~b"]);
        assert_eq!(ancestors("/a/b").collect::<Vec<_>>(), ["/a/b", "/a", ""]);
    }
}
