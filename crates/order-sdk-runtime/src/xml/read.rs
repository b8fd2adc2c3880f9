//! A document as a JSON value.

use serde_json::{Map, Value};

use super::{
    MIXED_TEXT, Member, Node, Object, Problem, Root, XmlError,
    characters::is_blank,
    error::shortened,
    tokens::{Token, Tokens},
};

/// Reads a document as the value that the table says it is.
///
/// Texts, numbers among them, are strings, exactly as they stand; an empty element is the empty string. An empty element
/// where a member is an object is null, for there is no object; the root and the entries of lists are objects even when
/// empty. An empty element where a list is meant is a list without entries.
///
/// Elements that the table does not know are kept under their own names: as strings, or as objects where there are
/// elements inside (with the text between these under [`MIXED_TEXT`]), or as lists of such where they repeat. Beside the
/// entries of a list there is no place for them in JSON, and they are left out.
///
/// # Errors
///
/// Where the text is not well-formed, goes beyond [`MAX_BYTES`](super::MAX_BYTES), [`MAX_DEPTH`](super::MAX_DEPTH) or
/// [`MAX_ELEMENTS`](super::MAX_ELEMENTS), has a document type declaration or an undefined entity, has another root, or is
/// not of the shape that the table says: an element in a text, a text among elements, a list of other elements alone, or
/// an element twice that is not a list.
pub fn read(root: &Root, text: &str) -> Result<Value, XmlError> {
    let mut tokens = Tokens::new(text)?;
    let found = outermost(&mut tokens)?;
    if found != root.element {
        return Err(tokens.error(Problem::Root {
            expected: root.element,
            found: shortened(&found),
        }));
    }
    let value = value(&mut tokens, &root.node).map_err(|error| error.within(root.element))?;
    loop {
        match tokens.next()? {
            Token::Text(text) => blank(&tokens, &text)?,
            Token::Eof => return Ok(value),
            Token::Start(_) | Token::End => return Err(tokens.error(Problem::BesideRoot)),
        }
    }
}

/// The name of the root element, with all that stands before it skipped.
fn outermost(tokens: &mut Tokens<'_>) -> Result<String, XmlError> {
    loop {
        match tokens.next()? {
            Token::Start(start) => return Ok(start.local_name().as_ref().to_owned()),
            Token::Text(text) => blank(tokens, &text)?,
            Token::End | Token::Eof => return Err(tokens.error(Problem::Truncated)),
        }
    }
}

/// The value of the element that has just begun, up to its end.
fn value(tokens: &mut Tokens<'_>, node: &Node) -> Result<Value, XmlError> {
    match node {
        Node::Text => text(tokens).map(Value::String),
        Node::Any => any(tokens),
        Node::Object(known) => object(tokens, known).map(Value::Object),
        Node::List { item, of } => list(tokens, item, of).map(Value::Array),
        Node::Repeated(of) => value(tokens, of),
    }
}

fn text(tokens: &mut Tokens<'_>) -> Result<String, XmlError> {
    let mut whole = String::new();
    loop {
        match tokens.next()? {
            Token::Text(text) => whole.push_str(&text),
            Token::Start(start) => {
                let name = shortened(start.local_name().as_ref());
                return Err(tokens.error(Problem::Element(name)));
            }
            Token::End | Token::Eof => return Ok(whole),
        }
    }
}

fn object(tokens: &mut Tokens<'_>, known: &Object) -> Result<Map<String, Value>, XmlError> {
    let mut members = Map::new();
    loop {
        match tokens.next()? {
            Token::Start(start) => {
                let name = start.local_name();
                let name = name.as_ref();
                match known.0.iter().find(|member| member.element == name) {
                    Some(member) => insert_known(tokens, member, &mut members)?,
                    None => {
                        let value = any(tokens).map_err(|error| error.within(name))?;
                        // What has the name of a member, but not of its element, is not that member.
                        if !known.0.iter().any(|member| member.key == name) {
                            insert_unknown(&mut members, name, value);
                        }
                    }
                }
            }
            Token::Text(text) => blank(tokens, &text)?,
            Token::End | Token::Eof => return Ok(members),
        }
    }
}

