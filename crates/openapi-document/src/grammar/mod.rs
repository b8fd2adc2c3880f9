//! The objects of OpenAPI 3.0.3: what each is called, and what stands where in it.

mod keywords;

/// What an object of a document is.
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
    /// What hangs below `components`.
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
    /// A media type of a body, answer, parameter or header.
    MediaType,
    /// How one property of a body is sent.
    Encoding,
    /// The answers of an operation.
    Responses,
    /// An answer.
    Response,
    /// Requests that the server makes.
    Callback,
    /// An Example Object.
    Example,
    /// What can be called next.
    Link,
    /// A header of an answer.
    Header,
    /// A tag.
    Tag,
    /// A page elsewhere.
    ExternalDocs,
    /// A schema.
    Schema,
    /// What tells the alternatives of a schema apart.
    Discriminator,
    /// How a property is written in XML.
    Xml,
    /// A way to show who one is.
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

/// What may stand under a keyword.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// Anything: an instance, or what another rule looks at.
    Anything,
    /// A text.
    Text,
    /// A URL, absolute or relative.
    Url,
    /// An e-mail address.
    Email,
    /// True or false.
    Flag,
    /// A list of texts.
    Texts,
    /// Texts under names.
    TextMap,
    /// One of these words.
    Words(&'static [&'static str]),
    /// An object.
    One(Kind),
    /// A list of objects.
    List(Kind),
    /// Objects under names.
    Map(Kind),
    /// A schema, or true or false.
    SchemaOrFlag,
}

/// A keyword of an object.
#[derive(Debug)]
pub struct Keyword {
    /// Its name.
    pub name: &'static str,
    /// What stands under it.
    pub shape: Shape,
    /// Whether the object must have it.
    pub required: bool,
}

impl Kind {
    /// What to call it in a message.
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
            Self::Response => "an answer",
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

    /// What stands under the members of an object whose keys are names; nothing for objects with keywords.
    pub const fn named(self) -> Option<Shape> {
        match self {
            Self::Paths | Self::Callback => Some(Shape::One(Self::PathItem)),
            Self::Responses => Some(Shape::One(Self::Response)),
            Self::Requirement => Some(Shape::Texts),
            _ => None,
        }
    }

    /// The section of `components` that holds such objects, and whose members stand for them through `$ref`.
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
