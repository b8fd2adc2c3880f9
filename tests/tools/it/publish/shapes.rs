//! The reference of documents whose parts refer to each other in other ways than those of ours.

use std::{collections::BTreeSet, fs, path::Path};

use super::{by_path, folder::workspace, publish, reference::anchors, text};

/// The reference of a document with these paths and components.
fn page(paths: &str, components: &str) -> String {
    let root = workspace("0.1.0");
    let document = format!(
        "openapi: 3.0.3\ninfo: {{title: Desk, version: 0.1.0}}\npaths:\n{paths}\ncomponents:\n{components}\n"
    );
    fs::write(root.path().join("spec/desk/openapi.yaml"), document).expect("written");
    let files = by_path(&publish(Path::new("dist")), root.path());
    text(&files, "desk/latest/index.html")
}

/// Each anchor of the page is unique, and each link within the page has a target.
fn check_links(page: &str) {
    let all = anchors(page);
    let known: BTreeSet<_> = all.iter().copied().collect();
    assert_eq!(known.len(), all.len(), "an anchor is not unique\n{page}");
    let links = page.split("href=\"#").skip(1);
    for target in links.filter_map(|rest| rest.split('"').next()) {
        assert!(known.contains(target), "#{target} has no target\n{page}");
    }
}

#[test]
fn schemas_that_contain_themselves_end() {
    let body = "requestBody: {content: {application/json: {schema: {oneOf: [{$ref: '#/components/schemas/Node'}]}}}}";
    let paths = format!("  /x: {{post: {{operationId: add, {body}, responses: {{}}}}}}");
    let page = page(
        &paths,
        "  schemas:
    Node:
      type: object
      properties:
        children: {type: array, items: {$ref: '#/components/schemas/Node'}}
        parent: {allOf: [{$ref: '#/components/schemas/Node'}, {description: The outer node.}]}
    Ring: {properties: {next: {allOf: [{$ref: '#/components/schemas/Ring'}, {description: The next one.}]}}}",
    );
    check_links(&page);
    assert!(page.contains("id=\"Node.children\""), "{page}");
}

#[test]
fn a_response_that_refers_to_another_operation_is_shown_in_place() {
    let page = page(
        "  /x: {get: {operationId: first, responses: {'404': {description: Not here., content: {}}}}}
  /y: {get: {operationId: second, responses: {'404': {$ref: '#/paths/~1x/get/responses/404'}}}}",
        "  schemas: {}",
    );
    check_links(&page);
    assert_eq!(page.matches("Not here.").count(), 2, "{page}");
}

#[test]
fn shared_responses_show_the_bodies_of_errors_and_not_those_of_successes() {
    let body = |example| {
        format!(
            "content: {{application/json: {{examples: {{one: {{value: {{text: {example}}}}}}}}}}}"
        )
    };
    let components = format!(
        "  responses:
    2FARequired: {{description: A code is required., {}}}
    Fine: {{description: Fine., {}}}
    Alias: {{$ref: '#/components/responses/2FARequired'}}",
        body("wanted"),
        body("given"),
    );
    let page = page(
        "  /x:
    get:
      operationId: first
      responses:
        '200': {$ref: '#/components/responses/Fine'}
        '401': {$ref: '#/components/responses/2FARequired'}
        '403': {$ref: '#/components/responses/Alias'}",
        &components,
    );
    check_links(&page);
    let (_, shared) = page
        .split_once("id=\"shared-responses\"")
        .expect("a section");
    assert_eq!(shared.matches("wanted").count(), 2, "{shared}");
    assert_eq!(shared.matches("given").count(), 0, "{shared}");
    assert!(page.contains("given"), "{page}");
}

#[test]
fn a_field_of_several_parts_is_listed_once() {
    let page = page(
        "  /x: {get: {operationId: first, responses: {}}}",
        "  schemas: {Desk: {allOf: [{properties: {wide: {type: boolean}}}, {properties: {wide: {type: boolean}}}]}}",
    );
    check_links(&page);
    assert!(page.contains("id=\"Desk.wide\""), "{page}");
}

#[test]
fn bodies_without_a_name_have_different_anchors() {
    let page = page(
        "  /x:
    post:
      operationId: add
      requestBody:
        content:
          application/json: {schema: {type: object, properties: {name: {type: string}}}}
          text/xml: {schema: {type: object, properties: {name: {type: integer}}}}
      responses: {}",
        "  schemas: {}",
    );
    check_links(&page);
    assert!(page.contains("id=\"add.body.name\"") && page.contains("id=\"add.text/xml.name\""));
}
