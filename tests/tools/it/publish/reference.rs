//! The reference of an API: its anchors, and what it shows of each operation and field.

use std::{collections::BTreeSet, path::Path};

use openapi_document::resolve;
use serde_json::Value;

use super::{by_path, files, publish, text};
use crate::support::{contracts, root};

fn page(api: &str) -> String {
    text(files(), &format!("{api}/latest/index.html"))
}

/// The anchors of a page.
pub fn anchors(page: &str) -> Vec<&str> {
    let ids = page.split(" id=\"").skip(1);
    ids.filter_map(|rest| rest.split('"').next()).collect()
}

/// The part of a page between the anchor and the next section.
fn section<'a>(page: &'a str, anchor: &str) -> &'a str {
    let start = page.find(&format!(" id=\"{anchor}\"")).expect("an anchor");
    let rest = &page[start..];
    &rest[..rest.find("<section").unwrap_or(rest.len())]
}

#[test]
fn operations_parameters_and_fields_have_an_anchor_each() {
    for contract in contracts() {
        let root = &contract.document.value;
        let page = page(&contract.name);
        let anchors = anchors(&page);
        let known: BTreeSet<_> = anchors.iter().copied().collect();
        assert_eq!(
            known.len(),
            anchors.len(),
            "{}: each anchor once",
            contract.name
        );
        let mut expected = Vec::new();
        for operation in contract.document.operations() {
            let parameters = operation.value["parameters"]
                .as_array()
                .into_iter()
                .flatten();
            let names = parameters.map(|parameter| &resolve(root, parameter)["name"]);
            let names = names.filter_map(Value::as_str);
            expected.extend(names.map(|name| format!("{}.{name}", operation.name())));
            expected.push(operation.name());
        }
        let schemas = root["components"]["schemas"].as_object().expect("schemas");
        for (name, schema) in schemas {
            let properties = schema["properties"].as_object().into_iter().flatten();
            expected.extend(properties.map(|(property, _)| format!("{name}.{property}")));
            expected.push(name.clone());
        }
        for anchor in expected {
            assert!(
                known.contains(anchor.as_str()),
                "{}: #{anchor}",
                contract.name
            );
        }
    }
}

#[test]
fn each_operation_has_its_samples_before_its_parameters() {
    for contract in contracts() {
        let page = page(&contract.name);
        for operation in contract.document.operations() {
            let name = operation.name();
            let shown = section(&page, &name);
            let samples = shown.find("class=\"samples\"").expect("samples");
            let details = shown.find("<h4>").expect("details");
            assert!(samples < details, "{name}");
            let curl = format!(
                "curl {}",
                if operation.method == "get" {
                    "&#39;"
                } else {
                    "-X "
                }
            );
            let curl = shown.contains(&curl) || shown.contains(&curl.replace("&#39;", "'"));
            assert!(
                curl && shown.contains(&format!("client.{name}</code></summary>")),
                "{name}"
            );
        }
    }
}

/// A label that repeats the label of its parent would be on the page hundreds of times.
#[test]
fn evidence_is_shown_if_it_differs_from_that_of_the_parent() {
    let page = page("eenvoudigfactureren");
    let shown = section(&page, "update_order");
    let label = |label: &str| format!("<a class=\"badge\" href=\"#evidence\">{label}</a>");
    let (route, rest) = shown.split_once("</p>").expect("a route");
    assert!(route.contains(&label("vendor-docs")), "{route}");
    let (order_id, rest) = rest.split_once("</dt>").expect("a parameter");
    assert!(order_id.contains(&label("vendor-article")), "{order_id}");
    let (account, _) = rest.split_once("</dt>").expect("a parameter");
    assert!(!account.contains("badge"), "{account}");
}

#[test]
fn a_field_that_differs_from_its_table_is_linked_to_the_erratum() {
    let page = page("bouwsoft");
    let field = page.split(" id=\"Order.id\"").nth(1).expect("the field");
    let name = field.split("</dt>").next().expect("a name");
    assert!(
        name.contains("href=\"errata.html#e13\">erratum E13</a>"),
        "{name}"
    );
    let schema = section(&page, "Order");
    assert!(schema.contains("href=\"fields/order.html\">Field table</a>"));
}

/// The script adds links to the fields of a section only.
#[test]
fn without_an_authentication_section_the_credentials_get_one() {
    let files = by_path(
        &publish(Path::new("dist")),
        &root().join("tests/fixtures/lint"),
    );
    let page = text(&files, "desk/latest/index.html");
    let credentials = section(&page, "authentication");
    assert!(
        credentials.contains("id=\"auth-AccessToken\""),
        "{credentials}"
    );
}

#[test]
fn a_schema_of_one_request_is_shown_in_its_operation() {
    let page = page("eenvoudigfactureren");
    let operation = section(&page, "create_order");
    assert!(operation.contains("id=\"OrderCreate.client_id\""));
    assert!(!page.contains("<section class=\"schema\" id=\"OrderCreate\""));
    assert!(page.contains("<section class=\"schema\" id=\"Order\""));
    let page = self::page("bouwsoft");
    let operation = section(&page, "create_order");
    assert!(operation.contains("<details id=\"OrderColumns\""));
}

#[test]
fn an_error_response_of_several_operations_is_described_once() {
    let page = page("eenvoudigfactureren");
    for operation in ["get_order", "update_order"] {
        let shown = section(&page, operation);
        assert!(shown.contains("<a href=\"#response-NotFound\">NotFound</a>"));
        assert!(!shown.contains("order_id unknown"));
    }
    let responses = section(&page, "shared-responses");
    assert!(responses.contains("<div id=\"response-NotFound\">"));
    assert_eq!(responses.matches("order_id unknown").count(), 1);
}

