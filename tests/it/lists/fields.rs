//! The fields of orders by name, held against the document and the model.

use std::collections::BTreeMap;

use eenvoudigfactureren::{
    Fields, Sort,
    order_fields::{DATE, ITEMS, NUMBER, ORDER_ID, STATUS},
};
use syn::{Expr, GenericArgument, Item, Lit, PathArguments, Type};

use crate::support::{contract, root};

#[test]
fn there_is_a_constant_for_each_field_of_an_order() {
    let contract = contract("eenvoudigfactureren");
    let documented = contract
        .document
        .keys("/components/schemas/Order/properties");
    let constants = constants();
    let names: Vec<_> = constants.iter().map(|(_, name, _)| name.clone()).collect();
    assert_eq!(names, documented, "in the order of the document");
    let types = types_of_the_model();
    for (ident, name, kind) in &constants {
        assert_eq!(ident, &name.to_uppercase());
        assert_eq!(Some(kind), types.get(name), "{name}");
    }
}

/// Name of the constant, name of the field and type, of `order_fields`.
fn constants() -> Vec<(String, String, String)> {
    let items = items("src/order_fields.rs").into_iter();
    let constants = items.filter_map(|item| match item {
        Item::Const(item) => Some(item),
        _ => None,
    });
    constants
        .map(|item| {
            let Expr::Call(call) = *item.expr else {
                panic!("{}: no call", item.ident);
            };
            let Some(Expr::Lit(name)) = call.args.first() else {
                panic!("{}: no name", item.ident);
            };
            let Lit::Str(name) = &name.lit else {
                panic!("{}: no text", item.ident);
            };
            (item.ident.to_string(), name.value(), inside(&item.ty))
        })
        .collect()
}

/// The type of each field of the generated model.
fn types_of_the_model() -> BTreeMap<String, String> {
    let mut items = items("src/generated/types.rs").into_iter();
    let order = items.find_map(|item| match item {
        Item::Struct(item) if item.ident == "Order" => Some(item),
        _ => None,
    });
    let fields = order.expect("a model").fields.into_iter();
    fields
        .map(|field| {
            let name = field.ident.expect("a name").to_string();
            (name.trim_end_matches('_').to_owned(), inside(&field.ty))
        })
        .collect()
}

fn items(file: &str) -> Vec<Item> {
    let path = root().join("crates/eenvoudigfactureren").join(file);
    let text = std::fs::read_to_string(path).expect("a file");
    syn::parse_file(&text).expect("Rust").items
}

/// What stands in the brackets of `Field<…>` or `Option<…>`.
fn inside(kind: &Type) -> String {
    let Type::Path(kind) = kind else {
        panic!("no path");
    };
    let last = kind.path.segments.last().expect("a segment");
    let PathArguments::AngleBracketed(arguments) = &last.arguments else {
        panic!("{}: no brackets", last.ident);
    };
    let Some(GenericArgument::Type(Type::Path(kind))) = arguments.args.first() else {
        panic!("{}: no type", last.ident);
    };
    let last = kind.path.segments.last().expect("a segment");
    match &last.arguments {
        PathArguments::None => last.ident.to_string(),
        _ => format!("{}<{}>", last.ident, inside(&Type::Path(kind.clone()))),
    }
}

#[test]
fn sorting_and_fields_are_written_as_the_service_reads_them() {
    let sort = Sort::by(STATUS.ascending())
        .then(DATE.descending())
        .then(NUMBER.ascending());
    assert_eq!(sort.to_string(), "status+-date+number");
    assert_eq!(String::from(DATE.descending()), "-date");
    let fields = Fields::of(ORDER_ID).and(ITEMS).and(DATE);
    assert_eq!(fields.to_string(), "order_id,items,date");
    assert_eq!(String::from(ORDER_ID), "order_id");
    assert_eq!(format!("{ORDER_ID:?}"), r#"Field("order_id")"#);
}
