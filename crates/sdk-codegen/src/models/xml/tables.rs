//! The tables of objects. They say which element is a string, an object or a list.

use std::collections::BTreeMap;

use heck::ToShoutySnakeCase;
use openapi_document::{
    Document, pointer,
    xml::{self, Form},
};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::Value;
use syn::Ident;

use super::{SCHEMAS, view};

/// The tables of the objects found so far.
pub struct Tables<'a> {
    document: &'a Document,
    /// The name of each table, by the pointer to its schema.
    found: BTreeMap<String, Ident>,
    written: Vec<TokenStream>,
}

impl<'a> Tables<'a> {
    /// No tables yet.
    pub fn new(document: &'a Document) -> Self {
        Self {
            document,
            found: BTreeMap::new(),
            written: Vec::new(),
        }
    }

    /// The tables as items. The table of an object comes before the tables of the objects in it.
    pub fn written(self) -> Vec<TokenStream> {
        self.written
    }

    /// The name of the table for the object at `at`. Writes the table if it does not exist yet.
    pub fn object(&mut self, at: &str) -> anyhow::Result<Ident> {
        if let Some(known) = self.found.get(at) {
            return Ok(known.clone());
        }
        let name = table_name(at);
        self.found.insert(at.to_owned(), name.clone());
        // The empty item reserves its place, so that the table comes before those of the objects in it.
        let place = self.written.len();
        self.written.push(TokenStream::new());
        let members = self.members(at)?;
        self.written[place] = quote! { static #name: Object = Object(&[#(#members),*]); };
        Ok(name)
    }

    fn members(&mut self, at: &str) -> anyhow::Result<Vec<TokenStream>> {
        let document = self.document;
        let object = view(document, at);
        let mut members = Vec::new();
        for (key, property) in properties(document, at) {
            let written = document.at(&property).unwrap_or(&Value::Null);
            if written["xml"]["attribute"] == true {
                let message = "properties that are XML attributes are not supported";
                let help = "describe the property as an element, or remove the XML media type";
                return Err(document
                    .diagnostic(&property, &crate::rules::GENERATE, message, help)
                    .into());
            }
            let place = object.as_ref().and_then(|object| xml::place(object, &key));
            let Some(place) = place else {
                continue;
            };
            let member = self.member(&key, &property, place.form)?;
            let element = place.element;
            members.push(if element == key {
                member
            } else {
                quote! { #member.called(#element) }
            });
        }
        Ok(members)
    }

    fn member(&mut self, key: &str, at: &str, form: Form<'_>) -> anyhow::Result<TokenStream> {
        let at = target(self.document, at);
        let items = pointer::child(&at, "items");
        Ok(match form {
            Form::Wrapped { item } => {
                let node = self.node(&items)?;
                quote! { Member::list(#key, #item, &#node) }
            }
            Form::Repeated => {
                let node = self.node(&items)?;
                quote! { Member::repeated(#key, &#node) }
            }
            Form::Single => match kind(self.document, &at) {
                Kind::Object => {
                    let object = self.object(&at)?;
                    quote! { Member::object(#key, &#object) }
                }
                Kind::Scalar => quote! { Member::text(#key) },
                Kind::List | Kind::Other => quote! { Member::any(#key) },
            },
        })
    }

    /// The node for an entry of a list.
    fn node(&mut self, at: &str) -> anyhow::Result<TokenStream> {
        let at = target(self.document, at);
        Ok(match kind(self.document, &at) {
            Kind::Object => {
                let object = self.object(&at)?;
                quote! { Node::Object(&#object) }
            }
            Kind::Scalar => quote! { Node::Text },
            // A list of lists, or a schema without a known structure.
            Kind::List | Kind::Other => quote! { Node::Any },
        })
    }
}

/// The name of a table. Two underscores distinguish a nested schema from a component with the same name.
fn table_name(at: &str) -> Ident {
    let inside = at.strip_prefix(SCHEMAS).unwrap_or(at).split('/');
    let names = inside
        .filter(|key| !matches!(*key, "" | "properties" | "items" | "allOf"))
        .map(|key| pointer::last(key).to_shouty_snake_case());
    format_ident!("{}", names.collect::<Vec<_>>().join("__"))
}

/// The pointer of the schema at `at`, after following references and skipping an `allOf` around only one schema.
fn target(document: &Document, at: &str) -> String {
    let is_wrapper = |at: &String| {
        let schema = document.at(at).unwrap_or(&Value::Null);
        let parts = schema["allOf"].as_array();
        parts.is_some_and(|parts| parts.len() == 1) && schema.get("properties").is_none()
    };
    let mut schemas = document.composed(at).into_iter();
    let inner = schemas.find(|at| !is_wrapper(at));
    inner.unwrap_or_else(|| at.to_owned())
}

/// The properties of an object, including those of the schemas that it is composed of: their names and pointers.
fn properties(document: &Document, at: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for at in document.composed(at) {
        let own = pointer::child(&at, "properties");
        for key in document.keys(&own) {
            if !found.iter().any(|(known, _)| known == key) {
                found.push((key.clone(), pointer::child(&own, key)));
            }
        }
    }
    found
}

enum Kind {
    Object,
    List,
    Scalar,
    Other,
}

fn kind(document: &Document, at: &str) -> Kind {
    let Some(schema) = view(document, at) else {
        return Kind::Other;
    };
    match schema.get("type").and_then(Value::as_str) {
        Some("string" | "integer" | "number" | "boolean") => Kind::Scalar,
        Some("array") => Kind::List,
        _ if schema.get("properties").is_some() => Kind::Object,
        _ => Kind::Other,
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    const SOURCE: &str = "
components:
  schemas:
    Base: {type: object, properties: {id: {type: integer}, made: {type: string, format: date}}}
    Line:
      allOf: [{$ref: '#/components/schemas/Base'}]
      properties:
        amount: {type: number, xml: {name: sum}}
        lines: {type: array, xml: {wrapped: true}, items: {$ref: '#/components/schemas/Line'}}
        tags: {type: array, xml: {name: marks, wrapped: true}, items: {type: string}}
        notes: {type: array, items: {type: string, xml: {name: note}}}
        base: {type: object, allOf: [{$ref: '#/components/schemas/Base'}]}
        place: {type: object, properties: {x: {type: number}}}
        free: {type: object, additionalProperties: true}
        choice: {oneOf: [{type: string}, {type: integer}]}
    Odd: {type: object, properties: {id: {type: integer, xml: {attribute: true}}}}
";

    fn tables(schema: &str) -> anyhow::Result<String> {
        let document = Document::parse(Path::new("a.yaml"), SOURCE)?;
        let mut tables = Tables::new(&document);
        tables.object(&format!("{SCHEMAS}/{schema}"))?;
        let written = tables.written();
        Ok(quote! { #(#written)* }.to_string().replace(' ', ""))
    }

    #[test]
    fn every_kind_of_property_has_its_member() {
        let expected = quote! {
            static LINE: Object = Object(&[
                Member::text("amount").called("sum"),
                Member::list("lines", "lines", &Node::Object(&LINE)),
                Member::list("tags", "marks", &Node::Text).called("marks"),
                Member::repeated("notes", &Node::Text).called("note"),
                Member::object("base", &BASE),
                Member::object("place", &LINE__PLACE),
                Member::any("free"),
                Member::any("choice"),
                Member::text("id"),
                Member::text("made")
            ]);
            static BASE: Object = Object(&[Member::text("id"), Member::text("made")]);
            static LINE__PLACE: Object = Object(&[Member::text("x")]);
        };
        let written = tables("Line").expect("tables");
        assert_eq!(written, expected.to_string().replace(' ', ""));
    }

    #[test]
    fn an_attribute_is_refused_at_its_place() {
        let error = tables("Odd").expect_err("not supported").to_string();
        assert!(error.starts_with("a.yaml:16:"), "{error}");
    }
}
