//! The objects of OpenAPI 3.0.3: their names, their keywords, and the values of the keywords.

mod keywords;

/// The kind of an object in a document.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Kind {
    /// The document itself.
    Root,
    /// `info`.
    Info,
    /// `info.contact`.
    Contact,
    /// `info.license`.
    License,
    /// A server.
    Server,
    /// A variable in the URL of a server.
    ServerVariable,
    /// `components`.
    Components,
    /// `paths`.
    Paths,
    /// A path with its operations.
    PathItem,
    /// An operation.
    Operation,
    /// A parameter.
    Parameter,
    /// The body of a request.
    RequestBody,
    /// A media type of a request body, response, parameter or header.
    MediaType,
    /// How one property of a body is sent.
    Encoding,
    /// The responses of an operation.
    Responses,
    /// A response.
    Response,
    /// Requests that the server sends.
    Callback,
    /// An Example Object.
    Example,
    /// A link to an operation that can be called next.
    Link,
    /// A header of a response or of a part of a body.
    Header,
    /// A tag.
    Tag,
    /// A link to documentation elsewhere.
    ExternalDocs,
    /// A schema.
    Schema,
    /// The property that says which alternative of a schema a value is.
    Discriminator,
    /// How a property is written in XML.
    Xml,
    /// A way to authenticate.
    SecurityScheme,
    /// The OAuth flows of a security scheme.
    Flows,
    /// The flow `implicit`.
    ImplicitFlow,
    /// The flows `password` and `clientCredentials`.
    TokenFlow,
    /// The flow `authorizationCode`.
    CodeFlow,
    /// Security schemes that are needed together.
    Requirement,
}

/// The values that a keyword may have.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// Anything: an instance, or a value that another rule checks.
    Anything,
    /// A string.
    Text,
    /// A URL, absolute or relative.
    Url,
    /// An e-mail address.
    Email,
    /// True or false.
    Flag,
    /// An array of strings.
    Texts,
    /// An object whose values are strings.
    TextMap,
    /// One of these strings.
    Words(&'static [&'static str]),
    /// An object.
    One(Kind),
    /// An array of objects.
    List(Kind),
    /// An object whose values are objects.
    Map(Kind),
    /// A schema, or true or false.
    SchemaOrFlag,
}

/// A keyword of an object.
#[derive(Debug)]
pub struct Keyword {
    /// Its name.
    pub name: &'static str,
    /// The values that it may have.
    pub shape: Shape,
    /// Whether the object must have it.
    pub required: bool,
}

impl Kind {
    /// Its name in messages.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Root => "the document",
            Self::Info => "`info`",
            Self::Contact => "`contact`",
            Self::License => "`license`",
            Self::Server => "a server",
            Self::ServerVariable => "a server variable",
            Self::Components => "`components`",
            Self::Paths => "`paths`",
            Self::PathItem => "a path",
            Self::Operation => "an operation",
            Self::Parameter => "a parameter",
            Self::RequestBody => "a request body",
            Self::MediaType => "a media type",
            Self::Encoding => "an encoding",
            Self::Responses => "`responses`",
            Self::Response => "a response",
            Self::Callback => "a callback",
            Self::Example => "an example",
            Self::Link => "a link",
            Self::Header => "a header",
            Self::Tag => "a tag",
            Self::ExternalDocs => "`externalDocs`",
            Self::Schema => "a schema",
            Self::Discriminator => "`discriminator`",
            Self::Xml => "`xml`",
            Self::SecurityScheme => "a security scheme",
            Self::Flows => "`flows`",
            Self::ImplicitFlow | Self::TokenFlow | Self::CodeFlow => "an OAuth flow",
            Self::Requirement => "a security requirement",
        }
    }

    /// The values in an object whose keys are names. `None` for objects whose keys are keywords.
    pub const fn named(self) -> Option<Shape> {
        match self {
            Self::Paths | Self::Callback => Some(Shape::One(Self::PathItem)),
            Self::Responses => Some(Shape::One(Self::Response)),
            Self::Requirement => Some(Shape::Texts),
            _ => None,
        }
    }

    /// The section of `components` for objects of this kind. A `$ref` to one of its members can replace such an object.
    pub const fn section(self) -> Option<&'static str> {
        match self {
            Self::Schema => Some("schemas"),
            Self::Response => Some("responses"),
            Self::Parameter => Some("parameters"),
            Self::Example => Some("examples"),
            Self::RequestBody => Some("requestBodies"),
            Self::Header => Some("headers"),
            Self::SecurityScheme => Some("securitySchemes"),
            Self::Link => Some("links"),
            Self::Callback => Some("callbacks"),
            _ => None,
        }
    }

    /// The keyword `name`.
    pub fn keyword(self, name: &str) -> Option<&'static Keyword> {
        self.keywords().iter().find(|keyword| keyword.name == name)
    }
}
