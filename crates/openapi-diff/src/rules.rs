//! The rules: what each change means for callers that send requests, for clients that read responses, and for generated
//! code. `docs/reference/diff.md` contains the same rules as a table.

use super::{
    rule::{Direction, Kind},
    rule::{Rule, Verdict},
};

/// Defines a constant for each rule, and a list of all rules in this order.
macro_rules! rules {
    ($($constant:ident $name:literal $change:literal $($direction:ident $kind:ident $why:literal)+;)+) => {
        $(pub(super) const $constant: Rule = Rule {
            name: $name,
            change: $change,
            verdicts: &[$(Verdict { direction: Direction::$direction, kind: Kind::$kind, why: $why }),+],
        };)+

        /// All rules.
        pub const RULES: &[Rule] = &[$($constant),+];
    };
}

rules! {
    // Operations.
    OPERATION_ADDED "operation-added" "An operation is added"
        Request Additive "no caller uses it yet";
    OPERATION_REMOVED "operation-removed" "An operation is removed"
        Request Breaking "calls to it fail";
    OPERATION_MOVED "operation-moved" "An operation has another path or method"
        Request Breaking "callers use the old path or method";
    OPERATION_RENAMED "operation-renamed" "An operationId changes"
        Document Breaking "generated clients name their method after it";
    PATH_PARAMETER_RENAMED "path-parameter-renamed" "A path parameter has another name"
        Document Breaking "generated clients name their argument after it, though the URL stays the same";

    // Parameters.
    PARAMETER_ADDED "parameter-added" "An optional parameter is added"
        Request Additive "calls without it stay valid";
    PARAMETER_ADDED_REQUIRED "required-parameter-added" "A required parameter is added"
        Request Breaking "calls without it are refused";
    PARAMETER_REMOVED "parameter-removed" "A parameter is removed"
        Request Breaking "the server ignores it or refuses the call";
    PARAMETER_MOVED "parameter-moved" "A parameter moves to another place: the query, a header, the path or a cookie"
        Request Breaking "callers send it in a place where the server no longer reads it";
    PARAMETER_REQUIRED "parameter-required" "An optional parameter becomes required"
        Request Breaking "calls without it are refused";
    PARAMETER_OPTIONAL "parameter-optional" "A required parameter becomes optional"
        Request Additive "calls with it stay valid";
    PARAMETER_STYLE "parameter-style" "A parameter has another form: `style`, `explode`, `allowReserved`, `content`"
        Request Breaking "callers write it in a form that the server no longer reads";
    EMPTY_ALLOWED "empty-value-allowed" "A parameter may be sent without a value"
        Request Additive "callers may send more";
    EMPTY_REFUSED "empty-value-refused" "A parameter may no longer be sent without a value"
        Request Breaking "calls that send it without a value are refused";

    // Bodies and media types.
    BODY_ADDED "body-added" "An optional body is added"
        Request Additive "calls without it stay valid";
    BODY_ADDED_REQUIRED "required-body-added" "A required body is added"
        Request Breaking "calls without it are refused";
    BODY_REMOVED "body-removed" "A body is removed"
        Request Breaking "the server ignores it or refuses the call";
    BODY_REQUIRED "body-required" "An optional body becomes required"
        Request Breaking "calls without it are refused";
    BODY_OPTIONAL "body-optional" "A required body becomes optional"
        Request Additive "calls with it stay valid";
    MEDIA_ADDED "media-type-added" "A media type is added"
        Request Additive "callers may send more"
        Answer Additive "clients get it only if they request it";
    MEDIA_REMOVED "media-type-removed" "A media type is removed"
        Request Breaking "calls that send it are refused"
        Answer Breaking "clients that request it no longer get it";
    ENCODING "encoding-changed" "The `encoding` of a body changes"
        Request Breaking "callers write the body in a form that the server no longer reads"
        Answer Breaking "clients expect another form";

    // Responses.
    SUCCESS_ADDED "success-added" "A success status is added that no range or default covered"
        Answer Breaking "clients that know only the listed statuses treat it as an error";
    FAILURE_ADDED "failure-added" "An error status, or a default, is added that no range or default covered"
        Answer Additive "clients that do not know it treat it as an error too";
    STATUS_REMOVED "status-removed" "A status is removed that no range or default covers"
        Answer Breaking "clients no longer know when it is returned, and in which form";
    STATUS_SPLIT "status-covered" "A status is added or removed that a range or default also covers"
        Answer Additive "it is returned as before; other rules report how its description changes";
    HEADER_ADDED "header-added" "A response gets a header"
        Answer Additive "clients ignore what they do not know";
    HEADER_REMOVED "header-removed" "A response loses a header"
        Answer Breaking "clients that use it no longer get it";
    HEADER_REQUIRED "header-required" "A header of a response becomes required"
        Answer Additive "clients get more than before";
    HEADER_OPTIONAL "header-optional" "A header of a response becomes optional"
        Answer Breaking "clients that rely on it may not get it";
    CALLBACK_ADDED "callback-added" "A callback is added"
        Answer Additive "callers that do not request it do not get it";
    CALLBACK_REMOVED "callback-removed" "A callback is removed"
        Answer Breaking "clients wait for a request that no longer comes";
    CALLBACK_CHANGED "callback-changed" "A callback changes in any way"
        Answer Breaking "callbacks are not compared in detail, so the worst case is assumed";

    // Security and servers.
    SECURITY_TIGHTENED "security-tightened" "Credentials that were sufficient no longer are"
        Request Breaking "calls with these credentials are refused";
    SECURITY_LOOSENED "security-loosened" "Other or fewer credentials are sufficient"
        Request Additive "calls with the old credentials stay valid";
    SCHEME_ADDED "security-scheme-added" "A security scheme is added to the components"
        Document Additive "calls need it only if a security requirement names it";
    SCHEME_REMOVED "security-scheme-removed" "A security scheme is removed from the components"
        Document Documentation "calls need it only if a security requirement names it";
    SCHEME_CHANGED "security-scheme-changed" "A credential is sent in another way"
        Request Breaking "callers send it in a place where the server no longer reads it";
    SERVER_ADDED "server-added" "A server, or a value of its variables, is added"
        Request Additive "the old servers stay";
    SERVER_REMOVED "server-removed" "A server, or a value of its variables, is removed"
        Request Breaking "calls go to a server that may not respond";
    SERVER_DEFAULT "server-default" "A variable of a server has another default"
        Request Breaking "callers that do not set it use another server";

    // Types.
    TYPE_CHANGED "type-changed" "The type changes"
        Request Breaking "callers send a type that the server refuses"
        Answer Breaking "clients get a type that they do not expect";
    TYPE_WIDENED "type-widened" "The type allows more than before, for example `number` instead of `integer`"
        Request Additive "what callers send stays valid"
        Answer Breaking "clients get values that the old type did not allow";
    TYPE_NARROWED "type-narrowed" "The type allows less than before"
        Request Breaking "callers may send values that are no longer allowed"
        Answer Additive "clients get only values that they already support";
    FORMAT_CHANGED "format-changed" "The format changes"
        Request Breaking "callers send a format that the server refuses"
        Answer Breaking "clients get a format that they do not expect";
    FORMAT_WIDENED "format-widened" "The format allows more than before, or is removed"
        Request Additive "what callers send stays valid"
        Answer Breaking "clients get values that the old format did not allow";
    FORMAT_NARROWED "format-narrowed" "The format allows less than before, or is added"
        Request Breaking "callers may send values that are no longer allowed"
        Answer Additive "clients get only values that they already support";
    NULL_ALLOWED "null-allowed" "The value may be null"
        Request Additive "callers may send more"
        Answer Breaking "clients that do not expect null fail";
    NULL_REFUSED "null-refused" "The value may no longer be null"
        Request Breaking "calls that send null are refused"
        Answer Additive "clients get only values that they already support";

    // Properties and items.
    PROPERTY_ADDED "property-added" "An optional property is added"
        Request Additive "objects without it stay valid"
        Answer Additive "clients ignore what they do not know";
    PROPERTY_ADDED_CLOSED "property-added-to-closed" "A property is added despite `additionalProperties: false`"
        Answer Breaking "the old document said that there are no other properties";
    PROPERTY_ADDED_REQUIRED "required-property-added" "A required property is added"
        Request Breaking "objects without it are refused"
        Answer Additive "clients ignore what they do not know";
    PROPERTY_REMOVED "property-removed" "A property is removed"
        Request Breaking "the server ignores it or refuses the call"
        Answer Breaking "clients that use it no longer get it";
    PROPERTY_REQUIRED "property-required" "An optional property becomes required"
        Request Breaking "objects without it are refused"
        Answer Additive "clients get more than before";
    PROPERTY_OPTIONAL "property-optional" "A required property becomes optional"
        Request Additive "objects with it stay valid"
        Answer Breaking "clients that rely on it may not get it";
    READ_ONLY_ADDED "read-only-added" "A property becomes `readOnly`"
        Request Breaking "callers may no longer send it"
        Answer Documentation "responses contain it as before";
    READ_ONLY_REMOVED "read-only-removed" "A property is no longer `readOnly`"
        Request Additive "callers may send more"
        Answer Documentation "responses contain it as before";
    WRITE_ONLY_ADDED "write-only-added" "A property becomes `writeOnly`"
        Request Documentation "requests contain it as before"
        Answer Breaking "responses no longer contain it";
    WRITE_ONLY_REMOVED "write-only-removed" "A property is no longer `writeOnly`"
        Request Documentation "requests contain it as before"
        Answer Additive "clients ignore what they do not know";
    OTHERS_ALLOWED "additional-properties-allowed" "Properties that are not listed are allowed"
        Request Additive "callers may send more"
        Answer Breaking "the old document said that there are no other properties";
    OTHERS_REFUSED "additional-properties-refused" "Properties that are not listed are refused"
        Request Breaking "calls that send others are refused"
        Answer Additive "clients get only values that they already support";

    // Vocabularies.
    VALUE_ADDED "enum-value-added" "An `enum` gets a value"
        Request Additive "callers may send more"
        Answer Breaking "clients that accept only the old values fail on the new one";
    VALUE_REMOVED "enum-value-removed" "An `enum` loses a value"
        Request Breaking "calls that send it are refused"
        Answer Additive "clients get only values that they already support";
    ENUM_ADDED "enum-added" "An `enum` is added: other values are no longer allowed"
        Request Breaking "calls that send other values are refused"
        Answer Additive "clients get only values that they already support";
    ENUM_REMOVED "enum-removed" "An `enum` is removed: any value is allowed"
        Request Additive "callers may send more"
        Answer Breaking "clients that accept only the old values fail on others";
    ENUM_OPENED "enum-opened" "An `enum` becomes an `x-extensible-enum`"
        Request Additive "callers may send more"
        Answer Breaking "clients that accept only the old values fail on others";
    ENUM_CLOSED "enum-closed" "An `x-extensible-enum` becomes an `enum`"
        Request Breaking "calls that send other values are refused"
        Answer Additive "clients get only values that they already support";
    KNOWN_ADDED "known-value-added" "An `x-extensible-enum` gets a value"
        Request Additive "callers may send more"
        Answer Additive "the old document said that there may be other values";
    KNOWN_REMOVED "known-value-removed" "An `x-extensible-enum` loses a value"
        Request Breaking "calls that send it may be refused"
        Answer Additive "clients get only values that they already support";
    KNOWN_STATED "known-values-stated" "An `x-extensible-enum` is added or removed"
        Request Documentation "an open vocabulary does not limit the values"
        Answer Documentation "an open vocabulary does not limit the values";

    // Limits and other rules of a value.
    LIMIT_TIGHTENED "limit-tightened" "A limit of length, size, number, decimals or uniqueness is tighter"
        Request Breaking "callers may send values that are no longer allowed"
        Answer Additive "clients get only values that they already support";
    LIMIT_LOOSENED "limit-loosened" "A limit of length, size, number, decimals or uniqueness is wider"
        Request Additive "what callers send stays valid"
        Answer Breaking "clients that rely on the limit, for example for a database column, fail";
    LIMIT_CHANGED "limit-changed" "A `multipleOf` is neither tighter nor wider"
        Request Breaking "callers may send values that are no longer allowed"
        Answer Breaking "clients get numbers that they do not expect";
    PATTERN_ADDED "pattern-added" "A `pattern` is added"
        Request Breaking "callers may send values that are no longer allowed"
        Answer Additive "clients get only values that they already support";
    PATTERN_REMOVED "pattern-removed" "A `pattern` is removed"
        Request Additive "what callers send stays valid"
        Answer Breaking "clients that rely on the pattern fail";
    PATTERN_CHANGED "pattern-changed" "A `pattern` changes"
        Request Breaking "patterns cannot be compared, so the worst case is assumed"
        Answer Breaking "patterns cannot be compared, so the worst case is assumed";
    DEFAULT_ADDED "default-added" "A `default` is added"
        Request Additive "the value that the server uses if it is omitted is now documented"
        Answer Documentation "the values in responses stay the same";
    DEFAULT_CHANGED "default-changed" "A `default` changes"
        Request Breaking "callers that omit the value get another one"
        Answer Documentation "the values in responses stay the same";
    DEFAULT_REMOVED "default-removed" "A `default` is removed"
        Request Breaking "callers that omit the value no longer know which one they get"
        Answer Documentation "the values in responses stay the same";
    CONDITION_TIGHTENED "condition-tightened" "`x-requires-one-of`, `x-excludes` or `x-conflicts` refuses more"
        Request Breaking "callers may send values that are no longer allowed"
        Answer Additive "clients get only values that they already support";
    CONDITION_LOOSENED "condition-loosened" "`x-requires-one-of`, `x-excludes` or `x-conflicts` refuses less"
        Request Additive "what callers send stays valid"
        Answer Breaking "clients get values that the old condition did not allow";
    PARTIAL_UPDATE "partial-update-changed" "`x-partial-update` is added or removed"
        Request Breaking "omitting a field has another effect";
    WIRE_FORM_ADDED "wire-form-added" "`x-wire-forms` gets a form"
        Request Additive "callers may send more"
        Answer Additive "clients read all forms of the type";
    WIRE_FORM_REMOVED "wire-form-removed" "`x-wire-forms` loses a form"
        Request Breaking "calls that send it may be refused"
        Answer Additive "clients get only values that they already support";
    WIRE_FORM_ORDER "wire-form-order" "The first form in `x-wire-forms` changes"
        Request Breaking "callers still send the form that was first"
        Answer Documentation "clients read all forms";

    // Composition.
    VARIANT_ADDED "variant-added" "A `oneOf` or `anyOf` allows another schema in addition to the old ones"
        Request Additive "callers may send more"
        Answer Breaking "clients that know only the old schemas fail on the new one";
    VARIANT_REMOVED "variant-removed" "A `oneOf` or `anyOf` no longer allows a schema"
        Request Breaking "calls that send it are refused"
        Answer Additive "clients get only values that they already support";
    CHOICE_ADDED "choice-added" "A `oneOf` or `anyOf` is added"
        Request Breaking "callers may send values that are no longer allowed"
        Answer Additive "clients get only values that they already support";
    CHOICE_REMOVED "choice-removed" "A `oneOf` or `anyOf` is removed"
        Request Additive "what callers send stays valid"
        Answer Breaking "clients get values that were not allowed before";
    KEYWORD_CHANGED "keyword-changed" "A keyword changes that is not compared in detail: `not`, `xml`, `discriminator`, ..."
        Request Breaking "the worst case is assumed: callers may send values that are no longer allowed"
        Answer Breaking "the worst case is assumed: clients may get values that they do not expect";

    // Names of schemas.
    SCHEMA_ADDED "schema-added" "A schema is added to the components"
        Document Additive "a new name does not affect existing code";
    SCHEMA_REMOVED "schema-removed" "A schema is removed from the components"
        Document Breaking "generated code has a type with that name, which no longer exists";
    SCHEMA_RENAMED "schema-renamed" "A schema of the components has another name"
        Document Breaking "generated code names a type after it";
    SCHEMA_UNUSED "unused-schema-changed" "A schema changes that no operation uses"
        Document Documentation "neither requests nor responses contain it";

    // Texts.
    DESCRIPTION "description-changed" "A title, summary, description, contact, licence or link for further reading changes"
        Document Documentation "it is for human readers";
    EXAMPLE "example-changed" "An example changes"
        Document Documentation "an example only illustrates the rest of the document";
    EVIDENCE "evidence-changed" "`x-evidence` or `x-source` changes"
        Document Documentation "it names the source of a fact, and does not change the fact";
    TAGS "tags-changed" "Tags change"
        Document Documentation "tags only group operations";
    DEPRECATED "deprecated-changed" "Something is deprecated, or no longer deprecated"
        Document Documentation "it works as before";
    EXTENSION "extension-changed" "Another `x-` extension changes"
        Document Documentation "extensions that no rule names have no effect";
    OTHER "other-changed" "Something changes that no rule names"
        Document Documentation "no rule covers it: check it yourself";
    REWRITTEN "rewritten" "The document says the same in another form, for example with a reference"
        Document Documentation "requests, responses and names stay the same";
}

