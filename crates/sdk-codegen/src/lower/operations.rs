//! Fixups of operations.

use std::collections::BTreeSet;

use contract::CodegenConfig;
use heck::ToSnakeCase;
use openapi_document::pointer;
use serde_json::Value;

use super::{Applied, walk};

/// Gives each operation without an `operationId` one from its method and path: `GET /pets/{petId}` becomes
/// `get_pets_by_pet_id`. If another operation already has that ID, a number is added.
pub fn operation_ids(view: &mut Value, _: &CodegenConfig) -> Applied {
    let mut taken = BTreeSet::new();
    walk::operations(view, &mut |_, operation| {
        let id = operation.get("operationId").and_then(Value::as_str);
        taken.extend(id.map(ToSnakeCase::to_snake_case));
    });
    let mut applied = Vec::new();
    walk::operations(view, &mut |at, operation| {
        if operation.get("operationId").is_some() {
            return;
        }
        let id = derived(at);
        let numbered = (2..).map(|number| format!("{id}_{number}"));
        let mut all = std::iter::once(id.clone()).chain(numbered);
        if let Some(free) = all.find(|id| taken.insert(id.clone())) {
            operation.insert("operationId".into(), free.into());
            applied.push(at.to_owned());
        }
    });
    Ok(applied)
}

/// The ID that follows from the pointer of an operation.
fn derived(at: &str) -> String {
    let method = pointer::last(at);
    let path = pointer::last(at.rsplit_once('/').map_or("", |(path, _)| path));
    let words = path.replace("/{", "/by/{");
    format!("{method}/{words}").to_snake_case()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_are_made_of_method_and_path_and_differ() {
        let mut view = json!({ "paths": {
            "/": { "get": {}, "post": { "operationId": "makeIt" } },
            "/pets": { "get": {}, "post": { "operationId": "getPetsByPetId" } },
            "/pets/by/pet-id": { "get": {} },
            "/pets/{petId}": { "parameters": [], "get": {}, "delete": {} },
            "/pets/{petId}/toys/{id}.json": { "get": {} },
        } });
        let applied = operation_ids(&mut view, &CodegenConfig::default()).expect("applies");
        assert_eq!(applied.len(), 6);
        let id = |path: &str, method: &str| view["paths"][path][method]["operationId"].clone();
        assert_eq!(id("/", "get"), "get");
        assert_eq!(id("/", "post"), "makeIt");
        assert_eq!(id("/pets", "get"), "get_pets");
        assert_eq!(id("/pets/by/pet-id", "get"), "get_pets_by_pet_id_2");
        assert_eq!(id("/pets/{petId}", "get"), "get_pets_by_pet_id_3");
        assert_eq!(id("/pets/{petId}", "delete"), "delete_pets_by_pet_id");
        let nested = id("/pets/{petId}/toys/{id}.json", "get");
        assert_eq!(nested, "get_pets_by_pet_id_toys_by_id_json");
        let again = operation_ids(&mut view, &CodegenConfig::default()).expect("applies");
        assert!(again.is_empty());
    }
}
