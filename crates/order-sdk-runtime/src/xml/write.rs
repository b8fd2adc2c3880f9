//! A JSON value as a document.

use serde_json::{Map, Number, Value};

use super::{
    MAX_DEPTH, MIXED_TEXT, Member, Node, Object, Problem, Root, XmlError,
    characters::{is_allowed, is_name},
    error::shortened,
};

/// Writes a value as the document that the table says it is.
///
/// Members are written in the order of the table, then those that it does not know, sorted. Numbers and booleans become
/// texts, a number always without an exponent. All texts are escaped, those that hold markup too: a CDATA section says
/// nothing else, and cannot hold every text. A null is an empty element: models leave out what is absent, so that null is
/// what is to be cleared.
///
/// # Errors
///
/// Where a text has a character that XML 1.0 cannot carry, a key that the table does not know is not the name of an
/// element, the value is not of the shape that the table says, or is nested deeper than [`MAX_DEPTH`].
pub fn write(root: &Root, value: &Value) -> Result<String, XmlError> {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    element(&mut out, 1, root.element, &root.node, value)
        .map_err(|error| error.within(root.element))?;
    Ok(out)
}

fn element(
    out: &mut String,
    depth: usize,
    name: &str,
    node: &Node,
    value: &Value,
) -> Result<(), XmlError> {
    if depth > MAX_DEPTH {
        return Err(XmlError::new(Problem::TooDeep));
    }
    out.push('<');
    out.push_str(name);
    let begun = out.len();
    out.push('>');
    content(out, depth, node, value)?;
    if out.len() == begun + 1 {
        out.truncate(begun);
        out.push_str("/>");
        return Ok(());
    }
    out.push_str("</");
    out.push_str(name);
    out.push('>');
    Ok(())
}

fn content(out: &mut String, depth: usize, node: &Node, value: &Value) -> Result<(), XmlError> {
    let expected = match (node, value) {
        (_, Value::Null) => return Ok(()),
        (Node::Text | Node::Any, Value::String(text)) => return escape(out, text),
        (Node::Text | Node::Any, Value::Number(number)) => return escape(out, &plain(number)),
        (Node::Text | Node::Any, Value::Bool(whether)) => {
            return escape(out, if *whether { "true" } else { "false" });
        }
        (Node::Object(known), Value::Object(members)) => return object(out, depth, known, members),
        (Node::Any, Value::Object(members)) => return object(out, depth, &Object(&[]), members),
        (Node::List { item, of }, Value::Array(entries)) => {
            return repeated(out, depth, item, of, entries);
        }
        (Node::Repeated(of), value) => return content(out, depth, of, value),
        (Node::Text, _) => "a string or number",
        (Node::Object(_), _) => "an object",
        (Node::List { .. }, _) => "a list",
        (Node::Any, _) => "a string, a number or an object",
    };
    let found = match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    };
    Err(XmlError::new(Problem::Shape { expected, found }))
}

fn object(
    out: &mut String,
    depth: usize,
    known: &Object,
    members: &Map<String, Value>,
) -> Result<(), XmlError> {
    for Member { key, element, node } in known.0 {
        if let Some(value) = members.get(*key) {
            member(out, depth, element, node, value)?;
        }
    }
    let unknown = members
        .iter()
        .filter(|(key, _)| !known.0.iter().any(|member| member.key == *key));
    for (key, value) in unknown {
        if let (MIXED_TEXT, Value::String(text)) = (key.as_str(), value) {
            escape(out, text)?;
        } else if !is_name(key) {
            return Err(XmlError::new(Problem::Name(shortened(key))));
        } else if value.is_array() {
            member(out, depth, key, &Node::Repeated(&Node::Any), value)?;
        } else {
            member(out, depth, key, &Node::Any, value)?;
        }
    }
    Ok(())
}

fn member(
    out: &mut String,
    depth: usize,
    name: &str,
    node: &Node,
    value: &Value,
) -> Result<(), XmlError> {
    match (node, value) {
        (Node::Repeated(of), Value::Array(entries)) => repeated(out, depth, name, of, entries),
        // An empty element would be an entry.
        (Node::Repeated(_), Value::Null) => Ok(()),
        _ => element(out, depth + 1, name, node, value).map_err(|error| error.within(name)),
    }
}

