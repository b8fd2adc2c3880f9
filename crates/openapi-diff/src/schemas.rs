//! Compares schemas recursively, in one direction.

use std::collections::BTreeSet;

use openapi_document::{Kind, Slot};

use super::{
    change::Found,
    choices::{self, CHOICES},
    conditions, limits,
    node::{Node, same},
    properties,
    rule::Direction,
    rules,
    shape::Shape,
    texts, values, vocabularies,
};

/// The keywords that have their own rules. Others are texts or extensions, or are not compared in detail.
const JUDGED: [&str; 36] = [
    "allOf",
    "type",
    "format",
    "nullable",
    "pattern",
    "default",
    "x-wire-forms",
    "x-partial-update",
    "enum",
    "const",
    "x-extensible-enum",
    "maximum",
    "exclusiveMaximum",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "maxItems",
    "minItems",
    "maxProperties",
    "minProperties",
    "x-decimals",
    "multipleOf",
    "uniqueItems",
    "properties",
    "required",
    "readOnly",
    "writeOnly",
    "additionalProperties",
    "items",
    "oneOf",
    "anyOf",
    "definitions",
    conditions::KEYWORDS[0],
    conditions::KEYWORDS[1],
    conditions::KEYWORDS[2],
];

/// Compares the schemas in the member `schema` of two objects.
pub fn members(old: &Node<'_>, new: &Node<'_>, direction: Direction, found: &mut Found) {
    let (old, new) = (Shape::of(old.get("schema")), Shape::of(new.get("schema")));
    compare(&old, &new, direction, found);
}

/// Compares two schemas in one direction. For `Direction::Document`, only texts and names count.
pub fn compare(old: &Shape<'_>, new: &Shape<'_>, direction: Direction, found: &mut Found) {
    let empty = old.parts.is_empty() && new.parts.is_empty();
    if empty || !found.enter(direction, old.key(), new.key()) {
        return;
    }
    judge(old, new, direction, found);
}

pub fn judge(old: &Shape<'_>, new: &Shape<'_>, direction: Direction, found: &mut Found) {
    let is_alternative =
        |keyword: &&'static str| choices::alternative(keyword, old, new, direction, found);
    if CHOICES.iter().any(is_alternative) {
        return;
    }
    if values::compare(old, new, direction, found) {
        contents(old, new, direction, found);
    }
    unknown(old, new, direction, found);
    parts(old, new, direction, found);
}

/// Compares the values that a type allows, and their contents.
fn contents(old: &Shape<'_>, new: &Shape<'_>, direction: Direction, found: &mut Found) {
    vocabularies::compare(old, new, direction, found);
    limits::compare(old, new, direction, found);
    conditions::compare(old, new, direction, found);
    // If only one of the two allows any type, its properties and items cannot be compared.
    if values::alike(old, new) {
        properties::compare(old, new, direction, found);
        compare(&old.inner("items"), &new.inner("items"), direction, found);
    }
    for keyword in CHOICES {
        choices::compare(keyword, old, new, direction, found);
    }
}

/// Compares what an `allOf` does not combine, schema by schema: names, texts, and the schema files for the contents of
/// strings.
fn parts(old: &Shape<'_>, new: &Shape<'_>, direction: Direction, found: &mut Found) {
    let (pairs, ..) = paired(&old.parts, &new.parts, |one, other| {
        one.key() == other.key()
    });
    for (one, other) in pairs {
        if let (Some(before), Some(after)) = (one.schema_name(), other.schema_name()) {
            found.meet(&before, &after);
        }
        texts_of(one, other, found);
        // If only one of the two has such a file, the contents of the string stay the same.
        let schema = Slot::Object(Kind::Schema);
        let carried = [&one, &other].map(|node| node.named_file("x-columns", schema));
        if let [Some(before), Some(after)] = carried {
            compare(&Shape::of([before]), &Shape::of([after]), direction, found);
        }
    }
}

