//! The models of an SDK, reduced to what a good engineer would write by hand. A second version borrows its strings from
//! the page.

use std::collections::{BTreeMap, BTreeSet};

use syn::{
    Attribute, Field, File, Ident, Item, ItemStruct, Type, parse_quote,
    visit_mut::{self, VisitMut},
};

/// The models that are read directly. All other models are read as parts of these.
const ROOTS: [&str; 2] = ["Order", "OrderPage"];

/// The models without documentation, setters and optional features.
pub fn derived(mut types: File) -> String {
    reduce(&mut types);
    prettyplease::unparse(&types)
}

/// The models that are read, with strings that are borrowed if they contain no escape.
pub fn borrowed(mut types: File) -> String {
    reduce(&mut types);
    let models = structs(&types);
    let names = borrowed_names(&models);
    types.items.retain(|item| matches!(item, Item::Use(_)));
    let chosen = models
        .into_iter()
        .filter(|model| names.contains(&model.ident.to_string()));
    types
        .items
        .extend(chosen.map(|model| Item::Struct(borrowing(model, &names))));
    prettyplease::unparse(&types)
}

/// The models that [`ROOTS`] contain and that contain a string.
fn borrowed_names(models: &[ItemStruct]) -> BTreeSet<String> {
    let all: BTreeMap<String, BTreeSet<String>> = models.iter().map(mentions).collect();
    let mut names: BTreeSet<String> = ROOTS.map(str::to_owned).into();
    names.retain(|name| all.contains_key(name));
    loop {
        let inner = names.iter().flat_map(|name| &all[name]);
        let new: Vec<_> = inner
            .filter(|name| all.contains_key(*name) && !names.contains(*name))
            .cloned()
            .collect();
        if new.is_empty() {
            break;
        }
        names.extend(new);
    }
    loop {
        let count = names.len();
        let has_string =
            |name: &String| all[name].contains("String") || !all[name].is_disjoint(&names);
        names = names
            .iter()
            .filter(|name| has_string(name))
            .cloned()
            .collect();
        if names.len() == count {
            return names;
        }
    }
}

/// The name of a model, and the names that its fields mention.
fn mentions(model: &ItemStruct) -> (String, BTreeSet<String>) {
    let mut mentioned = Mentioned::default();
    mentioned.visit_fields_mut(&mut model.fields.clone());
    (model.ident.to_string(), mentioned.0)
}

fn structs(types: &File) -> Vec<ItemStruct> {
    let structs = types.items.iter().filter_map(|item| match item {
        Item::Struct(model) => Some(model.clone()),
        _ => None,
    });
    structs.collect()
}

/// Removes what has nothing to do with reading and writing.
fn reduce(types: &mut File) {
    types.attrs.clear();
    let models: BTreeSet<String> = structs(types)
        .iter()
        .map(|model| model.ident.to_string())
        .collect();
    types
        .items
        .retain(|item| !is_function_of(item, &models) && !is_optional(item));
    Plain.visit_file_mut(types);
}

fn is_function_of(item: &Item, models: &BTreeSet<String>) -> bool {
    let Item::Impl(functions) = item else {
        return false;
    };
    let Type::Path(path) = &*functions.self_ty else {
        return false;
    };
    path.path
        .get_ident()
        .is_some_and(|name| models.contains(&name.to_string()))
}

fn is_optional(item: &Item) -> bool {
    match item {
        Item::Macro(call) => call.attrs.iter().any(is_condition),
        _ => false,
    }
}

fn is_condition(attribute: &Attribute) -> bool {
    attribute.path().is_ident("cfg")
}

/// Removes documentation, and fields and attributes of optional features.
struct Plain;

impl VisitMut for Plain {
    fn visit_attributes_mut(&mut self, attributes: &mut Vec<Attribute>) {
        let unwanted = ["doc", "cfg_attr", "non_exhaustive"];
        attributes.retain(|attribute| !unwanted.iter().any(|name| attribute.path().is_ident(name)));
    }

    fn visit_fields_named_mut(&mut self, fields: &mut syn::FieldsNamed) {
        let kept = fields
            .named
            .iter()
            .filter(|field| !field.attrs.iter().any(is_condition));
        fields.named = kept.cloned().collect();
        visit_mut::visit_fields_named_mut(self, fields);
    }
}

/// The names that code mentions.
#[derive(Default)]
struct Mentioned(BTreeSet<String>);

impl VisitMut for Mentioned {
    fn visit_ident_mut(&mut self, name: &mut Ident) {
        self.0.insert(name.to_string());
    }
}

/// The model with borrowed strings, which is read and not written.
fn borrowing(mut model: ItemStruct, names: &BTreeSet<String>) -> ItemStruct {
    model.generics = parse_quote!(<'a>);
    model.attrs = vec![parse_quote!(#[derive(::serde::Deserialize)])];
    for field in &mut model.fields {
        borrow(field, names);
    }
    model
}

fn borrow(field: &mut Field, names: &BTreeSet<String>) {
    let mut borrowing = Borrowing { names, done: false };
    borrowing.visit_type_mut(&mut field.ty);
    if borrowing.done {
        field.attrs.push(parse_quote!(#[serde(borrow)]));
    }
}

/// Gives strings and models in a type the lifetime of the page.
struct Borrowing<'a> {
    names: &'a BTreeSet<String>,
    done: bool,
}

impl VisitMut for Borrowing<'_> {
    fn visit_path_mut(&mut self, path: &mut syn::Path) {
        let name = path.get_ident().map(Ident::to_string).unwrap_or_default();
        if name == "String" {
            *path = parse_quote!(Text<'a>);
        } else if self.names.contains(&name) {
            let name = path.get_ident().cloned();
            *path = parse_quote!(#name<'a>);
        } else {
            return visit_mut::visit_path_mut(self, path);
        }
        self.done = true;
    }
}
