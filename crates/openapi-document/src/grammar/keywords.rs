//! The keywords of each object of OpenAPI 3.0.3, and the values that they take.

use super::{Keyword, Kind, Shape};

use Shape::{
    Anything, Email, Flag, List, Map, One, SchemaOrFlag, Text, TextMap, Texts, Url, Words,
};

const fn may(name: &'static str, shape: Shape) -> Keyword {
    Keyword {
        name,
        shape,
        required: false,
    }
}

const fn must(name: &'static str, shape: Shape) -> Keyword {
    Keyword {
        name,
        shape,
        required: true,
    }
}

const PLACES: &[&str] = &["query", "header", "path", "cookie"];
const KEY_PLACES: &[&str] = &["query", "header", "cookie"];
const SCHEMES: &[&str] = &["apiKey", "http", "oauth2", "openIdConnect"];
const STYLES: &[&str] = &[
    "matrix",
    "label",
    "form",
    "simple",
    "spaceDelimited",
    "pipeDelimited",
    "deepObject",
];

impl Kind {
    /// All keywords, in the order of the specification.
    pub const fn keywords(self) -> &'static [Keyword] {
        match self {
            Self::Root => ROOT,
            Self::Info => INFO,
            Self::Contact => CONTACT,
            Self::License => LICENSE,
            Self::Server => SERVER,
            Self::ServerVariable => SERVER_VARIABLE,
            Self::Components => COMPONENTS,
            Self::Paths | Self::Responses | Self::Callback | Self::Requirement => &[],
            Self::PathItem => PATH_ITEM,
            Self::Operation => OPERATION,
            Self::Parameter => PARAMETER,
            Self::RequestBody => REQUEST_BODY,
            Self::MediaType => MEDIA_TYPE,
            Self::Encoding => ENCODING,
            Self::Response => RESPONSE,
            Self::Example => EXAMPLE,
            Self::Link => LINK,
            Self::Header => HEADER,
            Self::Tag => TAG,
            Self::ExternalDocs => EXTERNAL_DOCS,
            Self::Schema => SCHEMA,
            Self::Discriminator => DISCRIMINATOR,
            Self::Xml => XML,
            Self::SecurityScheme => SECURITY_SCHEME,
            Self::Flows => FLOWS,
            Self::ImplicitFlow => IMPLICIT_FLOW,
            Self::TokenFlow => TOKEN_FLOW,
            Self::CodeFlow => CODE_FLOW,
        }
    }
}

const CONTACT: &[Keyword] = &[may("name", Text), may("url", Url), may("email", Email)];

const LICENSE: &[Keyword] = &[must("name", Text), may("url", Url)];

const EXTERNAL_DOCS: &[Keyword] = &[may("description", Text), must("url", Url)];

const DISCRIMINATOR: &[Keyword] = &[must("propertyName", Text), may("mapping", TextMap)];

const ROOT: &[Keyword] = &[
    must("openapi", Text),
    must("info", One(Kind::Info)),
    may("servers", List(Kind::Server)),
    must("paths", One(Kind::Paths)),
    may("components", One(Kind::Components)),
    may("security", List(Kind::Requirement)),
    may("tags", List(Kind::Tag)),
    may("externalDocs", One(Kind::ExternalDocs)),
];

const INFO: &[Keyword] = &[
    must("title", Text),
    may("description", Text),
    may("termsOfService", Url),
    may("contact", One(Kind::Contact)),
    may("license", One(Kind::License)),
    must("version", Text),
];

const SERVER: &[Keyword] = &[
    must("url", Text),
    may("description", Text),
    may("variables", Map(Kind::ServerVariable)),
];

const SERVER_VARIABLE: &[Keyword] = &[
    may("enum", Texts),
    must("default", Text),
    may("description", Text),
];

const COMPONENTS: &[Keyword] = &[
    may("schemas", Map(Kind::Schema)),
    may("responses", Map(Kind::Response)),
    may("parameters", Map(Kind::Parameter)),
    may("examples", Map(Kind::Example)),
    may("requestBodies", Map(Kind::RequestBody)),
    may("headers", Map(Kind::Header)),
    may("securitySchemes", Map(Kind::SecurityScheme)),
    may("links", Map(Kind::Link)),
    may("callbacks", Map(Kind::Callback)),
];

const PATH_ITEM: &[Keyword] = &[
    may("$ref", Text),
    may("summary", Text),
    may("description", Text),
    may("get", One(Kind::Operation)),
    may("put", One(Kind::Operation)),
    may("post", One(Kind::Operation)),
    may("delete", One(Kind::Operation)),
    may("options", One(Kind::Operation)),
    may("head", One(Kind::Operation)),
    may("patch", One(Kind::Operation)),
    may("trace", One(Kind::Operation)),
    may("servers", List(Kind::Server)),
    may("parameters", List(Kind::Parameter)),
];

const OPERATION: &[Keyword] = &[
    may("tags", Texts),
    may("summary", Text),
    may("description", Text),
    may("externalDocs", One(Kind::ExternalDocs)),
    may("operationId", Text),
    may("parameters", List(Kind::Parameter)),
    may("requestBody", One(Kind::RequestBody)),
    must("responses", One(Kind::Responses)),
    may("callbacks", Map(Kind::Callback)),
    may("deprecated", Flag),
    may("security", List(Kind::Requirement)),
    may("servers", List(Kind::Server)),
];

