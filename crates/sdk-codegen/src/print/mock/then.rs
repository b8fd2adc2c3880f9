//! Prints responses: each documented status by its name, classes of errors, and errors with any status.

use heck::ToSnakeCase;
use http::StatusCode;

use super::{
    super::{docs::comment, imports::Imports, layout::literal},
    MOCK, method,
    mocked::{Accepts, Mocked},
};
use crate::read::{
    kind::Kind,
    operation::{Operation, Response},
};

/// The type of an operation's responses and its methods.
pub fn text(mocked: &Mocked<'_>, imports: &mut Imports) -> String {
    let operation = mocked.operation;
    imports.add("httpmock", ["Then"]);
    let responses = operation.responses.iter();
    let mut methods: Vec<_> = responses
        .filter_map(|response| documented(mocked, response, imports))
        .collect();
    methods.extend(wrapped(operation, imports));
    methods.extend(file_name(mocked, imports));
    methods.extend(others(operation, imports));
    let name = mocked.then();
    let title = comment(0, &format!("Responses to requests of `{}`.", mocked.id));
    let methods = methods.iter().map(|method| format!("\n{method}"));
    let methods: String = methods.collect();
    format!(
        "
{title}pub struct {name}(Then);

impl {name} {{
    /// A response in which nothing is set.
    pub fn new(inner: Then) -> Self {{
        Self(inner)
    }}

    /// The response of `httpmock`, for settings that are not in the contract.
    pub fn into_inner(self) -> Then {{
        self.0
    }}
{methods}}}
"
    )
}

/// The method for a documented status. `None` for a class of statuses.
fn documented(mocked: &Mocked<'_>, response: &Response, imports: &mut Imports) -> Option<String> {
    let status: u16 = response.status.parse().ok()?;
    let name = name(status)?;
    let is_success = (200..300).contains(&status);
    if let (Accepts::File(media), true) = (&mocked.accepts, is_success) {
        let title = format!("{status}: `{media}`.");
        let content = Content::File(media.clone());
        return Some(content.method(&name, &title, None, &status.to_string(), imports));
    }
    let title = match response.description.as_str() {
        "" => format!("{status}."),
        meaning => format!("{status}: {meaning}"),
    };
    let error = mocked.operation.error.clone().filter(|_| status >= 400);
    let content = if is_success {
        Content::of(mocked.operation, response)
    } else {
        error.map_or(Content::None, Content::Json)
    };
    Some(content.method(&name, &title, None, &status.to_string(), imports))
}

/// The body of a response.
enum Content {
    None,
    Json(Kind),
    /// A record in an envelope of this name.
    Enveloped(Kind, String),
    /// A file or a string with this media type.
    File(String),
}

impl Content {
    fn of(operation: &Operation, response: &Response) -> Self {
        let envelope = operation.envelope.as_ref().filter(|_| operation.has_record);
        if let Some(envelope) = envelope {
            return Self::Enveloped(operation.result.clone(), envelope.clone());
        }
        match &operation.result {
            Kind::Unit => Self::None,
            Kind::File | Kind::Text => Self::File(media_of(operation, response)),
            result => Self::Json(result.clone()),
        }
    }