fn repeated(
    out: &mut String,
    depth: usize,
    name: &str,
    node: &Node,
    entries: &[Value],
) -> Result<(), XmlError> {
    for (index, entry) in entries.iter().enumerate() {
        element(out, depth + 1, name, node, entry)
            .map_err(|error| error.within(&format!("{name}[{}]", index + 1)))?;
    }
    Ok(())
}

/// A number without an exponent, which JSON has and readers of decimals do not.
fn plain(number: &Number) -> String {
    match (number.as_i64(), number.as_u64(), number.as_f64()) {
        (None, None, Some(float)) => float.to_string(),
        _ => number.to_string(),
    }
}

fn escape(out: &mut String, text: &str) -> Result<(), XmlError> {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // A reader makes a line feed of it where it stands as such.
            '\r' => out.push_str("&#13;"),
            other if is_allowed(other) => out.push(other),
            other => return Err(XmlError::new(Problem::Character(other))),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::xml::{read, testing::ROOT};

    fn written(value: &Value) -> String {
        let text = write(&ROOT, value).expect("written");
        let text = text.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        text.expect("a declaration").to_owned()
    }

    #[test]
    fn members_stand_in_the_order_of_the_table_then_unknown_ones() {
        let value = json!({
            "zip": 1, "also": {"b": [1, {"c": true}]}, "free": "f", "parts": [{}],
            "marks": ["m", "n"], "tags": ["t"], "lines": [{"amount": 1.5}, {}],
            "address": {"city": "Gent", "street": ""}, "note_html": "<p>é</p>", "id": 7,
        });
        assert_eq!(
            written(&value),
            "<record><id>7</id><note_html>&lt;p&gt;é&lt;/p&gt;</note_html>\
             <address><street/><city>Gent</city></address>\
             <items><item><sum>1.5</sum></item><item/></items><tags><tag>t</tag></tags>\
             <mark>m</mark><mark>n</mark><parts/><free>f</free>\
             <also><b>1</b><b><c>true</c></b></also><zip>1</zip></record>"
        );
    }

    #[test]
    fn nothing_is_an_empty_element() {
        let value = json!({"id": null, "address": null, "lines": [], "marks": null, "free": null});
        let expected = "<record><id/><address/><items/><free/></record>";
        assert_eq!(written(&value), expected);
    }

    #[test]
    fn numbers_have_no_exponent() {
        for (number, expected) in [
            (json!(1e20), "100000000000000000000"),
            (json!(0.0000001), "0.0000001"),
            (json!(-19.99), "-19.99"),
            (json!(u64::MAX), "18446744073709551615"),
            (json!(i64::MIN), "-9223372036854775808"),
        ] {
            let expected = format!("<record><id>{expected}</id></record>");
            assert_eq!(written(&json!({ "id": number })), expected);
        }
    }

    #[test]
    fn what_xml_cannot_hold_is_refused_with_its_path() {
        let cases = [
            (
                json!({"lines": [{}, {"amount": "1\u{b}"}]}),
                "record/items/item[2]/sum: XML does not allow the character U+000B",
            ),
            (
                json!({"id": "\u{ffff}"}),
                "record/id: XML does not allow the character U+FFFF",
            ),
            (
                json!({"a b": 1}),
                "record: `a b` is not a valid element name",
            ),
            (
                json!({"x": {"": 1}}),
                "record/x: `` is not a valid element name",
            ),
            (
                json!({"id": [1]}),
                "record/id: expected a string or number, found a list",
            ),
            (
                json!({"tags": ""}),
                "record/tags: expected a list, found a string",
            ),
            (
                json!({"address": []}),
                "record/address: expected an object, found a list",
            ),
            (
                json!({"x": [[1]]}),
                "record/x[1]: expected a string, a number or an object, found a list",
            ),
            (json!([]), "record: expected an object, found a list"),
        ];
        for (value, expected) in cases {
            let error = write(&ROOT, &value).expect_err(expected);
            assert_eq!(error.to_string(), expected);
        }
    }

    #[test]
    fn a_value_too_deep_is_refused() {
        let nested = |depth| (0..depth).fold(json!("x"), |inner, _| json!({ "a": inner }));
        let deepest = nested(MAX_DEPTH - 1);
        let text = write(&ROOT, &deepest).expect("written");
        assert_eq!(read(&ROOT, &text).expect("read"), deepest);
        let error = write(&ROOT, &nested(MAX_DEPTH)).expect_err("too deep");
        assert!(matches!(error.problem(), Problem::TooDeep), "{error}");
    }
}