fn texts_of(old: &Node<'_>, new: &Node<'_>, found: &mut Found) {
    for key in texts::keys(old, new) {
        if let Some(rule) = texts::rule(key).filter(|_| !JUDGED.contains(&key)) {
            texts::member(rule, (old.raw(key), new.raw(key)), found);
        }
    }
}

/// Reports changes of keywords that have no rule.
fn unknown(old: &Shape<'_>, new: &Shape<'_>, direction: Direction, found: &mut Found) {
    let keywords = keywords(old, new).into_iter();
    for keyword in keywords.filter(|keyword| !JUDGED.contains(keyword)) {
        if !unchanged(keyword, old, new) {
            let rule = &rules::KEYWORD_CHANGED;
            values::replaced(rule, keyword, old, new, direction, found);
        }
    }
}

/// The keywords of both schemas that limit values. They include the keywords in an `allOf`, but not `allOf` itself.
pub fn keywords<'a>(old: &Shape<'a>, new: &Shape<'a>) -> BTreeSet<&'a str> {
    let parts = old.parts.iter().chain(&new.parts);
    let keywords = parts.flat_map(|part| texts::keys(part, part));
    keywords
        .filter(|keyword| *keyword != "allOf")
        .filter(|keyword| JUDGED.contains(keyword) || texts::rule(keyword).is_none())
        .collect()
}

pub fn unchanged(keyword: &str, old: &Shape<'_>, new: &Shape<'_>) -> bool {
    let (before, after) = (old.all(keyword), new.all(keyword));
    let mut pairs = before.iter().zip(&after);
    before.len() == after.len() && pairs.all(|(one, other)| same(&one.follow(), &other.follow()))
}

type Paired<'n, 'a> = (
    Vec<(&'n Node<'a>, &'n Node<'a>)>,
    Vec<&'n Node<'a>>,
    Vec<&'n Node<'a>>,
);

/// Pairs the nodes that are alike, then the rest by their order. Returns the pairs, and the nodes without a partner on
/// either side.
pub fn paired<'n, 'a>(
    old: &'n [Node<'a>],
    new: &'n [Node<'a>],
    alike: impl Fn(&Node<'a>, &Node<'a>) -> bool,
) -> Paired<'n, 'a> {
    let mut added: Vec<_> = new.iter().collect();
    let mut removed = Vec::new();
    let mut pairs = Vec::new();
    for one in old {
        match added.iter().position(|other| alike(one, other)) {
            Some(index) => pairs.push((one, added.remove(index))),
            None => removed.push(one),
        }
    }
    let count = removed.len().min(added.len());
    pairs.extend(removed.drain(..count).zip(added.drain(..count)));
    (pairs, removed, added)
}

#[cfg(test)]
mod tests {
    use super::{super::testing::source, *};

    const COMPONENTS: &str = "
components:
  schemas:
    A: {type: object, properties: {a: {type: string}}}
    B: {type: object, properties: {b: {type: string}}}
";

    fn found(old: &str, new: &str, direction: Direction) -> Vec<String> {
        let [old, new] = [old, new].map(|schema| {
            let text = format!("{COMPONENTS}\n  headers: {{h: {{schema: {schema}}}}}\n");
            source(&[("api.yaml", &text)])
        });
        let [one, other] = [&old, &new].map(|source| {
            let headers = source
                .root()
                .get("components")
                .and_then(|all| all.get("headers"));
            headers.and_then(|all| all.get("h")).expect("a header")
        });
        let mut found = Found::default();
        members(&one, &other, direction, &mut found);
        let changes = found.into_changes();
        let brief = changes.iter().map(|change| {
            let at = change.pointer.strip_prefix("/components/headers/h/schema");
            let at = at.unwrap_or(&change.pointer);
            format!("{} {} {at}", change.kind, change.rule)
        });
        brief.collect()
    }