    /// The method that sets a response with this body. `taken` is its argument for the status, if any.
    fn method(
        &self,
        name: &str,
        title: &str,
        taken: Option<&str>,
        status: &str,
        imports: &mut Imports,
    ) -> String {
        let mut value = |kind: &Kind, called: &'static str| {
            imports.of(kind);
            imports.add(MOCK, [called]);
            called
        };
        // A response without a body needs no function of the runtime.
        let status = status.to_owned();
        let with_body = |content: Vec<String>| {
            let values = ["self.0".to_owned(), status.clone()].into_iter();
            values.chain(content).collect()
        };
        let (argument, called, values) = match self {
            Self::None => (None, "self.0.status", vec![status]),
            Self::File(media) => {
                let called = value(&Kind::String, "file");
                let content = vec![literal(media), "value".to_owned()];
                let taken = "impl AsRef<[u8]>".to_owned();
                (Some(taken), called, with_body(content))
            }
            Self::Enveloped(kind, envelope) => {
                let called = value(kind, "enveloped");
                let content = vec![literal(envelope), "value".to_owned()];
                let taken = format!("&{}", kind.in_calls());
                (Some(taken), called, with_body(content))
            }
            Self::Json(kind) => {
                let called = value(kind, "json");
                let taken = match kind {
                    Kind::List(item) => format!("&[{}]", item.in_calls()),
                    kind => format!("&{}", kind.in_calls()),
                };
                let content = if kind.is_nested() {
                    imports.add("order_sdk_core::nested", ["As"]);
                    "&As(value)"
                } else {
                    "value"
                };
                (Some(taken), called, with_body(vec![content.to_owned()]))
            }
        };
        let value = argument.map(|kind| format!("value: {kind}"));
        let taken: Vec<_> = taken.map(str::to_owned).into_iter().chain(value).collect();
        method(title, name, &taken, called, &values)
    }
}

/// The media type of a response that is a file or a string.
fn media_of(operation: &Operation, response: &Response) -> String {
    let documented = response.media.first().filter(|media| !media.contains('*'));
    let any = match operation.result {
        Kind::Text => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    };
    documented.map_or(any, String::as_str).to_owned()
}

/// The method for a response that is a JSON object with the content in a property.
fn wrapped(operation: &Operation, imports: &mut Imports) -> Option<String> {
    let property = operation.wrapped_content.as_ref()?;
    let (called, content) = match operation.result {
        Kind::Text => ("wrapped_text", "&str"),
        _ => ("wrapped_file", "impl AsRef<[u8]>"),
    };
    imports.add(MOCK, [called]);
    let docs = "200: a JSON object with the content and its media type, which the server may return instead of the \
                content alone.";
    let taken = ["media_type: &str".to_owned(), format!("content: {content}")];
    let values = ["self.0", &literal(property), "media_type", "content"].map(str::to_owned);
    Some(method(docs, "ok_in_object", &taken, called, &values))
}

/// The method that sets the file name of a download.
fn file_name(mocked: &Mocked<'_>, imports: &mut Imports) -> Option<String> {
    let is_file = matches!(mocked.accepts, Accepts::File(_));
    is_file.then(|| {
        imports.add(MOCK, ["file_name"]);
        let docs = "Sets the name of the file, in the header `Content-Disposition`.";
        let values = ["self.0", "name"].map(str::to_owned);
        method(
            docs,
            "file_name",
            &["name: &str".to_owned()],
            "file_name",
            &values,
        )
    })
}

/// The methods for errors with a status that the caller chooses.
fn others(operation: &Operation, imports: &mut Imports) -> Vec<String> {
    let Some(error) = &operation.error else {
        return Vec::new();
    };
    let error = Content::Json(error.clone());
    let taken = Some("status: u16");
    imports.add(MOCK, ["within"]);
    let mut class = |name: &str, side: &str, first: u16| {
        let last = first + 99;
        let title = format!("Any error of the {side}: a status from {first} to {last}.");
        let status = format!("within(status, {first}..={last})");
        error.method(name, &title, taken, &status, imports)
    };
    let mut methods = vec![
        class("client_error", "client", 400),
        class("server_error", "server", 500),
    ];
    if operation.fails_with_any_status {
        let title = "An error with any status, even a status of success: the client recognises it by its content.";
        methods.push(error.method("error", title, taken, "status", imports));
    }
    methods
}

/// The name of a status: its reason phrase, for example `not_found`, or its number.
fn name(status: u16) -> Option<String> {
    let status = StatusCode::from_u16(status).ok()?;
    let number = status.as_u16();
    let reason = status.canonical_reason().map(str::to_snake_case);
    let name = reason.filter(|reason| typify::accept_as_ident(reason));
    Some(name.unwrap_or_else(|| format!("status_{number}")))
}
