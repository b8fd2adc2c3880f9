//! How values are written, and which are refused.

use serde_json::{Value, json};

use crate::xml::{
    MAX_DEPTH, Problem,
    testing::{ROOT, read, write},
};

fn written(value: &Value) -> String {
    let text = write(&ROOT, value).expect("written");
    let text = text.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    text.expect("a declaration").to_owned()
}

#[test]
fn members_are_written_in_the_order_of_the_value() {
    let value = json!({
        "zip": 1, "also": {"b": [1, {"c": true}]}, "free": "f", "parts": [{}],
        "marks": ["m", "n"], "tags": ["t"], "lines": [{"amount": 1.5}, {}],
        "address": {"city": "Gent", "street": ""}, "note_html": "<p>é</p>", "id": 7,
    });
    assert_eq!(
        written(&value),
        "<record><address><city>Gent</city><street/></address>\
         <also><b>1</b><b><c>true</c></b></also><free>f</free><id>7</id>\
         <items><item><sum>1.5</sum></item><item/></items><mark>m</mark><mark>n</mark>\
         <note_html>&lt;p&gt;é&lt;/p&gt;</note_html><parts/><tags><tag>t</tag></tags>\
         <zip>1</zip></record>"
    );
}

#[test]
fn null_is_an_empty_element() {
    let value = json!({"id": null, "address": null, "lines": [], "marks": null, "free": null});
    let expected = "<record><address/><free/><id/><items/></record>";
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
fn a_value_that_xml_cannot_represent_is_refused_with_its_path() {
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
fn a_value_that_is_nested_too_deeply_is_refused() {
    let nested = |depth| (0..depth).fold(json!("x"), |inner, _| json!({ "a": inner }));
    let deepest = nested(MAX_DEPTH - 1);
    let text = write(&ROOT, &deepest).expect("written");
    assert_eq!(read(&ROOT, &text).expect("read"), deepest);
    let error = write(&ROOT, &nested(MAX_DEPTH)).expect_err("too deep");
    assert!(matches!(error.problem(), Problem::TooDeep), "{error}");
}
