//! Every generated model, one snapshot for each schema: its fields in order, with their Rust types and serde
//! attributes.

use std::collections::BTreeSet;

use sdk_codegen::lower;
use syn::Item;

use crate::support::{contracts, root};

#[test]
fn every_schema_has_its_model() {
    for contract in contracts() {
        let api = &contract.name;
        let path = root()
            .join("crates")
            .join(api)
            .join("src/generated/types.rs");
        let text = std::fs::read_to_string(path).expect("generated");
        let file = syn::parse_file(&text).expect("Rust");
        let mut seen = BTreeSet::new();
        for item in file.items {
            let name = match &item {
                Item::Struct(model) => model.ident.to_string(),
                Item::Enum(model) => model.ident.to_string(),
                _ => continue,
            };
            insta::assert_snapshot!(format!("{api}__{name}"), printed(item));
            seen.insert(name);
        }
        // Lowering gives names to vocabularies that have none in the document.
        let view = lower::lower(contract).expect("the document can be lowered");
        let schemas = view["components"]["schemas"].as_object();
        let schemas = schemas.expect("the document has schemas");
        let mut expected: BTreeSet<String> = schemas.keys().cloned().collect();
        for replaced in contract.codegen.replace.keys() {
            expected.remove(replaced);
        }
        let carried = contract.carried.iter();
        expected.extend(carried.filter_map(|carried| {
            let title = carried.document.value["title"].as_str();
            title.map(str::to_owned)
        }));
        assert_eq!(seen, expected, "{api}: models and schemas");
    }
}

fn printed(item: Item) -> String {
    prettyplease::unparse(&syn::File {
        shebang: None,
        frontmatter: None,
        attrs: Vec::new(),
        items: vec![item],
    })
}