#[test]
fn terms_that_people_search_for_are_on_the_page() {
    for (api, terms) in [
        (
            "eenvoudigfactureren",
            [
                "auth-ApiKey",
                "pagination",
                "rate-limits",
                "unknown-outcomes",
            ],
        ),
        (
            "bouwsoft",
            [
                "auth-AccessToken",
                "pagination",
                "rate-limits",
                "unknown-outcomes",
            ],
        ),
    ] {
        let page = page(api);
        let anchors = anchors(&page);
        for term in terms {
            assert!(anchors.contains(&term), "{api}: #{term}");
        }
    }
}

/// A language model reads one file for an operation, so the file contains everything.
#[test]
fn each_operation_is_a_markdown_file_that_llms_txt_lists() {
    let list = text(files(), "llms.txt");
    for contract in contracts() {
        for operation in contract.document.operations() {
            let name = operation.name();
            let path = format!("{}/latest/operations/{name}.md", contract.name);
            assert!(list.contains(&format!("[{name}]({path})")), "{path}");
            let file = text(files(), &path);
            for part in ["## Responses", "\ncurl ", "\n## Rust\n", operation.path] {
                assert!(file.contains(part), "{path}: {part}");
            }
        }
    }
    let file = text(
        files(),
        "eenvoudigfactureren/latest/operations/create_order.md",
    );
    for row in [
        "## OrderCreate",
        "| `client_id` | integer |",
        "## WriteResult",
    ] {
        assert!(file.contains(row), "{row}\n{file}");
    }
}

/// The Markdown files of the operations, by path.
fn operation_files() -> Vec<(String, String)> {
    let paths = files().keys().filter_map(|path| path.to_str());
    let paths = paths.filter(|path| path.contains("/operations/"));
    let files: Vec<_> = paths
        .map(|path| (path.to_owned(), text(files(), path)))
        .collect();
    assert!(files.len() > 90, "{} files", files.len());
    files
}

/// The targets of the links of a Markdown file.
fn targets(file: &str) -> impl Iterator<Item = &str> {
    let links = file.split("](").skip(1);
    links.filter_map(|rest| rest.split(')').next())
}

#[test]
fn each_link_of_an_operation_file_has_a_target() {
    for (path, file) in operation_files() {
        let headings = file.lines().filter_map(|line| line.strip_prefix("## "));
        let headings: Vec<_> = headings.map(str::to_lowercase).collect();
        let folder = path.split("operations/").next().expect("a folder");
        for target in targets(&file) {
            if let Some(anchor) = target.strip_prefix('#') {
                let found = headings.iter().filter(|heading| *heading == anchor);
                assert_eq!(found.count(), 1, "{path}: #{anchor}");
                continue;
            }
            let target = target.strip_prefix("../").expect("a file of the edition");
            let (name, anchor) = target.split_once('#').unwrap_or((target, ""));
            let name = format!("{folder}{name}");
            assert!(files().contains_key(Path::new(&name)), "{path}: {name}");
            let known = anchor.is_empty() || anchors(&text(files(), &name)).contains(&anchor);
            assert!(known, "{path}: {target}");
        }
    }
}

#[test]
fn operation_files_and_llms_txt_link_to_the_sections_of_the_page() {
    let list = text(files(), "llms.txt");
    for contract in contracts() {
        let page = page(&contract.name);
        let sections = page.split("<section class=\"introduction\" id=\"").skip(1);
        let sections: Vec<_> = sections.filter_map(|rest| rest.split('"').next()).collect();
        for anchor in ["authentication", "pagination", "errors"] {
            assert!(sections.contains(&anchor), "{anchor}");
        }
        for anchor in sections {
            let target = format!("index.html#{anchor})");
            assert!(list.contains(&format!("({}/latest/{target}", contract.name)));
            for operation in contract.document.operations() {
                let path = format!(
                    "{}/latest/operations/{}.md",
                    contract.name,
                    operation.name()
                );
                assert!(
                    text(files(), &path).contains(&format!("(../{target}")),
                    "{path}: {anchor}"
                );
            }
        }
    }
}

#[test]
fn an_operation_file_has_the_fields_of_a_parameter() {
    let file = text(files(), "bouwsoft/latest/operations/create_order.md");
    for part in [
        "[OrderColumns](#ordercolumns)",
        "\n## OrderColumns\n",
        "| `title` | string | 50 | title |",
    ] {
        assert!(file.contains(part), "{part}\n{file}");
    }
}

#[test]
fn an_operation_file_has_the_bodies_of_errors_and_each_response_once() {
    let path = "eenvoudigfactureren/latest/operations/create_order.md";
    let file = text(files(), path);
    let (responses, calls) = file.split_once("```sh").expect("a call");
    for part in [
        "- `400`: ",
        "  - `application/json`: [ErrorBody](#errorbody)\n",
        "  - A field is missing, `application/json`: `{\"error\":\"description is required\"}`\n",
        "    ```xml\n    <data>",
    ] {
        assert!(responses.contains(part), "{part}\n{responses}");
    }
    assert!(calls.contains("\n## ErrorBody\n"), "{calls}");
    for (path, file) in operation_files() {
        let blocks = file.split("\n```").skip(1).step_by(2);
        let responses =
            blocks.filter(|block| !block.starts_with("sh") && !block.starts_with("rust"));
        let responses: Vec<_> = responses.collect();
        let once: BTreeSet<_> = responses.iter().collect();
        assert_eq!(once.len(), responses.len(), "{path}: each response once");
        let named = |block: &&str| !block.starts_with('\n');
        assert!(responses.iter().all(named), "{path}: a language");
    }
}
