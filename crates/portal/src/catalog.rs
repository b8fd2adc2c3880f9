//! What other programs import: `apis.json` (APIs.json), `catalog-info.yaml` (Backstage) and `llms.txt`. All addresses are
//! relative to these files, so that they work wherever the folder is served.

use std::fmt::Write as _;

use heck::ToKebabCase;

use super::{
    edition::Edition,
    ordered::{self, Mapping, Value},
    pages::{Site, prose},
    reference::Reference,
    yaml,
};

/// `apis.json`: the APIs, their documents and pages. `editions` are the latest ones.
pub fn apis_json(site: &Site, editions: &[&Edition]) -> anyhow::Result<String> {
    let apis: Vec<Value> = editions.iter().map(|edition| api(edition)).collect();
    ordered::json(&object([
        ("name", text(&site.title)),
        ("description", text(&site.summary)),
        ("type", text("Index")),
        ("url", text("apis.json")),
        ("specificationVersion", text("0.16")),
        ("apis", apis.into()),
    ]))
}

fn api(edition: &Edition) -> Value {
    let folder = format!("{}/latest", edition.api());
    let property = |kind: &str, file: &str, media: &str| {
        object([
            ("type", text(kind)),
            ("url", text(&format!("{folder}/{file}"))),
            ("mediaType", text(media)),
        ])
    };
    let mut properties = vec![
        property("OpenAPI", "openapi.yaml", "application/yaml"),
        property("OpenAPI", "openapi.json", "application/json"),
    ];
    let pages = edition.pages.iter();
    let changelog = pages.filter(|page| page.source == "CHANGELOG.md");
    properties.extend(changelog.map(|page| property("ChangeLog", &page.page, "text/html")));
    let server = ordered::at(&edition.document, "/servers/0/url");
    object([
        ("aid", text(edition.api())),
        ("name", text(&edition.title)),
        ("description", text(edition.summary())),
        ("humanURL", text(&format!("{folder}/index.html"))),
        ("baseURL", server.cloned().unwrap_or(Value::Null)),
        ("version", text(&edition.version)),
        ("properties", properties.into()),
    ])
}

/// `llms.txt`: where language models find each operation as Markdown.
pub fn llms_txt(site: &Site, editions: &[&Edition]) -> String {
    let mut text = format!("# {}\n\n> {}\n", site.title, prose::plain(&site.summary));
    for edition in editions {
        let folder = format!("{}/latest", edition.api());
        let _ = write!(text, "\n## {}\n\n", edition.title);
        let _ = writeln!(text, "- [Document]({folder}/openapi.yaml): OpenAPI 3.0.3");
        let reference = Reference::of(edition);
        for section in &reference.sections {
            let _ = writeln!(text, "- {}", section.link(&format!("{folder}/")));
        }
        for operation in reference.operations() {
            let (title, file) = (operation.title(), operation.file());
            let _ = writeln!(text, "- [{}]({folder}/{file}): {title}", operation.id);
        }
    }
    text
}

/// `catalog-info.yaml`: an API entity for each API, whose definition is the document itself.
pub fn backstage(editions: &[&Edition]) -> String {
    let entities = editions.iter().map(|edition| {
        let folder = format!("./{}/latest", edition.api());
        let definition = object([("$text", text(&format!("{folder}/openapi.yaml")))]);
        let metadata = object([
            ("name", text(&edition.api().replace('_', "-"))),
            ("title", text(&edition.title)),
            ("description", text(edition.summary())),
        ]);
        let spec = object([
            ("type", text("openapi")),
            ("lifecycle", text(lifecycle(&edition.version))),
            ("owner", text(&owner(edition))),
            ("definition", definition),
        ]);
        yaml::write(&object([
            ("apiVersion", text("backstage.io/v1alpha1")),
            ("kind", text("API")),
            ("metadata", metadata),
            ("spec", spec),
        ]))
    });
    entities.collect::<Vec<_>>().join("---\n")
}

/// The owner of the document, in the form of Backstage.
fn owner(edition: &Edition) -> String {
    let name = ordered::at(&edition.document, "/info/contact/name");
    let name = name.and_then(Value::as_str).unwrap_or("unknown");
    name.to_kebab_case()
}

fn lifecycle(version: &str) -> &str {
    if version.starts_with("0.") {
        "experimental"
    } else {
        "production"
    }
}

fn text(text: &str) -> Value {
    prose::plain(text).into()
}

fn object<const N: usize>(members: [(&str, Value); N]) -> Value {
    let members = members.map(|(key, value)| (Value::from(key), value));
    members.into_iter().collect::<Mapping>().into()
}
