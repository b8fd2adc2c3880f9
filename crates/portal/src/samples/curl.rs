//! The curl command of a call that the document shows.

use std::fmt::Write as _;

use crate::ordered::{self, Value, members, plain};

/// The media type of a form that can contain files.
const FORM: &str = "multipart/form-data";

/// What a document shows of the requests of an operation.
#[derive(Debug)]
pub struct Documented<'a> {
    /// Those of the path and of the operation, references followed.
    pub parameters: Vec<&'a Value>,
    document: &'a Value,
    path: &'a str,
    method: &'a str,
    operation: &'a Value,
    /// The content of the body by media type; null if there is no body.
    content: &'a Value,
    /// The media type to send.
    media: Option<&'a str>,
}

impl<'a> Documented<'a> {
    /// Reads an operation; `shared` are the parameters of its path.
    pub fn of(
        document: &'a Value,
        path: &'a str,
        method: &'a str,
        shared: Option<&'a Value>,
        operation: &'a Value,
    ) -> Self {
        let (content, media) = content(document, operation);
        Self {
            parameters: parameters(document, shared, operation),
            document,
            path,
            method,
            operation,
            content,
            media,
        }
    }

    /// The names of the calls that the request has examples of. Headers are not part of the commands.
    pub fn calls(&self) -> Vec<&'a str> {
        let bodies = members(self.content).map(|(_, media)| media);
        let is_header = |parameter: &&Value| ordered::text(parameter, "in") == Some("header");
        let others = self.parameters.iter().copied();
        let owners = bodies.chain(others.filter(|parameter| !is_header(parameter)));
        let examples = owners.filter_map(|owner| owner.get("examples"));
        let mut names = Vec::new();
        for (name, _) in examples.flat_map(members) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// The example of the body in a call.
    pub fn example(&self, call: &str) -> Option<&'a Value> {
        let media = self.content.get(self.media?)?;
        let example = media.get("examples")?.get(call)?;
        Some(ordered::follow(self.document, example))
    }
}

/// A request as curl sends it.
#[derive(Debug, Default)]
pub struct Request {
    method: String,
    url: String,
    headers: Vec<String>,
    user: bool,
    body: Option<Body>,
}

#[derive(Debug)]
enum Body {
    Json(String),
    Text(String),
    File(String),
    /// The fields of a form, each as `name=value`, or `name=@file` for a file.
    Form(Vec<String>),
}

impl Request {
    /// The request of a documented call.
    pub fn of(documented: &Documented<'_>, call: Option<&str>) -> Self {
        let Documented {
            document,
            operation,
            media,
            ..
        } = *documented;
        let mut request = Self {
            method: documented.method.to_uppercase(),
            ..Self::default()
        };
        let target = target(document, documented.path, &documented.parameters, call);
        request.url = server(document, operation) + &target;
        request.sign(document, operation);
        // A service may respond in the format of the request; a form is not a format of responses.
        if responses_differ(document, operation) || media == Some(FORM) {
            request.headers.push("Accept: application/json".into());
        }
        if let Some(media) = media {
            request.carry(document, documented.content, media, call);
        }
        request
    }

    /// The command, an option on each line.
    pub fn text(&self) -> String {
        let mut text = match self.method.as_str() {
            "GET" => format!("curl {}", quoted(&self.url)),
            method => format!("curl -X {method} {}", quoted(&self.url)),
        };
        for header in &self.headers {
            let _ = write!(text, " \\\n  -H {}", shell(header));
        }
        if self.user {
            text.push_str(" \\\n  -u \"$USER_NAME:$PASSWORD\"");
        }
        match &self.body {
            Some(Body::Json(json)) => {
                let _ = write!(text, " \\\n  --data {}", quoted(json));
            }
            Some(Body::Text(body)) => {
                let _ = write!(text, " \\\n  --data-raw {}", quoted(body));
            }
            Some(Body::File(file)) => {
                let _ = write!(text, " \\\n  --data-binary {}", quoted(&format!("@{file}")));
            }
            Some(Body::Form(fields)) => {
                for field in fields {
                    let _ = write!(text, " \\\n  -F {}", quoted(field));
                }
            }
            None => {}
        }
        text + "\n"
    }

    /// Adds the credentials of the first alternative.
    fn sign(&mut self, document: &Value, operation: &Value) {
        let own = operation.get("security");
        let security = own.or_else(|| document.get("security"));
        let Some(first) = security.and_then(|all| all.get(0)) else {
            return;
        };
        for (name, _) in members(first) {
            let at = format!("/components/securitySchemes/{name}");
            let Some(scheme) = ordered::at(document, &at) else {
                continue;
            };
            let text = |key: &str| scheme.get(key).and_then(Value::as_str).unwrap_or_default();
            match (text("type"), text("scheme")) {
                ("apiKey", _) if text("in") == "header" => {
                    let header = text("name");
                    let header = format!("{header}: ${}", variable(header));
                    self.headers.push(header);
                }
                ("http", "basic") => self.user = true,
                _ => self.headers.push("Authorization: Bearer $TOKEN".into()),
            }
        }
    }

