//! XML of the models that a document sends or answers as XML: a table for each schema, by the document's annotations.

use std::collections::BTreeMap;

use heck::{ToPascalCase, ToShoutySnakeCase};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::Value;
use syn::{Ident, Item};

use super::names;
use crate::document::{
    Contract, Document, SchemaView, pointer,
    xml::{self, Form},
};

const SCHEMAS: &str = "/components/schemas";

/// The items of the file, empty where the document speaks no XML.
pub fn items(contract: &Contract, types: &[Item]) -> anyhow::Result<Vec<Item>> {
    let document = &contract.document;
    let mut tables = Tables {
        document,
        found: BTreeMap::new(),
        written: Vec::new(),
    };
    let mut models = Vec::new();
    for root in roots(document)? {
        let model = format_ident!("{}", pointer::last(&root.schema).to_pascal_case());
        if !types
            .iter()
            .any(|item| names::of(item).is_some_and(|name| model == name))
        {
            continue;
        }
        let object = tables.object(&root.schema)?;
        let (element, entry) = (&root.element, &root.entry);
        models.push(match entry {
            None => quote! { ::sdk_runtime::xml_model! { types::#model, #element, #object } },
            Some(item) => {
                quote! { ::sdk_runtime::xml_list! { types::#model, #element, #item, #object } }
            }
        });
    }
    if models.is_empty() {
        return Ok(Vec::new());
    }
    let tables = tables.written;
    let file: syn::File = syn::parse2(quote! {
        use super::types;
        #[allow(unused_imports)]
        use ::sdk_runtime::xml::{Member, Node, Object};
        #(#models)*
        #(#tables)*
    })?;
    Ok(file.items)
}

/// A document of XML whose model has a name.
#[derive(Debug, Eq, Ord, PartialEq, PartialOrd)]
struct Root {
    /// Where the model's schema stands.
    schema: String,
    /// The element of an entry, where the document is a list.
    entry: Option<String>,
    /// The root element.
    element: String,
}

/// What the document sends and answers as XML, in the order of its schemas, each once.
fn roots(document: &Document) -> anyhow::Result<Vec<Root>> {
    let mut roots = Vec::new();
    for at in xml::payloads(document) {
        let root = root(document, &at)?;
        roots.extend(root.filter(|root| !roots.contains(root)));
    }
    let order = document.keys(SCHEMAS);
    let rank = |root: &Root| {
        order
            .iter()
            .position(|name| *name == pointer::last(&root.schema))
    };
    roots.sort_by_key(|root| (rank(root), root.entry.is_some()));
    let again = roots
        .windows(2)
        .find(|two| two[0].schema == two[1].schema && two[0].entry.is_some());
    if let Some([one, other]) = again {
        let names = format!("<{}> and <{}>", one.element, other.element);
        let message = format!("lists of this schema have two root elements, {names}");
        let help = "give them one `xml.name`";
        return Err(document
            .diagnostic(&one.schema, "generate", message, help)
            .into());
    }
    Ok(roots)
}

/// The root of a payload with the schema at `at`; none where it has no model of its own.
fn root(document: &Document, at: &str) -> anyhow::Result<Option<Root>> {
    let Some(schema) = view(document, at) else {
        return Ok(None);
    };
    let annotated = xml::name(&schema).map(str::to_owned);
    let component = component(at).map(str::to_owned);
    if schema.items().is_none() {
        let properties = schema.get("properties").is_some();
        return Ok(component.filter(|_| properties).map(|name| Root {
            schema: at.to_owned(),
            entry: None,
            element: annotated.unwrap_or(name),
        }));
    }
    let items = document.follow(&pointer::child(at, "items"));
    let (Some(name), Some(entry)) = (self::component(&items), view(document, &items)) else {
        return Ok(None);
    };
    let Some(element) = annotated.or(component) else {
        let message = "nothing says what the root element of this list is called";
        let help = "give the list `xml: {name: ..., wrapped: true}`";
        return Err(document.diagnostic(at, "generate", message, help).into());
    };
    Ok(Some(Root {
        entry: Some(xml::name(&entry).unwrap_or(name).to_owned()),
        schema: items,
        element,
    }))
}

fn view<'a>(document: &'a Document, at: &str) -> Option<SchemaView<'a>> {
    let schema = document.at(at)?;
    Some(SchemaView::new(&document.value, schema))
}

/// The name of the component that the schema at `at` is.
fn component(at: &str) -> Option<&str> {
    let name = at.strip_prefix(SCHEMAS)?.strip_prefix('/')?;
    (!name.contains('/')).then_some(name)
}

/// The tables of objects, as they are found.
struct Tables<'a> {
    document: &'a Document,
    /// The name of each, by where its schema stands.
    found: BTreeMap<String, Ident>,
    written: Vec<TokenStream>,
}

impl Tables<'_> {
    /// The name of the table for the object at `at`, which is written if it was not yet.
    fn object(&mut self, at: &str) -> anyhow::Result<Ident> {
        if let Some(known) = self.found.get(at) {
            return Ok(known.clone());
        }
        let name = table_name(at);
        self.found.insert(at.to_owned(), name.clone());
        // Its place is kept, so that it stands before the objects inside it.
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
                let help = "describe the property as an element, or leave out the XML media type";
                return Err(document
                    .diagnostic(&property, "generate", message, help)
                    .into());
            }
            let Some(place) = object.and_then(|object| xml::place(&object, &key)) else {
                continue;
            };
            let member = self.member(&key, &property, place.form)?;
            let element = place.element;
            members.push(match element == key {
                true => member,
                false => quote! { #member.called(#element) },
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

    /// What an entry of a list is.
    fn node(&mut self, at: &str) -> anyhow::Result<TokenStream> {
        let at = target(self.document, at);
        Ok(match kind(self.document, &at) {
            Kind::Object => {
                let object = self.object(&at)?;
                quote! { Node::Object(&#object) }
            }
            Kind::Scalar => quote! { Node::Text },
            // A list of lists, or whatever the schema leaves open.
            Kind::List | Kind::Other => quote! { Node::Any },
        })
    }
}

/// Two underscores keep what stands inside a schema apart from a schema of that name.
fn table_name(at: &str) -> Ident {
    let inside = at.strip_prefix(SCHEMAS).unwrap_or(at).split('/');
    let names = inside
        .filter(|key| !matches!(*key, "" | "properties" | "items" | "allOf"))
        .map(|key| pointer::last(key).to_shouty_snake_case());
    format_ident!("{}", names.collect::<Vec<_>>().join("__"))
}

/// The schema that stands for the one at `at`: references followed, and what is wrapped around one alone taken off.
fn target(document: &Document, at: &str) -> String {
    let at = document.follow(at);
    let schema = document.at(&at).unwrap_or(&Value::Null);
    let parts = schema["allOf"].as_array();
    match parts.is_some_and(|parts| parts.len() == 1) && schema.get("properties").is_none() {
        true => target(document, &format!("{at}/allOf/0")),
        false => at,
    }
}

/// The properties of an object, those that it is composed of included: their names, and where they stand.
fn properties(document: &Document, at: &str) -> Vec<(String, String)> {
    let own = pointer::child(at, "properties");
    let mut found: Vec<_> = document
        .keys(&own)
        .iter()
        .map(|key| (key.clone(), pointer::child(&own, key)))
        .collect();
    let parts = document
        .at(at)
        .and_then(|schema| schema["allOf"].as_array());
    for index in 0..parts.map_or(0, Vec::len) {
        let part = document.follow(&format!("{at}/allOf/{index}"));
        for (key, property) in properties(document, &part) {
            if !found.iter().any(|(known, _)| *known == key) {
                found.push((key, property));
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
