//! The description of an operation. Clients, calls and mock servers are printed from it.

use contract::FileSettings;
use serde_json::Value;

use super::kind::Kind;

/// An operation of a contract.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Its `operationId`.
    pub id: String,
    /// The name of its methods in the client and the mock server.
    pub name: String,
    /// The name of its call.
    pub call: String,
    /// The HTTP method in capitals.
    pub method: String,
    /// The path, with the names of parameters in braces.
    pub path: String,
    /// The summary, in one line.
    pub summary: Option<String>,
    /// The description.
    pub description: Option<String>,
    /// Its evidence label, and the page of its source.
    pub evidence: Option<(String, Option<String>)>,
    /// The sample program of the contract.
    pub sample: Option<String>,
    /// The documented responses, in the order of the document.
    pub responses: Vec<Response>,
    /// The base URL, if the operation has its own server.
    pub server: Option<String>,
    /// The paths of its servers.
    pub bases: Vec<String>,
    /// The property that contains the records.
    pub envelope: Option<String>,
    /// Whether the envelope always contains a record. The result is then this record, without the envelope.
    pub has_record: bool,
    /// The model of a record in the response.
    pub record: Option<String>,
    /// The property that identifies a record.
    pub identifier: Option<String>,
    /// Path parameters that the response repeats, each with the property that repeats it.
    pub repeats: Vec<(String, String)>,
    /// Whether the response contains credentials.
    pub secret: bool,
    /// The property with the content, if the response may also be a JSON object around it.
    pub wrapped_content: Option<String>,
    /// The settings for the file that the operation returns.
    pub file: FileSettings,
    /// Groups of parameters of which at least one is required.
    pub one_of: Vec<Vec<String>>,
    /// Groups of parameters of which at most one can be given.
    pub excludes: Vec<Vec<String>>,
    /// The arguments: path parameters in the order of the path, then the others in the order of the document.
    pub arguments: Vec<Argument>,
    /// The body.
    pub body: Option<Body>,
    /// The result.
    pub result: Kind,
    /// The model of its errors. None if the document does not describe a body for errors.
    pub error: Option<Kind>,
    /// Whether the service may report an error with any status.
    pub fails_with_any_status: bool,
}

/// A documented response.
#[derive(Clone, Debug)]
pub struct Response {
    /// The status, or a class of statuses, for example `4XX`.
    pub status: String,
    /// What it means.
    pub description: String,
    /// The media types, in the order of the document.
    pub media: Vec<String>,
    /// The media type of a file, if the response may be a file.
    pub file: Option<String>,
}

/// Where an argument is sent.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Location {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
}

/// A parameter that callers set.
#[derive(Clone, Debug)]
pub struct Argument {
    /// The name in the contract.
    pub name: String,
    /// The name in Rust.
    pub ident: String,
    /// Where it is sent.
    pub location: Location,
    /// Its type.
    pub kind: Kind,
    /// Whether it must be given.
    pub required: bool,
    /// What it means.
    pub description: Option<String>,
    /// Its limits.
    pub limits: Limits,
}

/// The limits of an argument. For a list, they are those of each element.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Limits {
    /// The maximum number of characters.
    pub max_length: Option<u64>,
    /// The minimum, as a Rust expression.
    pub min: Option<String>,
    /// The maximum, as a Rust expression.
    pub max: Option<String>,
    /// The maximum number of decimals.
    pub decimals: Option<u64>,
}

/// The body of a request.
#[derive(Clone, Debug)]
pub struct Body {
    /// How it is written.
    pub form: Form,
    /// Its type.
    pub kind: Kind,
    /// Whether its type has checks.
    pub checked: bool,
    /// Whether it must be given.
    pub required: bool,
    /// What it means.
    pub description: Option<String>,
}

/// How a body is written.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Form {
    /// As JSON.
    Json,
    /// As a form.
    Urlencoded,
    /// As text of this media type.
    Text(String),
    /// As the bytes of a file.
    File,
}

impl Form {
    /// How a body with this content is written.
    pub fn of(content: &Value) -> Self {
        let media = content
            .as_object()
            .and_then(|content| content.keys().next());
        match media.map(String::as_str) {
            Some("application/json") => Self::Json,
            Some("application/x-www-form-urlencoded") => Self::Urlencoded,
            Some(media) if media.starts_with("text/") => Self::Text(media.to_owned()),
            _ => Self::File,
        }
    }
}

impl Operation {
    /// The parameters in the order in which they are sent: path, query and headers, the latter two by name.
    pub fn sent(&self) -> Vec<&Argument> {
        let mut all: Vec<_> = self.arguments.iter().collect();
        let rank = |argument: &Argument| match argument.location {
            Location::Path => (0, ""),
            Location::Query => (1, ""),
            Location::Header => (2, ""),
        };
        all.sort_by(|one, other| {
            let in_path = one.location == Location::Path && other.location == Location::Path;
            let by_name = if in_path {
                std::cmp::Ordering::Equal
            } else {
                one.name.cmp(&other.name)
            };
            rank(one).cmp(&rank(other)).then(by_name)
        });
        all
    }

    /// The documented successes.
    pub fn successes(&self) -> impl Iterator<Item = &Response> {
        let all = self.responses.iter();
        all.filter(|response| response.status.starts_with('2'))
    }

    /// The media type of the file that the operation may return.
    pub fn file_media(&self) -> Option<&str> {
        self.successes()
            .find_map(|response| response.file.as_deref())
    }
}
