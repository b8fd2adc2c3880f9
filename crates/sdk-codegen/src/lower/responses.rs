//! Fixups of responses.

use contract::CodegenConfig;
use openapi_document::{pointer, resolve};
use serde_json::{Map, Value, json};

use super::{Applied, Misfit, walk};

/// Merges the errors of an operation into `4XX` and `5XX` with one shape. Without a `default`, leaves them as they are
/// if none has a body or if all are files. If an operation lists only errors, its `default` describes the success.
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
                        "{status} has a different body than the errors before it; give them one schema"
                    ),
                });
            }
        }
    });
    failed.map(|()| applied)
}

/// Returns whether the error responses were merged. `Err` is the status whose body differs.
fn merge(whole: &Value, responses: &mut Map<String, Value>) -> Result<bool, String> {
    let succeeds = responses.keys().any(|status| status.starts_with('2'));
    let is_error =
        |status: &str| status.starts_with(['4', '5']) || (succeeds && status == "default");
    let errors: Vec<_> = responses
        .iter()
        .filter(|(status, _)| is_error(status))
        .map(|(status, response)| (status, &resolve(whole, response)["content"]))
        .collect();
    let schema = common_schema(&errors)?;
    let one_type = [is_empty, is_file]
        .iter()
        .any(|of| errors.iter().all(|(_, it)| of(it)));
    if errors.is_empty() || (one_type && !responses.contains_key("default")) {
        return Ok(false);
    }
    responses.retain(|status, _| !is_error(status));
    // A `default` that is not an error describes the success.
    if let Some(success) = responses.remove("default") {
        responses.insert("2XX".into(), success);
    }
    for (status, description) in [
        ("4XX", "The request was refused."),
        ("5XX", "The server failed."),
    ] {
        let mut response = json!({ "description": description });
        if let Some(schema) = &schema {
            response["content"] = json!({ JSON: { "schema": schema } });
        }
        responses.insert(status.into(), response);
    }
    Ok(true)
}

/// The schema that all error responses with JSON share. `Err` is the first status with another schema.
fn common_schema(errors: &[(&String, &Value)]) -> Result<Option<Value>, String> {
    let mut common = None;
    for (status, content) in errors {
        let Some(schema) = content[JSON].get("schema") else {
            continue;
        };
        if *common.get_or_insert(schema) != schema {
            return Err((*status).clone());
        }
    }
    Ok(common.cloned())
}

fn is_empty(content: &Value) -> bool {
    content.as_object().is_none_or(Map::is_empty)
}

fn is_file(content: &Value) -> bool {
    !is_empty(content) && content.get(JSON).is_none()
}

const JSON: &str = "application/json";

/// Removes responses that switch the protocol. A client never requests that, and the generator would treat them
/// as successes.
pub fn remove_upgrades(view: &mut Value) {
    walk::operations(view, &mut |_, operation| {
        if let Some(Value::Object(responses)) = operation.get_mut("responses") {
            responses.remove("101");
        }
    });
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

    fn statuses(responses: Value) -> Vec<String> {
        let mut view = json!({ "paths": { "/a": { "get": { "responses": responses } } } });
        let applied = error_responses(&mut view, &CodegenConfig::default()).expect("applies");
        let responses = &view["paths"]["/a"]["get"]["responses"];
        let read = |(status, response): (&String, &Value)| {
            let schema = response.pointer("/content/application~1json/schema");
            format!(
                "{status}{}",
                schema.map_or("", |schema| schema.as_str().unwrap_or_default())
            )
        };
        let all = responses.as_object().expect("object").iter().map(read);
        all.filter(|_| !applied.is_empty()).collect()
    }

    #[test]
    fn a_default_is_an_error_beside_a_success_and_a_success_beside_errors() {
        let json =
            |schema: &str| json!({ "content": { "application/json": { "schema": schema } } });
        let none = json!({});
        for (responses, expected) in [
            (
                json!({ "200": json("a"), "default": none }),
                &["200a", "4XX", "5XX"][..],
            ),
            (
                json!({ "200": json("a"), "400": none, "default": json("e") }),
                &["200a", "4XXe", "5XXe"],
            ),
            (
                json!({ "404": json("e"), "default": json("a") }),
                &["2XXa", "4XXe", "5XXe"],
            ),
            (json!({ "default": json("a") }), &[]),
            (json!({ "200": json("a"), "400": none, "404": none }), &[]),
        ] {
            assert_eq!(statuses(responses.clone()), expected, "{responses}");
        }
    }

    #[test]
    fn errors_that_are_files_and_other_errors_get_one_type() {
        let text = json!({ "content": { "text/plain": {} } });
        let bare = json!({ "content": { "application/json": {} } });
        assert_eq!(statuses(json!({ "400": text, "404": text })), [""; 0]);
        assert_eq!(statuses(json!({ "400": text, "404": {} })), ["4XX", "5XX"]);
        assert_eq!(statuses(json!({ "400": bare })), ["4XX", "5XX"]);
    }

    #[test]
    fn errors_of_two_shapes_are_refused_by_name() {
        let mut view = document(json!({ "$ref": "#/F" }));
        let error = error_responses(&mut view, &CodegenConfig::default()).expect_err("two shapes");
        assert_eq!(error.at, "/paths/~1a/get/responses/404");
        assert!(error.message.starts_with("404 has a different body"));
    }
}