    fn carry(&mut self, document: &Value, content: &Value, media: &str, call: Option<&str>) {
        let examples = content.get(media).and_then(|media| media.get("examples"));
        let chosen = examples.and_then(|all| {
            call.and_then(|call| all.get(call))
                .or_else(|| members(all).next().map(|(_, example)| example))
        });
        let example = chosen.map(|example| ordered::follow(document, example));
        let file = example.and_then(|example| example.get("externalValue")?.as_str());
        let value = example.and_then(|example| example.get("value"));
        if media == FORM {
            // curl adds the content type, which contains the boundary.
            let schema = content.get(media).and_then(|media| media.get("schema"));
            let schema = schema.map(|schema| ordered::follow(document, schema));
            self.body = value.map(|value| Body::Form(fields(value, schema)));
            return;
        }
        let media = match (
            media.split_once("/*"),
            file.and_then(|file| file.rsplit_once('.')),
        ) {
            (Some((kind, _)), Some((_, ending))) => format!("{kind}/{ending}"),
            _ => media.to_owned(),
        };
        self.headers.push(format!("Content-Type: {media}"));
        self.body = match (value, file) {
            (Some(Value::String(text)), _) if !media.ends_with("json") => {
                Some(Body::Text(text.clone()))
            }
            (Some(value), _) => ordered::json(value)
                .ok()
                .map(|json| Body::Json(json.trim_end().to_owned())),
            (None, Some(file)) => {
                let name = file.rsplit('/').next().unwrap_or(file);
                Some(Body::File(name.to_owned()))
            }
            (None, None) => None,
        };
    }
}

/// The fields of a form. A file is shown as a path with the name of its field.
fn fields(value: &Value, schema: Option<&Value>) -> Vec<String> {
    let is_file = |name: &str| {
        let property = schema.and_then(|schema| schema.get("properties")?.get(name));
        property.and_then(|property| property.get("format")?.as_str()) == Some("binary")
    };
    let fields = members(value);
    fields
        .map(|(name, value)| {
            if is_file(name) {
                format!("{name}=@{name}")
            } else {
                format!("{name}={}", plain(value))
            }
        })
        .collect()
}

/// The parameters of an operation, those of its path first, references followed.
fn parameters<'a>(
    document: &'a Value,
    shared: Option<&'a Value>,
    operation: &'a Value,
) -> Vec<&'a Value> {
    [shared, operation.get("parameters")]
        .into_iter()
        .flatten()
        .filter_map(Value::as_sequence)
        .flatten()
        .map(|parameter| ordered::follow(document, parameter))
        .collect()
}

/// The content of the body, and the media type to send: JSON if it is one of them.
fn content<'a>(document: &'a Value, operation: &'a Value) -> (&'a Value, Option<&'a str>) {
    let body = operation.get("requestBody");
    let content = body
        .map(|body| ordered::follow(document, body))
        .and_then(|body| body.get("content"));
    let Some(content) = content else {
        return (&Value::Null, None);
    };
    let mut media = members(content).map(|(media, _)| media);
    let first = media.next();
    let json = content.get("application/json").map(|_| "application/json");
    (content, json.or(first))
}

/// Path and query of the call. A required parameter without an example is shown as `<name>`.
fn target(document: &Value, path: &str, parameters: &[&Value], call: Option<&str>) -> String {
    let mut target = path.to_owned();
    let mut query = Vec::new();
    for parameter in parameters {
        let text = |key: &str| {
            parameter
                .get(key)
                .and_then(Value::as_str)
                .unwrap_or_default()
        };
        let name = text("name");
        let example = call
            .and_then(|call| parameter.get("examples")?.get(call))
            .map(|example| ordered::follow(document, example));
        let value = example
            .and_then(|example| example.get("value"))
            .map(encoded);
        match (text("in"), value) {
            ("path", value) => {
                let value = value.unwrap_or_else(|| format!("<{name}>"));
                target = target.replace(&format!("{{{name}}}"), &value);
            }
            ("query", Some(value)) => query.push(format!("{name}={value}")),
            ("query", None) if parameter.get("required") == Some(&true.into()) => {
                query.push(format!("{name}=<{name}>"));
            }
            _ => {}
        }
    }
    if !query.is_empty() {
        target = format!("{target}?{}", query.join("&"));
    }
    target
}

/// The first server of the operation, or else of the document, with the defaults of its variables.
fn server(document: &Value, operation: &Value) -> String {
    let own = operation.get("servers").and_then(|all| all.get(0));
    let server = own.or_else(|| ordered::at(document, "/servers/0"));
    let url = server.and_then(|server| server.get("url")?.as_str());
    let mut url = url.unwrap_or_default().trim_end_matches('/').to_owned();
    let variables = server.and_then(|server| server.get("variables"));
    for (name, variable) in variables.into_iter().flat_map(members) {
        let default = variable.get("default").map(plain).unwrap_or_default();
        url = url.replace(&format!("{{{name}}}"), &default);
    }
    url
}

/// Whether successful responses have several formats, so that a caller must choose.
fn responses_differ(document: &Value, operation: &Value) -> bool {
    let responses = operation.get("responses").into_iter();
    responses
        .flat_map(members)
        .filter(|(status, _)| status.starts_with('2'))
        .map(|(_, response)| ordered::follow(document, response))
        .filter_map(|response| response.get("content"))
        .any(|content| content.get("application/json").is_some() && members(content).count() > 1)
}

/// A value in a path or query: the items of a list are separated by commas, everything else is percent-encoded.
fn encoded(value: &Value) -> String {
    match value {
        Value::Sequence(items) => items.iter().map(encoded).collect::<Vec<_>>().join(","),
        other => percent_encoded(&plain(other)),
    }
}

/// Percent-encodes everything except the unreserved characters of RFC 3986.
fn percent_encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                encoded.push(char::from(byte));
            }
            _ => {
                let _ = write!(encoded, "%{byte:02X}");
            }
        }
    }
    encoded
}

/// The environment variable for a header: `X-API-Key` gives `API_KEY`, `AccessToken` gives `ACCESS_TOKEN`.
fn variable(header: &str) -> String {
    use heck::ToShoutySnakeCase;
    header.trim_start_matches("X-").to_shouty_snake_case()
}

/// A header that contains a variable is in double quotes, so that the shell expands it.
fn shell(header: &str) -> String {
    if header.contains(": $") {
        format!("\"{header}\"")
    } else {
        quoted(header)
    }
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
