//! Fixups of parameters.

use contract::CodegenConfig;
use openapi_document::pointer::child;
use serde_json::{Value, json};

use super::{Applied, target, walk};

/// Format of a string with integers separated by commas. The generators replace it by a Rust type.
pub const INTEGERS: &str = "comma-separated-int64";
/// Format of a string with strings separated by commas.
pub const TEXTS: &str = "comma-separated-string";

/// Drops the header and query parameters in the setting `client_parameters`.
pub fn client_parameters(view: &mut Value, config: &CodegenConfig) -> Applied {
    let whole = view.clone();
    let mut applied = Vec::new();
    walk::parameter_lists(view, &mut |at, parameters| {
        let before = parameters.len();
        parameters.retain(|parameter| !is_sent(&whole, parameter, config));
        if parameters.len() < before {
            applied.push(at.to_owned());
        }
    });
    Ok(applied)
}

/// Whether the settings list a parameter.
fn is_sent(whole: &Value, parameter: &Value, config: &CodegenConfig) -> bool {
    let parameter = match parameter["$ref"].as_str() {
        Some(reference) => target(whole, reference),
        None => parameter,
    };
    let settable = parameter["in"] == "header" || parameter["in"] == "query";
    let mut listed = config.client_parameters.iter();
    settable && listed.any(|listed| parameter["name"] == **listed)
}

/// Turns a query parameter that joins its values with commas into one string.
pub fn unexploded_arrays(view: &mut Value, _: &CodegenConfig) -> Applied {
    let mut applied = Vec::new();
    walk::parameter_lists(view, &mut |at, parameters| {
        for (index, parameter) in parameters.iter_mut().enumerate() {
            let joined = parameter["in"] == "query"
                && parameter["explode"] == false
                && parameter["schema"]["type"] == "array";
            if !joined {
                continue;
            }
            let integers = parameter["schema"]["items"]["type"] == "integer";
            let format = if integers { INTEGERS } else { TEXTS };
            parameter["schema"] = json!({ "type": "string", "format": format });
            if let Some(parameter) = parameter.as_object_mut() {
                parameter.remove("explode");
                parameter.remove("style");
            }
            applied.push(child(at, &index.to_string()));
        }
    });
    Ok(applied)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(parameters: Value) -> Value {
        json!({
            "paths": { "/a": { "get": { "parameters": parameters } } },
            "components": { "parameters": { "Account": { "name": "X-Account", "in": "header" } } },
        })
    }

    fn config(names: &[&str]) -> CodegenConfig {
        CodegenConfig {
            client_parameters: names.iter().map(|name| (*name).to_owned()).collect(),
            ..CodegenConfig::default()
        }
    }

    #[test]
    fn a_parameter_of_the_client_is_dropped_by_name() {
        let id = json!({ "name": "id", "in": "query" });
        let format = json!({ "name": "format", "in": "query" });
        let account = json!({ "$ref": "#/components/parameters/Account" });
        let mut view = document(json!([account, id, format]));
        let config = config(&["X-Account", "format"]);
        let applied = client_parameters(&mut view, &config).expect("applies");
        assert_eq!(applied, ["/paths/~1a/get/parameters"]);
        assert_eq!(view, document(json!([id])));
    }

    #[test]
    fn a_joined_list_becomes_a_string() {
        let list = json!({ "type": "array", "items": { "type": "integer" } });
        let mut view = document(json!([
            { "name": "ids", "in": "query", "explode": false, "schema": list },
            { "name": "names", "in": "query", "schema": list },
        ]));
        let applied = unexploded_arrays(&mut view, &CodegenConfig::default()).expect("applies");
        assert_eq!(applied, ["/paths/~1a/get/parameters/0"]);
        let parameters = &view["paths"]["/a"]["get"]["parameters"];
        assert_eq!(
            parameters[0],
            json!({ "name": "ids", "in": "query", "schema": { "type": "string", "format": INTEGERS } })
        );
        assert_eq!(parameters[1]["schema"], list);
    }
}
