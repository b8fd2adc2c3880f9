//! The `xml` annotations of a document, and the conversion of XML payloads to JSON according to them.

use anyhow::{Context, bail, ensure};
use roxmltree::Node;
use serde_json::{Map, Value};

use crate::{Document, SchemaView, pointer};

/// The pointers of the schemas of XML request bodies and responses, references followed, in the order of the document.
pub fn payloads(document: &Document) -> Vec<String> {
    let mut found = Vec::new();
    for operation in document.operations() {
        let body = pointer::child(&operation.pointer, "requestBody");
        let responses = pointer::child(&operation.pointer, "responses");
        let statuses = document.keys(&responses).iter();
        let responses_by_status = statuses.map(|status| pointer::child(&responses, status));
        for owner in std::iter::once(body).chain(responses_by_status) {
            let content = pointer::child(&document.follow(&owner), "content");
            let media = document.keys(&content).iter().filter(|media| is_xml(media));
            let schemas = media.map(|media| {
                let media = pointer::child(&content, media);
                document.follow(&pointer::child(&media, "schema"))
            });
            found.extend(schemas);
        }
    }
    found
}

fn is_xml(media: &str) -> bool {
    let essence = media.split(';').next().unwrap_or_default().trim();
    matches!(essence, "application/xml" | "text/xml") || essence.ends_with("+xml")
}

/// The name of a schema's element according to its annotation.
pub fn name<'a>(schema: &SchemaView<'a>) -> Option<&'a str> {
    schema.get("xml")?.get("name")?.as_str()
}

/// How a property is written in the element of its object.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Place<'a> {
    /// Name of the property's element.
    pub element: &'a str,
    /// How often the element occurs, and what is in it.
    pub form: Form<'a>,
}

/// How a value is written as XML elements.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Form<'a> {
    /// The element is the value.
    Single,
    /// The element is an array, and contains an element for each item.
    Wrapped {
        /// Name of an item's element.
        item: &'a str,
    },
    /// The value is an array. The element is one of its items.
    Repeated,
}

/// How the property `key` is written in the element of an object with the schema `object`.
pub fn place<'a>(object: &SchemaView<'a>, key: &'a str) -> Option<Place<'a>> {
    let written = object.written_property(key)?;
    let schema = SchemaView::new(object.root, written);
    let Some(items) = schema.items() else {
        // The name in a schema that the property refers to is the name of a root element. It does not apply here.
        let own = written["xml"]["name"].as_str();
        return Some(Place {
            element: own.unwrap_or(key),
            form: Form::Single,
        });
    };
    if schema.get("xml").is_none_or(|xml| xml["wrapped"] != true) {
        return Some(Place {
            element: name(&items).unwrap_or(key),
            form: Form::Repeated,
        });
    }
    let element = name(&schema).unwrap_or(key);
    let item = name(&items).unwrap_or(element);
    Some(Place {
        element,
        form: Form::Wrapped { item },
    })
}

/// Reads `text` as an instance of the schema at `at`.
pub fn to_json(document: &Document, at: &str, text: &str) -> anyhow::Result<Value> {
    let schema = document
        .at(at)
        .map(|schema| SchemaView::new(&document.value, schema))
        .with_context(|| format!("no schema at {at}"))?;
    let tree = roxmltree::Document::parse(text).context("not well-formed XML")?;
    let root = tree.root_element();
    if let Some(name) = name(&schema) {
        let found = root.tag_name().name();
        ensure!(
            found == name,
            "the root element is <{found}>, but the schema calls it <{name}>"
        );
    }
    value(&schema, root).with_context(|| format!("<{}>", root.tag_name().name()))
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
        let (key, form) = property(schema, name)
            .with_context(|| format!("the schema has no property for the element <{name}>"))?;
        let property = schema.property(key).context("there is no such property")?;
        let of = match form {
            Form::Repeated => property.items().context("the list has no `items`")?,
            _ => property,
        };
        let value = value(&of, element).with_context(|| format!("<{name}>"))?;
        let before = members.get_mut(key);
        match (form, before) {
            (Form::Repeated, Some(Value::Array(list))) => list.push(value),
            (Form::Repeated, _) => drop(members.insert(key.to_owned(), vec![value].into())),
            (_, Some(_)) => bail!("the element <{name}> occurs twice"),
            (_, None) => drop(members.insert(key.to_owned(), value)),
        }
    }
    Ok(Value::Object(members))
}

/// The property whose element has the name `element`, and how it is written.
fn property<'a>(schema: &SchemaView<'a>, element: &str) -> Option<(&'a str, Form<'a>)> {
    let properties = schema.get("properties")?.as_object()?;
    properties.keys().find_map(|key| {
        let place = place(schema, key)?;
        (place.element == element).then_some((key.as_str(), place.form))
    })
}

fn list<'a, 'i: 'a>(
    schema: &SchemaView<'_>,
    elements: impl Iterator<Item = Node<'a, 'i>>,
) -> anyhow::Result<Value> {
    let items = schema.items().context("the list has no `items`")?;
    let name = name(&items);
    elements
        .enumerate()
        .map(|(index, element)| {
            let found = element.tag_name().name();
            ensure!(
                name.is_none_or(|name| name == found),
                "<{found}> is not the expected <{}>",
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
        text: {type: string, xml: {name: html}}
        marks: {type: array, items: {type: string, xml: {name: mark}}}
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
    fn lists_numbers_and_cdata_are_read() {
        let xml = "<order><id>5</id><html><![CDATA[<p>a</p>]]></html>\
                   <mark>x</mark><mark>y</mark>\
                   <items><item><amount>1.50</amount></item><item/></items></order>";
        assert_eq!(
            read(xml).expect("an instance"),
            json!({
                "id": 5, "text": "<p>a</p>", "marks": ["x", "y"], "lines": [{"amount": 1.5}, {}]
            })
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
