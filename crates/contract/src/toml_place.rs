//! The positions of settings in TOML.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

/// The byte range of the last key in the path `keys`, or of an array element, whose key is its index. If the path does
/// not exist, the byte range of the last key that does. `None` if the first key does not exist.
pub fn of(text: &str, keys: &[&str]) -> Option<Range<usize>> {
    let table = DeTable::parse(text).ok()?;
    in_table(table.get_ref(), keys)
}

fn in_table(table: &DeTable<'_>, keys: &[&str]) -> Option<Range<usize>> {
    let (first, rest) = keys.split_first()?;
    let (key, value) = table.iter().find(|(key, _)| key.get_ref() == first)?;
    inside(value.get_ref(), rest).or_else(|| Some(key.span()))
}

fn inside(value: &DeValue<'_>, keys: &[&str]) -> Option<Range<usize>> {
    match value {
        DeValue::Table(table) => in_table(table, keys),
        DeValue::Array(list) => {
            let (index, rest) = keys.split_first()?;
            let element = list.get(index.parse::<usize>().ok()?)?;
            inside(element.get_ref(), rest).or_else(|| Some(element.span()))
        }
        _ => None,
    }
}

/// The settings that are arrays or tables without entries.
pub fn empty(text: &str) -> Vec<String> {
    let table = DeTable::parse(text).ok();
    let settings = table.as_ref().map(|table| table.get_ref().iter());
    let is_empty = |value: &DeValue<'_>| match value {
        DeValue::Table(table) => table.is_empty(),
        DeValue::Array(list) => list.is_empty(),
        _ => false,
    };
    let empty = settings
        .into_iter()
        .flatten()
        .filter(|(_, value)| is_empty(value.get_ref()));
    empty.map(|(key, _)| key.get_ref().to_string()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_key_or_element_has_the_place_of_its_parent() {
        let text = "fixups = [\"a\", \"b\"]\n\n[files]\none = { mark = \"%\" }\n\n[bodies]\n";
        let found = |keys: &[&str]| of(text, keys).map(|place| &text[place]);
        assert_eq!(found(&["fixups", "1"]), Some("\"b\""));
        assert_eq!(found(&["fixups", "7"]), Some("fixups"));
        assert_eq!(found(&["files", "one", "mark"]), Some("mark"));
        assert_eq!(found(&["files", "two"]), Some("files"));
        assert_eq!(found(&["replace"]), None);
        assert_eq!(empty(text), ["bodies"]);
    }
}
