//! The rules of this crate: requirements for the documents in `spec/` that the OpenAPI Specification does not have.

openapi_document::rules! {
    "Extensions" {
        error GROUP_UNKNOWN = "group-unknown": "`x-requires-one-of` and `x-excludes` name properties of their schema or parameters of their operation.",
        error RESPONSE_PROPERTY = "response-property": "`x-identifier` and the values of `x-repeats` are properties of the records in the response; the keys of `x-repeats` are path parameters.",
    }
    "House style" {
        warning VERSION_STYLE = "version-style": "`info.version` is a semantic version, for example `1.2.3`.",
        warning OPERATION_ID_STYLE = "operation-id-style": "operationIds are written as `verb_noun`.",
        warning OPERATION_TAGS = "operation-tags": "Every operation has a tag.",
        warning OPERATION_SUMMARY = "operation-summary": "Every operation has a summary.",
        warning OPERATION_DESCRIPTION = "operation-description": "Every operation has a description.",
        warning SAMPLE_MISSING = "sample-missing": "Every operation has a sample in `samples/`, its own or the one that `x-sample` names.",
        warning OPERATION_ANSWERS = "operation-answers": "Every operation has a success and an error response.",
        warning PROPERTY_DESCRIPTION = "property-description": "Every property has a description, or refers to a schema that has one.",
    }
    "Evidence" {
        error EVIDENCE_MISSING = "evidence-missing": "Every operation and component schema has `x-evidence`.",
        error EVIDENCE_UNKNOWN = "evidence-unknown": "Every `x-evidence` is one of the labels.",
        error SOURCE_URL = "source-url": "Every `x-source` is an absolute `https` URL.",
    }
    "Settings of the generator" {
        error GENERATOR_SETTINGS = "generator-settings": "Everything that `codegen.toml` names exists in the document. Each fixup is listed once and changes something.",
    }
    "Schemas against the field tables" {
        error SCHEMA_MISSING = "schema-missing": "Every schema that `tables.toml` names exists.",
        error TABLE_MISSING = "table-missing": "Every table that `tables.toml` names exists.",
        error TABLE_UNUSED = "table-unused": "Every table describes a schema.",
        error TABLE_CELL = "table-cell": "Every cell of a table has a value that its column allows.",
        error FIELD_MISSING = "field-missing": "A schema has every field that its role should have.",
        error FIELD_UNKNOWN = "field-unknown": "A schema has no other fields.",
        error FIELD_ORDER = "field-order": "Properties are in the order of the rows.",
        error FIELD_TYPE = "field-type": "Type and format are those of the row.",
        error FIELD_LENGTH = "field-length": "`maxLength` is that of the row.",
        error FIELD_RANGE = "field-range": "`minimum` and `maximum` are those of the row, in write schemas.",
        error FIELD_DECIMALS = "field-decimals": "`x-decimals` is that of the row.",
        error FIELD_PATTERN = "field-pattern": "`pattern` is that of the row, in write schemas.",
        error FIELD_VALUES = "field-values": "`enum` or `x-extensible-enum` has the values of the row.",
        error FIELD_DEFAULT = "field-default": "`default` is that of the row, in create and replace schemas.",
        error FIELD_ACCESS = "field-access": "`readOnly` and `writeOnly` follow the row.",
        error FIELD_REQUIRED = "field-required": "`required` and `x-requires-one-of` follow the row.",
        error FIELD_FACT = "field-fact": "Extensions that repeat a cell have its value.",
        error EXCEPTION_UNUSED = "exception-unused": "Every row of `exceptions.tsv` excuses something.",
        error EXCEPTION_ERRATUM = "exception-erratum": "Every row of `exceptions.tsv` names an erratum that exists.",
        error EXCEPTION_ASPECT = "exception-aspect": "Every row of `exceptions.tsv` names an aspect that exists.",
    }
    "Operations and parameters against their tables" {
        error OPERATION_MISSING = "operation-missing": "Every row of `operations.tsv` is an operation.",
        error OPERATION_UNKNOWN = "operation-unknown": "Every operation has a row, if there is an `operations.tsv`.",
        error OPERATION_PATH = "operation-path": "Method and path are those of the row.",
        error OPERATION_HEADERS = "operation-headers": "The operation sends the headers of the row.",
        error OPERATION_QUERY = "operation-query": "The operation has the query parameters of the row.",
        error OPERATION_STATUSES = "operation-statuses": "The responses have the statuses of the row.",
        error OPERATION_MEDIA = "operation-media": "Requests and responses have the media types of the row.",
        error OPERATION_EVIDENCE = "operation-evidence": "`x-evidence` is the label of the row.",
        error PARAMETER_MISSING = "parameter-missing": "Every row of `parameters.tsv` is a parameter of its operation.",
        error PARAMETER_UNKNOWN = "parameter-unknown": "Every parameter has a row, if there is a `parameters.tsv`.",
        error PARAMETER_TYPE = "parameter-type": "`in` and type are those of the row.",
        error PARAMETER_ORDER = "parameter-order": "Parameters are in the order of the rows.",
        error PARAMETER_EVIDENCE = "parameter-evidence": "`x-evidence` is the label of the row.",
        error PARAMETER_VALUE = "parameter-value": "The value that the source prints is among the examples.",
    }
}
