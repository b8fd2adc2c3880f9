//! An XML payload as JSON, by the `xml` annotations of its schema.

use anyhow::{Context, bail, ensure};
use roxmltree::Node;
use serde_json::{Map, Value};

use super::{Document, SchemaView};

/// Reads `text` as an instance of the schema at `at`.
pub fn to_json(document: &Document, at: &str, text: &str) -> anyhow::Result<Value> {
    let schema = document
        .at(at)
        .map(|schema| SchemaView::new(&document.value, schema))
        .with_context(|| format!("no schema at {at}"))?;
    let tree = roxmltree::Document::parse(text).context("not well-formed XML")?;
    let root = tree.root_element();
    if let Some(name) = annotated_name(&schema) {
        let found = root.tag_name().name();
        ensure!(
            found == name,
            "the root element is <{found}>, the schema calls it <{name}>"
        );
    }
    value(&schema, root).with_context(|| format!("<{}>", root.tag_name().name()))
}

fn annotated_name<'a>(schema: &SchemaView<'a>) -> Option<&'a str> {
    schema.get("xml")?.get("name")?.as_str()
}

fn value(schema: &SchemaView<'_>, node: Node<'_, '_>) -> anyhow::Result<Value> {
    let text = text(node);
    match schema.get("type").and_then(Value::as_str) {
        Some("object") => object(schema, node),
        Some("array") => list(schema, elements(node)),
        Some("integer") => number(&text),
        Some("number") => number(&text),
        Some("boolean") => match text.as_str() {
            "true" => Ok(Value::Bool(true)),
            "false" => Ok(Value::Bool(false)),
            _ => bail!("`{text}` is neither true nor false"),
        },
        _ => Ok(Value::String(text)),
    }
}

fn object(schema: &SchemaView<'_>, node: Node<'_, '_>) -> anyhow::Result<Value> {
    let mut members = Map::new();
    for element in elements(node) {
        let name = element.tag_name().name();
        let (key, property) = property(schema, name)
            .with_context(|| format!("the schema has no property for the element <{name}>"))?;
        ensure!(
            !members.contains_key(&key),
            "the element <{name}> stands here twice"
        );
        let value = value(&property, element).with_context(|| format!("<{name}>"))?;
        members.insert(key, value);
    }
    Ok(Value::Object(members))
}

/// The property whose element is called `element`.
fn property<'a>(schema: &SchemaView<'a>, element: &str) -> Option<(String, SchemaView<'a>)> {
    let properties = schema.get("properties")?.as_object()?;
    properties.keys().find_map(|key| {
        let property = schema.property(key)?;
        let wrapped = property.get("type").and_then(Value::as_str) != Some("array")
            || property.get("xml")?.get("wrapped") == Some(&Value::Bool(true));
        // An object referred to keeps its own root name out of its property's element.
        let name = match property.get("type").and_then(Value::as_str) {
            Some("array") => annotated_name(&property).unwrap_or(key),
            _ => key,
        };
        (wrapped && name == element).then(|| (key.clone(), property))
    })
}

fn list<'a, 'i: 'a>(
    schema: &SchemaView<'_>,
    elements: impl Iterator<Item = Node<'a, 'i>>,
) -> anyhow::Result<Value> {
    let items = schema.items().context("the list has no `items`")?;
    let name = annotated_name(&items);
    elements
        .enumerate()
        .map(|(index, element)| {
            let found = element.tag_name().name();
            ensure!(
                name.is_none_or(|name| name == found),
                "<{found}> stands where <{}> is expected",
                name.unwrap_or_default()
            );
            value(&items, element).with_context(|| format!("<{found}> number {}", index + 1))
        })
        .collect::<anyhow::Result<_>>()
        .map(Value::Array)
}

fn elements<'a, 'i>(node: Node<'a, 'i>) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(Node::is_element)
}

fn text(node: Node<'_, '_>) -> String {
    node.children().filter_map(|child| child.text()).collect()
}

fn number(text: &str) -> anyhow::Result<Value> {
    let number = text.trim().parse::<serde_json::Number>();
    number
        .map(Value::Number)
        .with_context(|| format!("`{text}` is not a number"))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use serde_json::json;

    use super::*;

    const SOURCE: &str = r##"
components:
  schemas:
    Order:
      type: object
      xml: {name: order}
      properties:
        id: {type: integer}
        html: {type: string}
        lines:
          type: array
          xml: {name: items, wrapped: true}
          items: {$ref: '#/components/schemas/Line'}
    Line:
      type: object
      xml: {name: item}
      properties:
        amount: {type: number}
"##;

    fn read(xml: &str) -> anyhow::Result<Value> {
        let document = Document::parse(Path::new("a.yaml"), SOURCE)?;
        to_json(&document, "/components/schemas/Order", xml)
    }

    #[test]
    fn wrapped_lists_numbers_and_cdata_are_read() {
        let xml = "<order><id>5</id><html><![CDATA[<p>a</p>]]></html>\
                   <items><item><amount>1.50</amount></item><item/></items></order>";
        assert_eq!(
            read(xml).expect("an instance"),
            json!({"id": 5, "html": "<p>a</p>", "lines": [{"amount": 1.5}, {}]})
        );
    }

    #[test]
    fn an_unknown_element_is_named_with_its_path() {
        let error = read("<order><items><item><sum>1</sum></item></items></order>");
        let message = format!("{:#}", error.expect_err("unknown element"));
        assert_eq!(
            message,
            "<order>: <items>: <item> number 1: the schema has no property for the element <sum>"
        );
    }

    #[test]
    fn a_wrong_root_is_refused() {
        let message = format!("{:#}", read("<orders/>").expect_err("wrong root"));
        assert!(message.contains("the schema calls it <order>"), "{message}");
    }
}
