//! Fixups of credentials.

use contract::CodegenConfig;
use openapi_document::pointer;
use serde_json::{Value, json};

use super::{
    Applied, Misfit, target,
    walk::{self, Object},
};

/// If an operation requires other credentials than the document, turns them into parameters of the operation.
///
/// The client sends the credentials that the document requires. The credentials of one operation can differ in each
/// call, for example a token to exchange for another one.
pub fn own_credentials(view: &mut Value, _: &CodegenConfig) -> Applied {
    let whole = view.clone();
    let mut applied = Vec::new();
    let mut failed = Ok(());
    walk::operations(view, &mut |at, operation| {
        let own = operation.get("security").cloned();
        let Some(own) = own.filter(|own| *own != whole["security"]) else {
            return;
        };
        let parameters = headers(&whole, &own).map_err(|message| Misfit {
            at: pointer::child(at, "security"),
            message,
        });
        match parameters {
            Ok(headers) if headers.is_empty() => {}
            Ok(headers) => {
                add(operation, headers);
                applied.push(pointer::child(at, "security"));
            }
            Err(misfit) => failed = Err(misfit),
        }
    });
    failed.map(|()| applied)
}

/// The header parameters that replace a list of security requirements. The list is empty if nothing is required.
fn headers(whole: &Value, security: &Value) -> Result<Vec<Value>, String> {
    let alternatives = security.as_array().map_or(&[][..], Vec::as_slice);
    let required = match alternatives {
        [] => return Ok(Vec::new()),
        [required] => required.as_object().into_iter().flatten(),
        _ => return Err("the operation accepts several kinds of credentials; keep one".into()),
    };
    required.map(|(name, _)| header(whole, name)).collect()
}

fn header(whole: &Value, name: &str) -> Result<Value, String> {
    let at = pointer::of(["components", "securitySchemes", name]);
    let scheme = target(whole, &format!("#{at}"));
    if scheme["type"] != "apiKey" || scheme["in"] != "header" {
        return Err(format!("{name} is not an API key in a header"));
    }
    Ok(json!({
        "name": scheme["name"],
        "in": "header",
        "required": true,
        "description": scheme["description"],
        "schema": { "type": "string", "format": "password" },
    }))
}

fn add(operation: &mut Object, headers: Vec<Value>) {
    let parameters = operation.entry("parameters").or_insert_with(|| json!([]));
    if let Some(parameters) = parameters.as_array_mut() {
        parameters.extend(headers);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(security: Value, parameters: Value) -> Value {
        json!({
            "security": [{ "Token": [] }],
            "paths": {
                "/a": { "get": { "security": security, "parameters": parameters } },
                "/b": { "get": { "parameters": [] } },
            },
            "components": { "securitySchemes": {
                "Token": { "type": "apiKey", "in": "header", "name": "X-Token", "description": "t" },
                "Key": { "type": "apiKey", "in": "header", "name": "X-Key", "description": "k" },
                "Basic": { "type": "http", "scheme": "basic" },
            } },
        })
    }

    fn parameter(name: &str, description: &str) -> Value {
        json!({
            "name": name,
            "in": "header",
            "required": true,
            "description": description,
            "schema": { "type": "string", "format": "password" },
        })
    }

    #[test]
    fn credentials_of_one_operation_become_its_parameters() {
        let security = json!([{ "Key": [], "Token": [] }]);
        let id = json!({ "name": "id", "in": "query" });
        let mut view = document(security.clone(), json!([id]));
        let applied = own_credentials(&mut view, &CodegenConfig::default()).expect("applies");
        assert_eq!(applied, ["/paths/~1a/get/security"]);
        let expected = json!([id, parameter("X-Key", "k"), parameter("X-Token", "t")]);
        assert_eq!(view, document(security, expected));
    }

    #[test]
    fn credentials_of_the_document_and_no_credentials_are_unchanged() {
        for security in [json!([{ "Token": [] }]), json!([])] {
            let mut view = document(security, json!([]));
            let before = view.clone();
            let applied = own_credentials(&mut view, &CodegenConfig::default()).expect("applies");
            assert_eq!((applied.len(), &view), (0, &before));
        }
    }

    #[test]
    fn credentials_that_are_not_one_header_are_refused_by_name() {
        for (security, reason) in [
            (
                json!([{ "Basic": [] }]),
                "Basic is not an API key in a header",
            ),
            (
                json!([{ "Missing": [] }]),
                "Missing is not an API key in a header",
            ),
            (
                json!([{ "Key": [] }, { "Token": [] }]),
                "several kinds of credentials",
            ),
        ] {
            let mut view = document(security, json!([]));
            let misfit = own_credentials(&mut view, &CodegenConfig::default()).expect_err(reason);
            assert_eq!(misfit.at, "/paths/~1a/get/security");
            assert!(misfit.message.contains(reason), "{}", misfit.message);
        }
    }
}
