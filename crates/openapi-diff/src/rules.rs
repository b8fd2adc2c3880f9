//! The rules: what each change means to callers, to readers, and to those who generate code. The table of
//! `docs/reference/diff.md` is made from this one.

use super::{
    rule::{Direction, Kind},
    rule::{Rule, Verdict},
};

/// Makes a constant of each rule, and the list of all of them in this order.
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
        Request Additive "nobody calls it yet";
    OPERATION_REMOVED "operation-removed" "An operation is removed"
        Request Breaking "calls of it fail";
    OPERATION_MOVED "operation-moved" "An operation has another path or method"
        Request Breaking "calls go to where it was";
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
        Request Breaking "callers that send it are ignored or refused";
    PARAMETER_MOVED "parameter-moved" "A parameter is sent elsewhere: in the query, a header, the path or a cookie"
        Request Breaking "callers send it where it is no longer looked for";
    PARAMETER_REQUIRED "parameter-required" "An optional parameter becomes required"
        Request Breaking "calls without it are refused";
    PARAMETER_OPTIONAL "parameter-optional" "A required parameter becomes optional"
        Request Additive "calls with it stay valid";
    PARAMETER_STYLE "parameter-style" "A parameter is written otherwise: `style`, `explode`, `allowReserved`, `content`"
        Request Breaking "callers write it in a form that is no longer read";
    EMPTY_ALLOWED "empty-value-allowed" "A parameter may be sent without a value"
        Request Additive "callers may send more";
    EMPTY_REFUSED "empty-value-refused" "A parameter may no longer be sent without a value"
        Request Breaking "callers that send it blank are refused";

    // Bodies and media types.
    BODY_ADDED "body-added" "An optional body is added"
        Request Additive "calls without it stay valid";
    BODY_ADDED_REQUIRED "required-body-added" "A required body is added"
        Request Breaking "calls without it are refused";
    BODY_REMOVED "body-removed" "A body is removed"
        Request Breaking "what callers send is ignored or refused";
    BODY_REQUIRED "body-required" "An optional body becomes required"
        Request Breaking "calls without it are refused";
    BODY_OPTIONAL "body-optional" "A required body becomes optional"
        Request Additive "calls with it stay valid";
    MEDIA_ADDED "media-type-added" "A media type is added"
        Request Additive "callers may send more"
        Answer Additive "readers get it when they ask for it";
    MEDIA_REMOVED "media-type-removed" "A media type is removed"
        Request Breaking "callers that send it are refused"
        Answer Breaking "readers that ask for it no longer get it";
    ENCODING "encoding-changed" "The parts of a form are written otherwise"
        Request Breaking "callers write them in a form that is no longer read"
        Answer Breaking "readers look for another form";

    // Answers.
    SUCCESS_ADDED "success-added" "A status of success is added that no range or default covered"
        Answer Breaking "a reader that knows only the listed statuses takes it for a failure";
    FAILURE_ADDED "failure-added" "A status of failure, or a default, is added that no range or default covered"
        Answer Additive "a failure is a failure to readers that do not know it";
    STATUS_REMOVED "status-removed" "A status is removed that no range or default covers"
        Answer Breaking "readers no longer know when it comes, and in what form";
    STATUS_SPLIT "status-covered" "A status is added or removed that a range or default tells of as well"
        Answer Additive "it comes as before; what the two say about it is compared";
    HEADER_ADDED "header-added" "An answer gets a header"
        Answer Additive "readers leave alone what they do not know";
    HEADER_REMOVED "header-removed" "An answer loses a header"
        Answer Breaking "readers that use it miss it";
    HEADER_REQUIRED "header-required" "A header of an answer is always there"
        Answer Additive "readers are promised more";
    HEADER_OPTIONAL "header-optional" "A header of an answer may be missing"
        Answer Breaking "readers that count on it miss it";
    CALLBACK_ADDED "callback-added" "A callback is added"
        Answer Additive "who asks for none gets none";
    CALLBACK_REMOVED "callback-removed" "A callback is removed"
        Answer Breaking "readers wait for a call that no longer comes";
    CALLBACK_CHANGED "callback-changed" "A callback changes in any way"
        Answer Breaking "callbacks are not compared in detail, and the worst is assumed";

    // Security and servers.
    SECURITY_TIGHTENED "security-tightened" "Credentials that were enough no longer are"
        Request Breaking "calls with these credentials are refused";
    SECURITY_LOOSENED "security-loosened" "Other or fewer credentials are enough"
        Request Additive "calls with the credentials of before stay valid";
    SCHEME_ADDED "security-scheme-added" "A security scheme is added to the components"
        Document Additive "calls need it only where a requirement names it";
    SCHEME_REMOVED "security-scheme-removed" "A security scheme is removed from the components"
        Document Documentation "calls need it only where a requirement names it";
    SCHEME_CHANGED "security-scheme-changed" "A credential is sent otherwise"
        Request Breaking "callers send it where it is no longer looked for";
    SERVER_ADDED "server-added" "A server, or a value of its variables, is added"
        Request Additive "the servers of before stay";
    SERVER_REMOVED "server-removed" "A server, or a value of its variables, is removed"
        Request Breaking "calls go to where nobody may answer";
    SERVER_DEFAULT "server-default" "A variable of a server has another default"
        Request Breaking "callers that do not set it go elsewhere";

    // Types.
    TYPE_CHANGED "type-changed" "The type is another one"
        Request Breaking "callers send a type that is refused"
        Answer Breaking "readers get a type they do not expect";
    TYPE_WIDENED "type-widened" "The type allows more than before, as `number` does beside `integer`"
        Request Additive "what callers send stays valid"
        Answer Breaking "readers get what the type of before did not allow";
    TYPE_NARROWED "type-narrowed" "The type allows less than before"
        Request Breaking "callers may send what is no longer allowed"
        Answer Additive "readers get less than they are ready for";
    FORMAT_CHANGED "format-changed" "The format is another one"
        Request Breaking "callers send a form that is refused"
        Answer Breaking "readers get a form they do not expect";
    FORMAT_WIDENED "format-widened" "The format allows more, or is gone"
        Request Additive "what callers send stays valid"
        Answer Breaking "readers get what the format of before did not allow";
    FORMAT_NARROWED "format-narrowed" "The format allows less, or there is one now"
        Request Breaking "callers may send what is no longer allowed"
        Answer Additive "readers get less than they are ready for";
    NULL_ALLOWED "null-allowed" "The value may be null"
        Request Additive "callers may send more"
        Answer Breaking "readers that know no null fail on it";
    NULL_REFUSED "null-refused" "The value may no longer be null"
        Request Breaking "callers that send null are refused"
        Answer Additive "readers get less than they are ready for";

    // Properties and items.
    PROPERTY_ADDED "property-added" "An optional property is added"
        Request Additive "objects without it stay valid"
        Answer Additive "readers leave alone what they do not know";
    PROPERTY_ADDED_CLOSED "property-added-to-closed" "A property is added where `additionalProperties` was false"
        Answer Breaking "readers were told that nothing else comes";
    PROPERTY_ADDED_REQUIRED "required-property-added" "A required property is added"
        Request Breaking "objects without it are refused"
        Answer Additive "readers leave alone what they do not know";
    PROPERTY_REMOVED "property-removed" "A property is removed"
        Request Breaking "callers that send it are ignored or refused"
        Answer Breaking "readers that use it miss it";
    PROPERTY_REQUIRED "property-required" "An optional property becomes required"
        Request Breaking "objects without it are refused"
        Answer Additive "readers are promised more";
    PROPERTY_OPTIONAL "property-optional" "A required property becomes optional"
        Request Additive "objects with it stay valid"
        Answer Breaking "readers that count on it miss it";
    READ_ONLY_ADDED "read-only-added" "A property becomes `readOnly`"
        Request Breaking "callers may no longer send it"
        Answer Documentation "answers carry it as before";
    READ_ONLY_REMOVED "read-only-removed" "A property is no longer `readOnly`"
        Request Additive "callers may send more"
        Answer Documentation "answers carry it as before";
    WRITE_ONLY_ADDED "write-only-added" "A property becomes `writeOnly`"
        Request Documentation "requests carry it as before"
        Answer Breaking "answers no longer carry it";
    WRITE_ONLY_REMOVED "write-only-removed" "A property is no longer `writeOnly`"
        Request Documentation "requests carry it as before"
        Answer Additive "readers leave alone what they do not know";
    OTHERS_ALLOWED "additional-properties-allowed" "Properties that are not listed are allowed"
        Request Additive "callers may send more"
        Answer Breaking "readers were told that nothing else comes";
    OTHERS_REFUSED "additional-properties-refused" "Properties that are not listed are refused"
        Request Breaking "callers that send others are refused"
        Answer Additive "readers get less than they are ready for";

    // Vocabularies.
    VALUE_ADDED "enum-value-added" "An `enum` gets a value"
        Request Additive "callers may send more"
        Answer Breaking "a closed reader, which knows the values of before alone, fails on the new one";
    VALUE_REMOVED "enum-value-removed" "An `enum` loses a value"
        Request Breaking "callers that send it are refused"
        Answer Additive "readers get less than they are ready for";
    ENUM_ADDED "enum-added" "An `enum` stands where any value was allowed"
        Request Breaking "callers that send other values are refused"
        Answer Additive "readers get less than they are ready for";
    ENUM_REMOVED "enum-removed" "An `enum` is gone: any value is allowed"
        Request Additive "callers may send more"
        Answer Breaking "a closed reader, which knows the values of before alone, fails on others";
    ENUM_OPENED "enum-opened" "An `enum` becomes an `x-extensible-enum`"
        Request Additive "callers may send more"
        Answer Breaking "a closed reader, which knows the values of before alone, fails on others";
    ENUM_CLOSED "enum-closed" "An `x-extensible-enum` becomes an `enum`"
        Request Breaking "callers that send other values are refused"
        Answer Additive "readers get less than they are ready for";
    KNOWN_ADDED "known-value-added" "An `x-extensible-enum` gets a value"
        Request Additive "callers may send more"
        Answer Additive "readers were told that others may come";
    KNOWN_REMOVED "known-value-removed" "An `x-extensible-enum` loses a value"
        Request Breaking "callers that send it may be refused"
        Answer Additive "readers get less than they are ready for";
    KNOWN_STATED "known-values-stated" "An `x-extensible-enum` stands where there was none, or is gone"
        Request Documentation "an open vocabulary binds nobody"
        Answer Documentation "an open vocabulary binds nobody";

    // Limits and other rules of a value.
    LIMIT_TIGHTENED "limit-tightened" "A limit of length, size, number, decimals or uniqueness is tighter"
        Request Breaking "callers may send what is no longer allowed"
        Answer Additive "readers get less than they are ready for";
    LIMIT_LOOSENED "limit-loosened" "A limit of length, size, number, decimals or uniqueness is wider"
        Request Additive "what callers send stays valid"
        Answer Breaking "readers that count on the limit, such as a column of a database, fail";
    LIMIT_CHANGED "limit-changed" "A `multipleOf` is neither tighter nor wider"
        Request Breaking "callers may send what is no longer allowed"
        Answer Breaking "readers get numbers they do not expect";
    PATTERN_ADDED "pattern-added" "A `pattern` is added"
        Request Breaking "callers may send what is no longer allowed"
        Answer Additive "readers get less than they are ready for";
    PATTERN_REMOVED "pattern-removed" "A `pattern` is removed"
        Request Additive "what callers send stays valid"
        Answer Breaking "readers that count on the pattern fail";
    PATTERN_CHANGED "pattern-changed" "A `pattern` changes"
        Request Breaking "what it allows cannot be compared, and the worst is assumed"
        Answer Breaking "what it allows cannot be compared, and the worst is assumed";
    DEFAULT_ADDED "default-added" "A `default` is added"
        Request Additive "what happens to a value left out is told now"
        Answer Documentation "an answer says what it says";
    DEFAULT_CHANGED "default-changed" "A `default` changes"
        Request Breaking "callers that leave the value out get another one"
        Answer Documentation "an answer says what it says";
    DEFAULT_REMOVED "default-removed" "A `default` is removed"
        Request Breaking "callers that leave the value out no longer know what they get"
        Answer Documentation "an answer says what it says";
    CONDITION_TIGHTENED "condition-tightened" "`x-requires-one-of`, `x-excludes` or `x-conflicts` refuses more"
        Request Breaking "callers may send what is no longer allowed"
        Answer Additive "readers get less than they are ready for";
    CONDITION_LOOSENED "condition-loosened" "`x-requires-one-of`, `x-excludes` or `x-conflicts` refuses less"
        Request Additive "what callers send stays valid"
        Answer Breaking "readers get what the condition of before ruled out";
    PARTIAL_UPDATE "partial-update-changed" "`x-partial-update` is added or removed"
        Request Breaking "a field that callers leave out no longer does what it did";
    WIRE_FORM_ADDED "wire-form-added" "`x-wire-forms` gets a form"
        Request Additive "callers may send more"
        Answer Additive "readers take all forms of the type";
    WIRE_FORM_REMOVED "wire-form-removed" "`x-wire-forms` loses a form"
        Request Breaking "callers that send it may be refused"
        Answer Additive "readers get less than they are ready for";
    WIRE_FORM_ORDER "wire-form-order" "Another form stands first in `x-wire-forms`"
        Request Breaking "callers send the first form"
        Answer Documentation "readers take all forms";

    // Composition.
    VARIANT_ADDED "variant-added" "A schema is allowed beside those of before, by a `oneOf` or `anyOf`"
        Request Additive "callers may send more"
        Answer Breaking "readers that know the schemas of before alone fail on the new one";
    VARIANT_REMOVED "variant-removed" "A schema of a `oneOf` or `anyOf` is no longer allowed"
        Request Breaking "callers that send it are refused"
        Answer Additive "readers get less than they are ready for";
    CHOICE_ADDED "choice-added" "A `oneOf` or `anyOf` is added"
        Request Breaking "callers may send what is no longer allowed"
        Answer Additive "readers get less than they are ready for";
    CHOICE_REMOVED "choice-removed" "A `oneOf` or `anyOf` is removed"
        Request Additive "what callers send stays valid"
        Answer Breaking "readers get what was ruled out before";
    KEYWORD_CHANGED "keyword-changed" "A keyword changes that is not compared in detail: `not`, `xml`, `discriminator`, ..."
        Request Breaking "the worst is assumed: callers may send what is no longer allowed"
        Answer Breaking "the worst is assumed: readers may get what they do not expect";

    // Names of schemas.
    SCHEMA_ADDED "schema-added" "A schema is added to the components"
        Document Additive "a new name is in nobody's way";
    SCHEMA_REMOVED "schema-removed" "A schema is removed from the components"
        Document Breaking "generated code has a type of that name, which is gone";
    SCHEMA_RENAMED "schema-renamed" "A schema of the components has another name"
        Document Breaking "generated code names a type after it";
    SCHEMA_UNUSED "unused-schema-changed" "A schema changes that no operation uses"
        Document Documentation "neither requests nor answers carry it";

    // Texts.
    DESCRIPTION "description-changed" "A title, summary, description, contact, licence or link for further reading changes"
        Document Documentation "it is for people to read";
    EXAMPLE "example-changed" "An example changes"
        Document Documentation "it shows what the rest of the document says";
    EVIDENCE "evidence-changed" "`x-evidence` or `x-source` changes"
        Document Documentation "it says how we know, not what is so";
    TAGS "tags-changed" "Tags change"
        Document Documentation "they put operations in groups";
    DEPRECATED "deprecated-changed" "Something is deprecated, or no longer"
        Document Documentation "it works as before";
    EXTENSION "extension-changed" "Another `x-` extension changes"
        Document Documentation "extensions that no rule names are remarks";
    OTHER "other-changed" "Something changes that no rule names"
        Document Documentation "no rule says more about it: look for yourself";
    REWRITTEN "rewritten" "The same is said in another form, such as through a reference"
        Document Documentation "requests, answers and names are as they were";
}

/// The table of all rules, as `docs/reference/diff.md` has it.
pub fn table() -> String {
    let mut table =
        String::from("| Rule | Change | Requests | Answers | Document |\n|---|---|---|---|---|\n");
    for rule in RULES {
        let cell = |direction| {
            rule.verdict(direction)
                .map_or_else(String::new, |verdict| format!(" {}", verdict.kind))
        };
        let [request, answer, document] =
            [Direction::Request, Direction::Answer, Direction::Document].map(cell);
        table.push_str(&format!(
            "| `{}` | {} |{request} |{answer} |{document} |\n",
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
