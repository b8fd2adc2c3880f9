//! The rules of this crate.

openapi_document::rules! {
    "Text and grammar" {
        error KEYWORD_UNKNOWN = "keyword-unknown": "Objects have only keywords of OpenAPI 3.0.3 and extensions.",
        error KEYWORD_MISSING = "keyword-missing": "Objects have the keywords that OpenAPI requires. For a security scheme, these depend on its type.",
        error KEYWORD_TYPE = "keyword-type": "Each value has the type that OpenAPI requires for its keyword.",
        error KEYWORD_VALUE = "keyword-value": "Keywords with a closed list of values have one of them.",
        error COMPONENT_NAME = "component-name": "Names of components consist of letters, digits, dots, hyphens and underscores.",
        warning REFERENCE_SIBLING = "reference-sibling": "A `$ref` has no siblings except extensions, because tools ignore them.",
        error URL = "url": "URLs are valid. A relative URL begins with `/` or `.`, to distinguish it from a URL without its `https://`.",
        error EMAIL_ADDRESS = "email-address": "E-mail addresses are valid.",
        error OPENAPI_INVALID = "openapi-invalid": "The library openapiv3, which the generators use, can read the document.",
    }
    "Servers and security" {
        error SERVER_VARIABLE = "server-variable": "Each `{name}` in the URL of a server is among its variables, and the default of a variable is one of the values that the variable lists.",
        warning SERVER_VARIABLE_UNUSED = "server-variable-unused": "Each variable of a server is in its URL.",
        error SECURITY_SCHEME = "security-scheme": "Security requirements name schemes of `components`.",
        error SECURITY_SCOPE = "security-scope": "Security requirements name scopes that the flows of the scheme have. Schemes without flows have no scopes.",
    }
    "References" {
        error DANGLING_REFERENCE = "dangling-reference": "A `$ref` leads to a part of this document or of an existing file. URLs are not fetched.",
        error REFERENCE_KIND = "reference-kind": "A `$ref` leads to a component of the right kind.",
        warning COMPONENT_UNUSED = "component-unused": "Every component is used.",
    }
    "Paths, parameters, bodies and responses" {
        error PATH_FORM = "path-form": "Paths begin with a slash, close their braces, name each parameter once, and contain no query.",
        error PATH_DUPLICATE = "path-duplicate": "Paths differ in more than the names of their parameters.",
        error PATH_PARAMETER_MISSING = "path-parameter-missing": "Each `{name}` of a path is a path parameter of its operations.",
        error PATH_PARAMETER_UNUSED = "path-parameter-unused": "Each path parameter is in the path.",
        error PATH_PARAMETER_REQUIRED = "path-parameter-required": "Path parameters are required.",
        error PARAMETER_SCHEMA = "parameter-schema": "A parameter or header has either a `schema`, or `content` with one media type.",
        error PARAMETER_DUPLICATE = "parameter-duplicate": "A list of parameters has each combination of `name` and `in` once.",
        error PARAMETER_STYLE = "parameter-style": "The `style` of a parameter is one that its `in` allows.",
        warning PARAMETER_HEADER = "parameter-header": "No header parameter is called `Accept`, `Content-Type` or `Authorization`, because OpenAPI ignores these.",
        warning BODY_UNEXPECTED = "body-unexpected": "GET, HEAD and DELETE have no body.",
        error MEDIA_TYPE = "media-type": "The keys of `content` are media types.",
        error ENCODING_UNKNOWN = "encoding-unknown": "`encoding` names properties of the body.",
        error STATUS_CODE = "status-code": "The keys of `responses` are HTTP statuses, ranges such as `4XX`, or `default`, and there is at least one.",
        warning HEADER_CONTENT_TYPE = "header-content-type": "No response describes a header `Content-Type`, because OpenAPI ignores it.",
        error LINK_TARGET = "link-target": "A link has either the `operationId` or the `operationRef` of an operation that exists.",
        error LINK_PARAMETER = "link-parameter": "A link sets only parameters of its target operation.",
        error RUNTIME_EXPRESSION = "runtime-expression": "Links and callbacks use runtime expressions that OpenAPI defines.",
        error TAG_DUPLICATE = "tag-duplicate": "A tag is declared once.",
        warning TAG_UNDECLARED = "tag-undeclared": "The tags of operations are declared.",
        warning OPERATION_ID_MISSING = "operation-id-missing": "Every operation has an operationId.",
        error OPERATION_ID_UNIQUE = "operation-id-unique": "No two operations have the same operationId.",
    }
    "Schemas" {
        error SCHEMA_INVALID = "schema-invalid": "Schemas are valid under the meta-schema of JSON Schema.",
        error SCHEMA_CIRCLE = "schema-circle": "No schema is composed of itself.",
        error SCHEMA_BOUNDS = "schema-bounds": "No lower limit is above its upper limit.",
        error SCHEMA_ITEMS = "schema-items": "Arrays have `items`.",
        error SCHEMA_PATTERN = "schema-pattern": "Patterns are regular expressions.",
        warning SCHEMA_NULLABLE = "schema-nullable": "`nullable` has a `type` beside it. Without a `type`, it has no effect.",
        warning SCHEMA_KEYWORD = "schema-keyword": "Keywords apply to the type beside them.",
        error SCHEMA_ACCESS = "schema-access": "No schema is both `readOnly` and `writeOnly`.",
        warning SCHEMA_REQUIRED = "schema-required": "`required` names properties of the schema.",
        error SCHEMA_VALUES = "schema-values": "The values of an `enum` differ, and the rest of the schema allows each.",
        error SCHEMA_DEFAULT = "schema-default": "The schema allows its default.",
        error SCHEMA_XML = "schema-xml": "Only arrays are `wrapped`, and neither arrays nor objects are attributes.",
        error DISCRIMINATOR_PROPERTY = "discriminator-property": "All alternatives have and require the property of the discriminator.",
        error DISCRIMINATOR_MAPPING = "discriminator-mapping": "Each mapping names an existing schema.",
    }
    "Examples" {
        error EXAMPLE_UNREADABLE = "example-unreadable": "The file of an example exists and can be parsed.",
        error EXAMPLE_EXCLUSIVE = "example-exclusive": "`example` and `examples` exclude each other, and so do `value` and `externalValue`.",
        error EXAMPLE_INVALID = "example-invalid": "Examples are instances of their schema, formats included.",
        warning EXAMPLE_PROPERTY = "example-property": "Examples have no property that the schema does not have.",
        error EXAMPLE_READ_ONLY = "example-read-only": "Examples of requests contain no read-only property.",
        error EXAMPLE_WRITE_ONLY = "example-write-only": "Examples of responses contain no write-only property.",
    }
}
