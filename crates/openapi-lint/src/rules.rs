//! The rules of this crate.

openapi_document::rules! {
    "Text and grammar" {
        error KEYWORD_UNKNOWN = "keyword-unknown": "Objects have the keywords of OpenAPI 3.0.3 and extensions, and no others.",
        error KEYWORD_MISSING = "keyword-missing": "Objects have the keywords that OpenAPI requires, those of a security scheme by its type.",
        error KEYWORD_TYPE = "keyword-type": "Each value has the type that OpenAPI requires for its keyword.",
        error KEYWORD_VALUE = "keyword-value": "Keywords with a closed list of words have one of them.",
        error COMPONENT_NAME = "component-name": "Names of components are letters, digits, dots, hyphens and underscores.",
        warning REFERENCE_SIBLING = "reference-sibling": "A `$ref` has no siblings but extensions, since tools ignore them.",
        error URL = "url": "URLs are valid. A relative one begins with `/` or `.`, which tells it from one that lacks its `https://`.",
        error EMAIL_ADDRESS = "email-address": "E-mail addresses are valid.",
        error OPENAPI_INVALID = "openapi-invalid": "The library openapiv3, which the generators use, can read the document.",
    }
    "Servers and security" {
        error SERVER_VARIABLE = "server-variable": "Each `{name}` in the URL of a server is among its variables, and a default is one of the values that its variable lists.",
        warning SERVER_VARIABLE_UNUSED = "server-variable-unused": "Each variable of a server is in its URL.",
        error SECURITY_SCHEME = "security-scheme": "Security requirements name schemes of `components`.",
        error SECURITY_SCOPE = "security-scope": "They name scopes that the flows of the scheme have; schemes without flows have no scopes.",
    }
    "References" {
        error DANGLING_REFERENCE = "dangling-reference": "A `$ref` leads to a part of this document or of an existing file. URLs are not fetched.",
        error REFERENCE_KIND = "reference-kind": "A `$ref` leads to a component of the right kind.",
        warning COMPONENT_UNUSED = "component-unused": "Every component is referred to.",
    }
    "Paths, parameters, bodies and responses" {
        error PATH_FORM = "path-form": "Paths begin with a slash, close their braces, name each parameter once, and hold no query.",
        error PATH_DUPLICATE = "path-duplicate": "Paths differ in more than the names of their parameters.",
        error PATH_PARAMETER_MISSING = "path-parameter-missing": "Each `{name}` of a path is a path parameter of its operations.",
        error PATH_PARAMETER_UNUSED = "path-parameter-unused": "Each path parameter is in the path.",
        error PATH_PARAMETER_REQUIRED = "path-parameter-required": "Path parameters are required.",
        error PARAMETER_SCHEMA = "parameter-schema": "A parameter or header has either a `schema`, or `content` with one media type.",
        error PARAMETER_DUPLICATE = "parameter-duplicate": "A list of parameters has each name and place once.",
        error PARAMETER_STYLE = "parameter-style": "The `style` of a parameter is one that its place allows.",
        warning PARAMETER_HEADER = "parameter-header": "No header parameter is called `Accept`, `Content-Type` or `Authorization`, since OpenAPI ignores these.",
        warning BODY_UNEXPECTED = "body-unexpected": "GET, HEAD and DELETE have no body.",
        error MEDIA_TYPE = "media-type": "The keys of `content` are media types.",
        error ENCODING_UNKNOWN = "encoding-unknown": "`encoding` names properties of the body.",
        error STATUS_CODE = "status-code": "The keys of `responses` are HTTP statuses, ranges such as `4XX`, or `default`, and there is at least one.",
        warning HEADER_CONTENT_TYPE = "header-content-type": "No response describes a header `Content-Type`, since OpenAPI ignores it.",
        error LINK_TARGET = "link-target": "A link has either the `operationId` or the `operationRef` of an operation that is there.",
        error LINK_PARAMETER = "link-parameter": "A link sets only parameters of its target operation.",
        error RUNTIME_EXPRESSION = "runtime-expression": "Links and callbacks use runtime expressions that OpenAPI defines.",
        error TAG_DUPLICATE = "tag-duplicate": "A tag is declared once.",
        warning TAG_UNDECLARED = "tag-undeclared": "The tags of operations are declared.",
        warning OPERATION_ID_MISSING = "operation-id-missing": "Every operation has an operationId.",
        error OPERATION_ID_UNIQUE = "operation-id-unique": "No two operations share one.",
    }
    "Schemas" {
        error SCHEMA_INVALID = "schema-invalid": "Schemas are valid under the meta-schema of JSON Schema.",
        error SCHEMA_CIRCLE = "schema-circle": "No schema is composed of itself.",
        error SCHEMA_BOUNDS = "schema-bounds": "No lower limit is above the upper one.",
        error SCHEMA_ITEMS = "schema-items": "Lists say what is in them.",
        error SCHEMA_PATTERN = "schema-pattern": "Patterns are regular expressions.",
        warning SCHEMA_NULLABLE = "schema-nullable": "`nullable` has a `type` beside it, without which it means nothing.",
        warning SCHEMA_KEYWORD = "schema-keyword": "Keywords apply to the type beside them.",
        error SCHEMA_ACCESS = "schema-access": "No schema is both `readOnly` and `writeOnly`.",
        warning SCHEMA_REQUIRED = "schema-required": "`required` names properties of the schema.",
        error SCHEMA_VALUES = "schema-values": "The values of an `enum` differ, and the rest of the schema allows each.",
        error SCHEMA_DEFAULT = "schema-default": "The schema allows its default.",
        error SCHEMA_XML = "schema-xml": "Only lists are `wrapped`, and neither lists nor objects are attributes.",
        error DISCRIMINATOR_PROPERTY = "discriminator-property": "All alternatives have and require the property that tells them apart.",
        error DISCRIMINATOR_MAPPING = "discriminator-mapping": "Each mapping names an existing schema.",
    }
    "Examples" {
        error EXAMPLE_UNREADABLE = "example-unreadable": "The file of an example exists and can be parsed.",
        error EXAMPLE_EXCLUSIVE = "example-exclusive": "`example` and `examples` exclude each other, and so do `value` and `externalValue`.",
        error EXAMPLE_INVALID = "example-invalid": "Examples are instances of their schema, formats included.",
        warning EXAMPLE_PROPERTY = "example-property": "They have no property that the schema does not know.",
        error EXAMPLE_READ_ONLY = "example-read-only": "Examples of requests hold no read-only property.",
        error EXAMPLE_WRITE_ONLY = "example-write-only": "Examples of responses hold no write-only property.",
    }
}
