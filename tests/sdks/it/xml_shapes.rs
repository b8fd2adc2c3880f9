//! XML as servers might send it: unusual forms are read, hostile ones are refused.

use eenvoudigfactureren::types::Order;

/// Unusual forms that are read, with the value of `reference`.
const UNUSUAL: &[(&str, &str, &str)] = &[
    (
        "CDATA",
        "<order><reference><![CDATA[a<b>&amp;]]></reference></order>",
        "a<b>&amp;",
    ),
    (
        "CDATA in parts",
        "<order><reference>a<![CDATA[]]]]><![CDATA[>b]]></reference></order>",
        "a]]>b",
    ),
    (
        "entities",
        "<order><reference>&lt;&amp;&gt;&quot;&apos;&#233;&#xE9;</reference></order>",
        "<&>\"'éé",
    ),
    (
        "self-closing",
        "<order><reference/><items/><billing_address/><date/></order>",
        "",
    ),
    (
        "empty",
        "<order><reference></reference><items> </items><tags>\n</tags></order>",
        "",
    ),
    ("space", "<order><reference> </reference></order>", " "),
    (
        "unknown elements",
        "<order><new>1</new><reference>a</reference><new><b/>c</new></order>",
        "a",
    ),
    (
        "unknown in a list",
        "<order><items><total>1</total><item/></items><reference>a</reference></order>",
        "a",
    ),
    (
        "attributes",
        "<order id='1'><reference lang=\"a&gt;b\">a</reference></order>",
        "a",
    ),
    (
        "namespaces",
        "<n:order xmlns:n='urn:n' xmlns='urn:m'><n:reference>a</n:reference></n:order>",
        "a",
    ),
    (
        "comments",
        "<!-- <order> --><order><!-- a --><reference>a<!-- <b> -->c</reference></order>",
        "ac",
    ),
    (
        "instructions",
        "<?xml version='1.0'?><?style a?><order><?b?><reference>a</reference></order>",
        "a",
    ),
    (
        "byte order mark",
        "\u{feff}<?xml version=\"1.0\"?>\n<order><reference>a</reference></order>\n",
        "a",
    ),
    (
        "encoding",
        "<?xml version='1.0' encoding='ISO-8859-1'?><order><reference>é</reference></order>",
        "é",
    ),
    (
        "line ends",
        "<order>\r\n<reference>a\r\nb\rc</reference>\r\n</order>",
        "a\nb\nc",
    ),
];

#[test]
fn unusual_xml_is_read() {
    let laughs = "ha".repeat(100_000);
    let length = format!("<order><reference>{laughs}</reference></order>");
    let length = ("length", length.as_str(), laughs.as_str());
    for (what, text, reference) in UNUSUAL.iter().copied().chain([length]) {
        let order = Order::from_xml(text).unwrap_or_else(|error| panic!("{what}: {error}"));
        assert_eq!(order.reference.as_deref(), Some(reference), "{what}");
    }
}

#[test]
fn an_empty_or_absent_element_has_no_value() {
    let text = "<order><order_id/><date></date><deposit_paid/><status/><tax_included/>\
                <billing_address/><layout_id></layout_id></order>";
    let order = Order::from_xml(text).expect("read");
    assert_eq!(order, Order::from_xml("<order/>").expect("read"));
    let lists = Order::from_xml("<order><items/><tags></tags></order>").expect("read");
    assert_eq!(
        (lists.items, lists.tags, lists.remarks),
        (Some(vec![]), Some(vec![]), None)
    );
}

const LAUGHS: &str = "<!DOCTYPE order [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]><order>&b;</order>";

/// Forms that are refused.
const HOSTILE: &[(&str, &str)] = &[
    ("empty input", ""),
    ("not XML", "{\"order_id\": 1}"),
    (
        "HTML",
        "<!DOCTYPE html><html><body>502 Bad Gateway</body></html>",
    ),
    (
        "another root",
        "<data><error>order_id unknown</error></data>",
    ),
    ("doctype", "<!DOCTYPE order><order/>"),
    ("billion laughs", LAUGHS),
    (
        "external entity",
        "<!DOCTYPE order SYSTEM 'file:///etc/passwd'><order/>",
    ),
    (
        "undefined entity",
        "<order><reference>a&nbsp;b</reference></order>",
    ),
    (
        "bare ampersand",
        "<order><reference>Bouw & Zn</reference></order>",
    ),
    ("control character", "<order><note>a\u{b}</note></order>"),
    (
        "control character by reference",
        "<order><note>a&#11;</note></order>",
    ),
    ("truncated in an element", "<order><items><item><amount>1"),
    ("truncated in a tag", "<order><items><it"),
    (
        "truncated in CDATA",
        "<order><note><![CDATA[a]]</note></order>",
    ),
    ("crossed tags", "<order><items></order></items>"),
    ("two roots", "<order/><order/>"),
    ("text after the root", "<order/>Warning: in /srv/www"),
    ("declaration inside", "<order><?xml version='1.0'?></order>"),
    (
        "duplicate element",
        "<order><date>2018-02-15</date><date>2018-02-16</date></order>",
    ),
    (
        "markup in a string",
        "<order><note_html><p>a</p></note_html></order>",
    ),
    (
        "text in an object",
        "<order><billing_address>Gent</billing_address></order>",
    ),
    (
        "text in a list",
        "<order><items><item/>and more</items></order>",
    ),
    (
        "other elements in a list",
        "<order><items><line/></items></order>",
    ),
    (
        "not a number",
        "<order><items><item/><item><amount>1,50</amount></item></items></order>",
    ),
    ("not an integer", "<order><order_id>A1</order_id></order>"),
    (
        "not a date",
        "<order><remarks><remark><date>15/02/2018</date></remark></remarks></order>",
    ),
];

#[test]
fn hostile_xml_is_refused() {
    let deep = "<order>".to_owned() + &"<a>".repeat(100_000);
    let mut errors = String::new();
    for (what, text) in HOSTILE
        .iter()
        .copied()
        .chain([("depth bomb", deep.as_str())])
    {
        let error = Order::from_xml(text).expect_err(what);
        errors += &format!("{what}: {error}\n");
    }
    insta::assert_snapshot!(errors);
}
