//! Prints the client: a method for each operation.

use std::collections::BTreeSet;

use contract::Contract;
use openapi_document::parameters;
use serde_json::Value;

use super::{
    arguments::{Receiver, set, set_body, taken, taken_body},
    calls,
    docs::comment,
    imports::Imports,
    layout::{Element, array, function, statement},
};
use crate::read::operation::Operation;

/// The text of the file, without its heading.
pub fn file(contract: &Contract, view: &Value, operations: &[Operation]) -> String {
    let mut imports = Imports::default();
    imports.add(
        "order_sdk_http",
        [
            "Access",
            "Api",
            "ConfigError",
            "Http",
            "Prepared",
            "RateLimit",
            "Settings",
        ],
    );
    let mut methods = String::new();
    for operation in operations {
        methods.push('\n');
        methods.push_str(&method(operation, &mut imports));
    }
    imports.add("super", ["calls"]);
    let [headers, query] = reserved(contract).map(|names| {
        let names = names.iter().map(|name| Element::literal(name));
        names.collect::<Vec<_>>()
    });
    let reserved = array(1, "reserved_headers", &headers) + &array(1, "reserved_query", &query);
    let limit = match contract.codegen.rate_limit {
        Some(limit) => format!("new({}, {})", limit.at_a_time, limit.per_second),
        None => "none()".to_owned(),
    };
    let limit = format!("    rate_limit: RateLimit::{limit},\n");
    let docs = comment(0, &introduction(view));
    let imports = imports.text();
    format!("{imports}\n{docs}{CLIENT}{methods}}}\n\n{API}{reserved}{limit}}};\n")
}

/// The struct, and the beginning of its `impl`, before the operations.
const CLIENT: &str = r#"#[derive(Clone, Debug)]
pub struct Client {
    pub(crate) http: Http,
}

impl Client {
    /// A client that gets access to the server from `access`, for example from a
    /// [`Grant`](crate::Grant) or from [`Tokens`](crate::Tokens).
    ///
    /// # Errors
    ///
    /// If the HTTP client cannot be created.
    pub fn new(access: impl Into<Access>, settings: &Settings) -> Result<Self, ConfigError> {
        let http = Http::new(&API, access, settings)?;
        Ok(Self { http })
    }
"#;
/// The beginning of the constant that all operations share, before the names that the client reserves.
const API: &str = r#"const API: Api = Api {
    user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")),
    errors: super::ERRORS,
"#;

/// What the document says about the API.
fn introduction(view: &Value) -> String {
    let info = &view["info"];
    let text = |key: &str| info[key].as_str().unwrap_or_default().trim();
    // Headings move down one level, because the page has its own top heading.
    let mut is_code = false;
    let description = text("description").lines().map(|line| {
        is_code ^= line.trim_start().starts_with("```");
        if line.starts_with('#') && !is_code {
            format!("#{line}\n")
        } else {
            format!("{line}\n")
        }
    });
    let description: String = description.collect();
    let title = format!("Client for {}", text("title"));
    let version = format!("Version of the contract: {}", text("version"));
    let parts = [title.as_str(), description.trim(), version.as_str()];
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join("\n\n")
}

/// The headers, in lower case, and the query parameters that the client sets.
fn reserved(contract: &Contract) -> [BTreeSet<String>; 2] {
    let document = &contract.document;
    let schemes = document.value["components"]["securitySchemes"].as_object();
    let schemes = schemes.into_iter().flatten().map(|(_, scheme)| scheme);
    let operations = document.operations();
    let parameters = operations
        .iter()
        .flat_map(|operation| parameters(document, operation));
    let is_sent = |name: &String| contract.codegen.client_parameters.contains(name);
    let sent = parameters.filter(|(name, _)| is_sent(name));
    let sent = sent.filter_map(|(_, at)| document.at(&at));
    let all: Vec<_> = schemes.chain(sent).collect();
    ["header", "query"].map(|place| {
        let placed = all.iter().filter(|value| value["in"] == place);
        let names = placed.filter_map(|value| value["name"].as_str());
        let name = |name: &str| match place {
            "header" => name.to_lowercase(),
            _ => name.to_owned(),
        };
        names.map(name).collect()
    })
}

fn method(operation: &Operation, imports: &mut Imports) -> String {
    let call = &operation.call;
    let mut arguments = vec!["&self".to_owned()];
    let mut steps = String::new();
    for argument in operation
        .arguments
        .iter()
        .filter(|argument| argument.required)
    {
        let taken = taken(&argument.kind, imports);
        arguments.push(format!("{}: {taken}", argument.ident));
        steps.push_str(&set(Receiver::Variable, argument, &argument.ident, imports));
    }
    if let Some(body) = operation.body.as_ref().filter(|body| body.required) {
        arguments.push(format!("body: {}", taken_body(body, imports)));
        steps.push_str(&set_body(Receiver::Variable, body, imports));
    }
    let mutable = if steps.is_empty() { "" } else { "mut " };
    let start = format!(
        "let {mutable}call = Prepared::{}",
        calls::constructor(&operation.result)
    );
    let made = calls::made(operation);
    format!(
        "{}{}{}{steps}        calls::{call}(call)\n    }}\n",
        comment(1, &super::operation_docs::of_method(operation)),
        function(
            1,
            &format!("pub fn {}", operation.name),
            &arguments,
            &format!("calls::{call}<'_>")
        ),
        statement(2, &start, &made),
    )
}
