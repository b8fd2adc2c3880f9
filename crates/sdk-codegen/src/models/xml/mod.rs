//! Writes the XML code of the models in requests and responses with XML: a table for each schema, from the document's
//! annotations.

mod tables;

use std::collections::{BTreeMap, BTreeSet};

use self::tables::Tables;
use openapi_document::{Document, SchemaView, pointer, xml};
use quote::{format_ident, quote};
use syn::Item;

use crate::names;

const SCHEMAS: &str = "/components/schemas";

/// The items of the file. Empty if the document has no XML.
pub fn items(document: &Document, structs: &BTreeSet<String>) -> anyhow::Result<Vec<Item>> {
    let mut tables = Tables::new(document);
    let mut models = Vec::new();
    for root in roots(document)? {
        let model = format_ident!("{}", names::model(&pointer::last(&root.schema)));
        if !structs.contains(&model.to_string()) {
            continue;
        }
        let object = tables.object(&root.schema)?;
        let (element, entry) = (&root.element, &root.entry);
        models.push(match entry {
            None => quote! { xml_model! { types::#model, #element, #object } },
            Some(item) => {
                quote! { xml_list! { types::#model, #element, #item, #object } }
            }
        });
    }
    if models.is_empty() {
        return Ok(Vec::new());
    }
    let tables = tables.written();
    let file: syn::File = syn::parse2(quote! {
        #(#models)*
        #(#tables)*
    })?;
    Ok(file.items)
}

/// The root element of an XML document whose model has a name.
#[derive(Debug, Eq, Ord, PartialEq, PartialOrd)]
struct Root {
    /// The pointer to the model's schema.
    schema: String,
    /// The element of an entry, if the document is a list.
    entry: Option<String>,
    /// The root element.
    element: String,
}

/// The roots of all requests and responses with XML, each once, in the order of the schemas.
fn roots(document: &Document) -> anyhow::Result<Vec<Root>> {
    let mut roots = Vec::new();
    for at in xml::payloads(document) {
        let root = root(document, &at);
        roots.extend(root.filter(|root| !roots.contains(root)));
    }
    let names = document.keys(SCHEMAS).iter().zip(0..);
    let ranks: BTreeMap<&String, usize> = names.collect();
    let rank = |root: &Root| ranks.get(&pointer::last(&root.schema)).copied();
    roots.sort_by_cached_key(|root| (rank(root), root.entry.is_some()));
    let again = roots
        .windows(2)
        .find(|two| two[0].schema == two[1].schema && two[0].entry.is_some());
    if let Some([one, other]) = again {
        let names = format!("<{}> and <{}>", one.element, other.element);
        let message = format!("lists of this schema have two root elements, {names}");
        let help = "give them one `xml.name`";
        return Err(document
            .diagnostic(&one.schema, &crate::rules::GENERATE, message, help)
            .into());
    }
    Ok(roots)
}

/// The root of a payload with the schema at `at`. `None` if it has no model, or if it is a list without a name.
fn root(document: &Document, at: &str) -> Option<Root> {
    let schema = view(document, at)?;
    let annotated = xml::name(&schema).map(str::to_owned);
    let component = component(at).map(str::to_owned);
    if schema.items().is_none() {
        let properties = schema.get("properties").is_some();
        return component.filter(|_| properties).map(|name| Root {
            schema: at.to_owned(),
            entry: None,
            element: annotated.unwrap_or(name),
        });
    }
    let items = document.follow(&pointer::child(at, "items"));
    let name = self::component(&items)?;
    let entry = view(document, &items)?;
    Some(Root {
        entry: Some(xml::name(&entry).unwrap_or(name).to_owned()),
        element: annotated.or(component)?,
        schema: items,
    })
}

fn view<'a>(document: &'a Document, at: &str) -> Option<SchemaView<'a>> {
    let schema = document.at(at)?;
    Some(SchemaView::new(&document.value, schema))
}

/// The name of the schema at `at`, if it is a component.
fn component(at: &str) -> Option<&str> {
    let name = at.strip_prefix(SCHEMAS)?.strip_prefix('/')?;
    (!name.contains('/')).then_some(name)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    const SCHEMA: &str = "/components/schemas/";

    fn document(content: &str) -> Document {
        let text = format!(
            "paths: {{/a: {{get: {{responses: {{'200': {{content: {{application/xml: {content}}}}}}}}}}}}}
components:
  schemas:
    Line: {{type: object, xml: {{name: line}}, properties: {{id: {{type: integer}}}}}}
    Record: {{type: object, properties: {{id: {{type: integer}}}}}}
    Lines: {{type: array, items: {{$ref: '#/components/schemas/Line'}}}}
    Word: {{type: string}}
"
        );
        Document::parse(Path::new("openapi.yaml"), &text).expect("valid YAML")
    }

    fn found(schema: &str) -> Option<(String, Option<String>, String)> {
        let document = document(&format!("{{schema: {schema}}}"));
        let mut roots = roots(&document).expect("roots");
        let root = roots.pop()?;
        let schema = root.schema.strip_prefix(SCHEMA).expect("a component");
        Some((root.element, root.entry, schema.to_owned()))
    }

    #[test]
    fn a_root_has_its_annotated_name_or_the_name_of_its_schema() {
        let root = |element: &str, entry: Option<&str>, schema: &str| {
            Some((
                element.to_owned(),
                entry.map(str::to_owned),
                schema.to_owned(),
            ))
        };
        let cases = [
            (
                "{$ref: '#/components/schemas/Line'}",
                root("line", None, "Line"),
            ),
            (
                "{$ref: '#/components/schemas/Record'}",
                root("Record", None, "Record"),
            ),
            (
                "{$ref: '#/components/schemas/Lines'}",
                root("Lines", Some("line"), "Line"),
            ),
            (
                "{type: array, xml: {name: all}, items: {$ref: '#/components/schemas/Record'}}",
                root("all", Some("Record"), "Record"),
            ),
            // A list without a name has no root element.
            (
                "{type: array, items: {$ref: '#/components/schemas/Line'}}",
                None,
            ),
            // Without a model, there is no type for `from_xml`.
            ("{$ref: '#/components/schemas/Word'}", None),
            ("{type: object, properties: {id: {type: integer}}}", None),
            (
                "{type: array, xml: {name: all}, items: {type: string}}",
                None,
            ),
        ];
        for (schema, expected) in cases {
            assert_eq!(found(schema), expected, "{schema}");
        }
    }

    #[test]
    fn a_document_without_xml_has_no_file() {
        let text = "paths: {/a: {get: {responses: {'200': {content: {application/json: {}}}}}}}";
        let document = Document::parse(Path::new("openapi.yaml"), text).expect("valid YAML");
        assert!(
            items(&document, &BTreeSet::new())
                .expect("no items")
                .is_empty()
        );
    }

    #[test]
    fn a_model_gets_its_methods_and_an_absent_model_gets_none() {
        let document = document("{schema: {$ref: '#/components/schemas/Line'}}");
        let items = items(&document, &["Line".to_owned()].into()).expect("items");
        let file = quote! { #(#items)* }.to_string();
        assert!(
            file.contains("xml_model ! { types :: Line , \"line\" , LINE }"),
            "{file}"
        );
        assert!(
            super::items(&document, &BTreeSet::new())
                .expect("items")
                .is_empty()
        );
    }
}