const PARAMETER: &[Keyword] = &[
    must("name", Text),
    must("in", Words(PLACES)),
    may("description", Text),
    may("required", Flag),
    may("deprecated", Flag),
    may("allowEmptyValue", Flag),
    may("style", Words(STYLES)),
    may("explode", Flag),
    may("allowReserved", Flag),
    may("schema", One(Kind::Schema)),
    may("example", Anything),
    may("examples", Map(Kind::Example)),
    may("content", Map(Kind::MediaType)),
];

const REQUEST_BODY: &[Keyword] = &[
    may("description", Text),
    must("content", Map(Kind::MediaType)),
    may("required", Flag),
];

const MEDIA_TYPE: &[Keyword] = &[
    may("schema", One(Kind::Schema)),
    may("example", Anything),
    may("examples", Map(Kind::Example)),
    may("encoding", Map(Kind::Encoding)),
];

const ENCODING: &[Keyword] = &[
    may("contentType", Text),
    may("headers", Map(Kind::Header)),
    may("style", Words(STYLES)),
    may("explode", Flag),
    may("allowReserved", Flag),
];

const RESPONSE: &[Keyword] = &[
    must("description", Text),
    may("headers", Map(Kind::Header)),
    may("content", Map(Kind::MediaType)),
    may("links", Map(Kind::Link)),
];

const EXAMPLE: &[Keyword] = &[
    may("summary", Text),
    may("description", Text),
    may("value", Anything),
    may("externalValue", Text),
];

const LINK: &[Keyword] = &[
    may("operationRef", Text),
    may("operationId", Text),
    may("parameters", Anything),
    may("requestBody", Anything),
    may("description", Text),
    may("server", One(Kind::Server)),
];

const HEADER: &[Keyword] = &[
    may("description", Text),
    may("required", Flag),
    may("deprecated", Flag),
    may("allowEmptyValue", Flag),
    may("style", Words(&["simple"])),
    may("explode", Flag),
    may("allowReserved", Flag),
    may("schema", One(Kind::Schema)),
    may("example", Anything),
    may("examples", Map(Kind::Example)),
    may("content", Map(Kind::MediaType)),
];

const TAG: &[Keyword] = &[
    must("name", Text),
    may("description", Text),
    may("externalDocs", One(Kind::ExternalDocs)),
];

/// The meta-schema of JSON Schema checks limits, `required`, `enum` and the values of `type`.
const SCHEMA: &[Keyword] = &[
    may("title", Text),
    may("multipleOf", Anything),
    may("maximum", Anything),
    may("exclusiveMaximum", Flag),
    may("minimum", Anything),
    may("exclusiveMinimum", Flag),
    may("maxLength", Anything),
    may("minLength", Anything),
    may("pattern", Text),
    may("maxItems", Anything),
    may("minItems", Anything),
    may("uniqueItems", Flag),
    may("maxProperties", Anything),
    may("minProperties", Anything),
    may("required", Texts),
    may("enum", Anything),
    may("type", Text),
    may("allOf", List(Kind::Schema)),
    may("oneOf", List(Kind::Schema)),
    may("anyOf", List(Kind::Schema)),
    may("not", One(Kind::Schema)),
    may("items", One(Kind::Schema)),
    may("properties", Map(Kind::Schema)),
    may("additionalProperties", SchemaOrFlag),
    may("description", Text),
    may("format", Text),
    may("default", Anything),
    may("nullable", Flag),
    may("discriminator", One(Kind::Discriminator)),
    may("readOnly", Flag),
    may("writeOnly", Flag),
    may("xml", One(Kind::Xml)),
    may("externalDocs", One(Kind::ExternalDocs)),
    may("example", Anything),
    may("deprecated", Flag),
];

const XML: &[Keyword] = &[
    may("name", Text),
    may("namespace", Url),
    may("prefix", Text),
    may("attribute", Flag),
    may("wrapped", Flag),
];

const SECURITY_SCHEME: &[Keyword] = &[
    must("type", Words(SCHEMES)),
    may("description", Text),
    may("name", Text),
    may("in", Words(KEY_PLACES)),
    may("scheme", Text),
    may("bearerFormat", Text),
    may("flows", One(Kind::Flows)),
    may("openIdConnectUrl", Url),
];

const FLOWS: &[Keyword] = &[
    may("implicit", One(Kind::ImplicitFlow)),
    may("password", One(Kind::TokenFlow)),
    may("clientCredentials", One(Kind::TokenFlow)),
    may("authorizationCode", One(Kind::CodeFlow)),
];

const IMPLICIT_FLOW: &[Keyword] = &[
    must("authorizationUrl", Url),
    may("refreshUrl", Url),
    must("scopes", TextMap),
];

const TOKEN_FLOW: &[Keyword] = &[
    must("tokenUrl", Url),
    may("refreshUrl", Url),
    must("scopes", TextMap),
];

const CODE_FLOW: &[Keyword] = &[
    must("authorizationUrl", Url),
    must("tokenUrl", Url),
    may("refreshUrl", Url),
    must("scopes", TextMap),
];