/// The Markdown table of all rules in `docs/reference/diff.md`.
pub fn table() -> String {
    let mut table = String::from(
        "| Rule | Change | Requests | Responses | Document |\n|---|---|---|---|---|\n",
    );
    for rule in RULES {
        let cell = |direction| {
            rule.verdict(direction)
                .map_or_else(String::new, |verdict| format!(" {}", verdict.kind))
        };
        let [request, response, document] =
            [Direction::Request, Direction::Answer, Direction::Document].map(cell);
        table.push_str(&format!(
            "| `{}` | {} |{request} |{response} |{document} |\n",
            rule.name, rule.change
        ));
    }
    table
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_are_unique_and_each_direction_is_judged_once() {
        let names: BTreeSet<_> = RULES.iter().map(|rule| rule.name).collect();
        assert_eq!(names.len(), RULES.len());
        for rule in RULES {
            let directions: BTreeSet<_> = rule.verdicts.iter().map(|one| one.direction).collect();
            assert_eq!(directions.len(), rule.verdicts.len(), "{}", rule.name);
        }
    }

    #[test]
    fn narrowing_breaks_callers_and_widening_breaks_readers() {
        let kinds = |rule: &Rule| {
            [Direction::Request, Direction::Answer]
                .map(|direction| rule.verdict(direction).map(|verdict| verdict.kind))
        };
        let (breaking, additive) = (Some(Kind::Breaking), Some(Kind::Additive));
        let narrowing = [
            TYPE_NARROWED,
            FORMAT_NARROWED,
            NULL_REFUSED,
            PROPERTY_REQUIRED,
            OTHERS_REFUSED,
            VALUE_REMOVED,
            ENUM_ADDED,
            ENUM_CLOSED,
            LIMIT_TIGHTENED,
            PATTERN_ADDED,
            CONDITION_TIGHTENED,
            VARIANT_REMOVED,
            CHOICE_ADDED,
        ];
        for rule in narrowing {
            assert_eq!(kinds(&rule), [breaking, additive], "{}", rule.name);
        }
        let widening = [
            TYPE_WIDENED,
            FORMAT_WIDENED,
            NULL_ALLOWED,
            PROPERTY_OPTIONAL,
            OTHERS_ALLOWED,
            VALUE_ADDED,
            ENUM_REMOVED,
            ENUM_OPENED,
            LIMIT_LOOSENED,
            PATTERN_REMOVED,
            CONDITION_LOOSENED,
            VARIANT_ADDED,
            CHOICE_REMOVED,
        ];
        for rule in widening {
            assert_eq!(kinds(&rule), [additive, breaking], "{}", rule.name);
        }
    }
}