    /// Checks the verdicts for a change between the schema `one` and the schema `several`, which lists `one` and an
    /// alternative at `place`.
    fn one_of_several(one: &str, several: &str, place: &str) {
        let (request, response) = (Direction::Request, Direction::Answer);
        let (breaking, additive) = ("breaking variant", "additive variant");
        let verdict = |kind, what| [format!("{kind}-{what} {place}")];
        assert_eq!(found(one, several, request), verdict(additive, "added"));
        assert_eq!(found(one, several, response), verdict(breaking, "added"));
        assert_eq!(found(several, one, request), verdict(breaking, "removed"));
        assert_eq!(found(several, one, response), verdict(additive, "removed"));
    }

    #[test]
    fn a_schema_may_become_one_of_several() {
        one_of_several(
            "{type: string}",
            "{oneOf: [{type: string}, {type: integer}]}",
            "/oneOf/1",
        );
        let (a, b) = (
            "$ref: '#/components/schemas/A'",
            "$ref: '#/components/schemas/B'",
        );
        one_of_several(
            &format!("{{{a}}}"),
            &format!("{{anyOf: [{{{b}}}, {{{a}}}]}}"),
            "/anyOf/0",
        );
        one_of_several(
            &format!("{{nullable: true, xml: {{name: x}}, allOf: [{{{a}}}]}}"),
            &format!("{{nullable: true, xml: {{name: x}}, oneOf: [{{{a}}}, {{{b}}}]}}"),
            "/oneOf/1",
        );
        one_of_several(
            "{type: object, properties: {b: {type: string}}}",
            &format!("{{oneOf: [{{{a}}}, {{{b}}}]}}"),
            "/oneOf/0",
        );
    }

    #[test]
    fn one_of_refuses_a_value_that_two_alternatives_accept() {
        for several in [
            "{oneOf: [{type: integer}, {type: number}]}",
            "{oneOf: [{type: integer}, {type: integer, maximum: 3}]}",
            "{oneOf: [{type: integer}, {}]}",
        ] {
            let found = found("{type: integer}", several, Direction::Request);
            assert_eq!(found[0], "breaking choice-added /oneOf", "{several}");
        }
        let any = "{anyOf: [{type: integer}, {type: number}]}";
        assert_eq!(
            found("{type: integer}", any, Direction::Request),
            ["additive variant-added /anyOf/1"]
        );
    }

    #[test]
    fn a_schema_that_also_changes_does_not_become_one_of_several() {
        let rules = |old: &str, new: &str| found(old, new, Direction::Request);
        let object = "type: object, properties: {a: {type: string}, b: {type: string}}";
        assert_eq!(
            rules(
                &format!("{{{object}}}"),
                &format!("{{{object}, oneOf: [{{required: [a]}}, {{required: [b]}}]}}")
            ),
            ["breaking choice-added /oneOf"]
        );
        assert_eq!(
            rules(
                "{type: string}",
                "{maxLength: 3, oneOf: [{type: string}, {type: integer}]}"
            ),
            [
                "breaking limit-tightened /maxLength",
                "breaking choice-added /oneOf",
                "additive type-widened /type"
            ]
        );
    }

    #[test]
    fn the_comparison_of_a_one_of_itself_ends() {
        let document = |schema: &str| {
            let text = format!("components: {{schemas: {{a: {schema}}}}}");
            source(&[("api.yaml", &text)])
        };
        let old = document("{type: string}");
        let itself = "{$ref: '#/components/schemas/a'}";
        let new = document(&format!(
            "{{oneOf: [{itself}], anyOf: [{itself}, {itself}]}}"
        ));
        let [one, other] = [&old, &new].map(|source| {
            let schema = super::super::testing::schema(source, "a");
            Shape::of([schema])
        });
        let mut found = Found::default();
        compare(&one, &other, Direction::Request, &mut found);
        assert!(!found.is_empty());
    }
}
