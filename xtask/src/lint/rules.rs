//! The names of all rules.

/// The names of all rules, family by family; `spec/README.md` describes what each of them requires.
pub const RULES: [&str; 93] = [
    // The text, and the shape of its objects.
    "syntax",
    "openapi-version",
    "keyword-unknown",
    "keyword-missing",
    "keyword-type",
    "keyword-value",
    "component-name",
    "reference-sibling",
    "openapi-invalid",
    // References.
    "dangling-reference",
    "reference-kind",
    "component-unused",
    "group-unknown",
    "response-property",
    // Paths, parameters, bodies and answers.
    "path-form",
    "path-duplicate",
    "path-parameter-missing",
    "path-parameter-unused",
    "parameter-duplicate",
    "parameter-style",
    "parameter-header",
    "body-unexpected",
    "media-type",
    "encoding-unknown",
    "header-content-type",
    "link-parameter",
    "runtime-expression",
    "tag-duplicate",
    "tag-undeclared",
    "operation-id-missing",
    "operation-id-unique",
    // Schemas.
    "schema-invalid",
    "schema-circle",
    "schema-bounds",
    "schema-items",
    "schema-pattern",
    "schema-nullable",
    "schema-keyword",
    "schema-required",
    "schema-values",
    "schema-default",
    "schema-xml",
    "discriminator-property",
    "discriminator-mapping",
    // Examples against schemas.
    "example-unreadable",
    "example-invalid",
    "example-property",
    "example-read-only",
    "example-write-only",
    // Style.
    "version-style",
    "operation-id-style",
    "operation-tags",
    "operation-summary",
    "operation-description",
    "operation-answers",
    "property-description",
    // Evidence.
    "evidence-missing",
    "evidence-unknown",
    "source-url",
    // Schemas against the field tables.
    "schema-missing",
    "table-unused",
    "field-missing",
    "field-unknown",
    "field-order",
    "field-type",
    "field-length",
    "field-range",
    "field-decimals",
    "field-pattern",
    "field-values",
    "field-default",
    "field-access",
    "field-required",
    "field-fact",
    "exception-unused",
    "exception-erratum",
    "exception-aspect",
    // Operations and parameters against their tables.
    "operation-missing",
    "operation-unknown",
    "operation-path",
    "operation-headers",
    "operation-query",
    "operation-statuses",
    "operation-media",
    "operation-evidence",
    "parameter-missing",
    "parameter-unknown",
    "parameter-type",
    "parameter-order",
    "parameter-evidence",
    "parameter-value",
    // What the generator can take.
    "fixup-needed",
    "generator-unsupported",
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn rules_are_named_once() {
        let names: BTreeSet<_> = RULES.iter().collect();
        assert_eq!(names.len(), RULES.len());
    }
}
