//! Fixups of answers.

use contract::CodegenConfig;
use openapi_document::pointer;
use serde_json::{Map, Value, json};

use super::{Applied, Misfit, target, walk};

/// Gives every operation one error shape, under `4XX` and `5XX`, in place of the statuses that the document lists.
pub fn error_responses(view: &mut Value, _: &CodegenConfig) -> Applied {
    let whole = view.clone();
    let mut applied = Vec::new();
    let mut failed = Ok(());
    walk::operations(view, &mut |at, operation| {
        let Some(Value::Object(responses)) = operation.get_mut("responses") else {
            return;
        };
        match merge(&whole, responses) {
            Ok(true) => applied.push(at.to_owned()),
            Ok(false) => {}
            Err(status) => {
                failed = Err(Misfit {
                    at: pointer::child(&pointer::child(at, "responses"), &status),
                    message: format!(
                        "{status} has another body than the errors before it; give them one schema"
                    ),
                });
            }
        }
    });
    failed.map(|()| applied)
}

/// Whether there was something to merge; an error is the status whose body differs.
fn merge(whole: &Value, responses: &mut Map<String, Value>) -> Result<bool, String> {
    let errors: Vec<_> = responses
        .keys()
        .filter(|status| is_error(status))
        .cloned()
        .collect();
    let mut shape: Option<Value> = None;
    for status in &errors {
        let Some(schema) = error_schema(whole, &responses[status]) else {
            continue;
        };
        if shape.as_ref().is_some_and(|shape| *shape != schema) {
            return Err(status.clone());
        }
        shape = Some(schema);
    }
    let Some(schema) = shape else {
        return Ok(false);
    };
    responses.retain(|status, _| !is_error(status));
    for (status, description) in [
        ("4XX", "The request was refused."),
        ("5XX", "The server failed."),
    ] {
        let content = json!({ "application/json": { "schema": schema } });
        responses.insert(
            status.into(),
            json!({ "description": description, "content": content }),
        );
    }
    Ok(true)
}

fn is_error(status: &str) -> bool {
    matches!(status.as_bytes().first(), Some(b'4' | b'5')) || status == "default"
}

fn error_schema(whole: &Value, response: &Value) -> Option<Value> {
    let response = match response["$ref"].as_str() {
        Some(reference) => target(whole, reference),
        None => response,
    };
    response
        .pointer("/content/application~1json/schema")
        .cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(second: Value) -> Value {
        json!({
            "paths": { "/a": { "get": { "responses": {
                "200": { "description": "ok" },
                "400": { "$ref": "#/components/responses/Bad" },
                "401": { "description": "no body" },
                "404": { "content": { "application/json": { "schema": second } } },
            } } } },
            "components": { "responses": { "Bad": {
                "content": { "application/json": { "schema": { "$ref": "#/E" } } }
            } } },
        })
    }

    #[test]
    fn errors_become_one_shape() {
        let mut view = document(json!({ "$ref": "#/E" }));
        let applied = error_responses(&mut view, &CodegenConfig::default()).expect("applies");
        assert_eq!(applied, ["/paths/~1a/get"]);
        let responses = &view["paths"]["/a"]["get"]["responses"];
        let statuses: Vec<_> = responses.as_object().expect("object").keys().collect();
        assert_eq!(statuses, ["200", "4XX", "5XX"]);
        assert_eq!(
            responses["5XX"]["content"]["application/json"]["schema"],
            json!({ "$ref": "#/E" })
        );
    }

    #[test]
    fn errors_of_two_shapes_are_refused_by_name() {
        let mut view = document(json!({ "$ref": "#/F" }));
        let error = error_responses(&mut view, &CodegenConfig::default()).expect_err("two shapes");
        assert_eq!(error.at, "/paths/~1a/get/responses/404");
        assert!(error.message.starts_with("404 has another body"));
    }
}