fn insert_known(
    tokens: &mut Tokens<'_>,
    member: &Member,
    members: &mut Map<String, Value>,
) -> Result<(), XmlError> {
    let before = members.get_mut(member.key);
    if let Node::Repeated(of) = &member.node {
        let count = before
            .as_ref()
            .and_then(|list| list.as_array())
            .map_or(0, Vec::len);
        let entry = value(tokens, of)
            .map_err(|error| error.within(&format!("{}[{}]", member.element, count + 1)))?;
        match before.and_then(Value::as_array_mut) {
            Some(list) => list.push(entry),
            None => drop(members.insert(member.key.to_owned(), Value::Array(vec![entry]))),
        }
        return Ok(());
    }
    if before.is_some() {
        return Err(tokens.error(Problem::Twice).within(member.element));
    }
    let value = match value(tokens, &member.node).map_err(|error| error.within(member.element))? {
        Value::Object(none) if none.is_empty() => Value::Null,
        value => value,
    };
    members.insert(member.key.to_owned(), value);
    Ok(())
}

fn list(tokens: &mut Tokens<'_>, item: &'static str, of: &Node) -> Result<Vec<Value>, XmlError> {
    let mut entries = Vec::new();
    // Making an error counts the lines before it, so an error is made only when it is returned.
    let mut unknown = None;
    loop {
        match tokens.next()? {
            Token::Start(start) if start.local_name().as_ref() == item => {
                let entry = value(tokens, of)
                    .map_err(|error| error.within(&format!("{item}[{}]", entries.len() + 1)))?;
                entries.push(entry);
            }
            Token::Start(start) => {
                let name = start.local_name();
                let name = name.as_ref();
                unknown.get_or_insert_with(|| (tokens.start(), shortened(name)));
                any(tokens).map_err(|error| error.within(name))?;
            }
            Token::Text(text) => blank(tokens, &text)?,
            // To leave out all there is would make an empty list of entries that go by another name.
            Token::End | Token::Eof => match unknown {
                Some((start, found)) if entries.is_empty() => {
                    let expected = item;
                    return Err(tokens.error_at(start, Problem::Entry { expected, found }));
                }
                _ => return Ok(entries),
            },
        }
    }
}

/// The value of an element that the table does not know.
fn any(tokens: &mut Tokens<'_>) -> Result<Value, XmlError> {
    let mut members = Map::new();
    let mut whole = String::new();
    loop {
        match tokens.next()? {
            Token::Start(start) => {
                let name = start.local_name();
                let value = any(tokens).map_err(|error| error.within(name.as_ref()))?;
                insert_unknown(&mut members, name.as_ref(), value);
            }
            Token::Text(text) => whole.push_str(&text),
            Token::End | Token::Eof if members.is_empty() => return Ok(Value::String(whole)),
            Token::End | Token::Eof => {
                if !is_blank(&whole) {
                    members.insert(MIXED_TEXT.to_owned(), Value::String(whole));
                }
                return Ok(Value::Object(members));
            }
        }
    }
}

/// Adds an unknown element; one that stands there already makes a list of both.
fn insert_unknown(members: &mut Map<String, Value>, name: &str, value: Value) {
    match members.get_mut(name) {
        None => drop(members.insert(name.to_owned(), value)),
        Some(Value::Array(list)) => list.push(value),
        Some(one) => *one = Value::Array(vec![one.take(), value]),
    }
}

