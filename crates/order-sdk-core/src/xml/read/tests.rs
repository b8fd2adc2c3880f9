//! How documents are read, and which are refused.

use serde_json::json;

use crate::xml::testing::{LIST, ROOT, read};

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
fn the_table_decides_what_an_empty_element_is() {
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
fn the_parts_of_a_text_are_joined() {
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