fn blank(tokens: &Tokens<'_>, text: &str) -> Result<(), XmlError> {
    match is_blank(text) {
        true => Ok(()),
        false => Err(tokens.error(Problem::Text(shortened(text.trim())))),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::xml::testing::{LIST, ROOT};

    #[test]
    fn every_kind_of_member_is_read() {
        let text = "<record><id>007</id><note_html><![CDATA[<p>a &amp; b</p>]]></note_html>\
                    <address><street>A &amp; B</street><city/></address>\
                    <items><item><sum>1.50</sum></item><item/></items>\
                    <tags><tag>x</tag><tag></tag></tags><mark>1</mark><parts/><mark>2</mark>\
                    <free><a><b>1</b></a></free></record>";
        assert_eq!(
            read(&ROOT, text).expect("read"),
            json!({
                "id": "007",
                "note_html": "<p>a &amp; b</p>",
                "address": {"street": "A & B", "city": ""},
                "lines": [{"amount": "1.50"}, {}],
                "tags": ["x", ""],
                "marks": ["1", "2"],
                "parts": [{}],
                "free": {"a": {"b": "1"}},
            })
        );
    }

    #[test]
    fn empty_elements_are_what_their_kind_makes_them() {
        for (open, close) in [("", "/>"), (">", "</")] {
            let empty = |name: &str| match open {
                "" => format!("<{name}{close}"),
                _ => format!("<{name}> \n {close}{name} >"),
            };
            let inside: String = ["address", "items", "tags"].map(empty).concat();
            let text = format!("<record>{inside}<id/><free></free></record>");
            let expected = json!({"address": null, "lines": [], "tags": [], "id": "", "free": ""});
            assert_eq!(read(&ROOT, &text).expect("read"), expected, "{text}");
        }
        assert_eq!(read(&ROOT, "<record/>").expect("read"), json!({}));
        assert_eq!(read(&LIST, "<records/>").expect("read"), json!([]));
        assert_eq!(
            read(&LIST, "<records><record/></records>").expect("read"),
            json!([{}])
        );
    }

    #[test]
    fn a_text_is_the_sum_of_its_parts() {
        let text = "<record><id> a&#x20;<!-- no -->&lt;b&gt;<?no?><![CDATA[&c;]]>\r\n&#13;\t&quot;&apos;é </id></record>";
        let expected = json!({"id": " a <b>&c;\n\r\t\"'é "});
        assert_eq!(read(&ROOT, text).expect("read"), expected);
    }

    #[test]
    fn unknown_elements_are_kept_and_never_an_error() {
        let text = "<record><new a='1'>x</new><id>1</id><more><p>1</p><p>2</p><p/>t</more>\
                    <new>y</new><lines>no member</lines>\
                    <items><count>1</count><item/></items></record>";
        assert_eq!(
            read(&ROOT, text).expect("read"),
            json!({
                "id": "1",
                "lines": [{}],
                "more": {"p": ["1", "2", ""], "$text": "t"},
                "new": ["x", "y"],
            })
        );
    }

    fn refusal(text: &str) -> String {
        let error = read(&ROOT, text).expect_err(text);
        error.to_string()
    }

    #[test]
    fn what_does_not_fit_the_table_is_refused_with_its_path() {
        let cases = [
            (
                "<records/>",
                "expected the root <record>, found <records> (line 1, byte 0)",
            ),
            (
                "\n<record><id>1</id>\n<id>2</id></record>",
                "record/id: the element occurs more than once (line 3, byte 20)",
            ),
            (
                "<record><address>x</address></record>",
                "record/address: expected elements, found the text `x` (line 1, byte 17)",
            ),
            (
                "<record>x</record>",
                "record: expected elements, found the text `x` (line 1, byte 8)",
            ),
            (
                "<record><items><item/><item><sum><b/></sum></item></items></record>",
                "record/items/item[2]/sum: expected a string, found the element <b>; escape markup or put it in a CDATA section (line 1, byte 33)",
            ),
            (
                "<record><items><line/><line/></items></record>",
                "record/items: expected a list of <item>, found <line> (line 1, byte 15)",
            ),
            (
                "<record><mark/><mark><x/></mark></record>",
                "record/mark[2]: expected a string, found the element <x>; escape markup or put it in a CDATA section (line 1, byte 21)",
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(refusal(text), expected);
        }
    }
}
