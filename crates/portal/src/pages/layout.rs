//! What every page has: head, bar with links, main part.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::Site;
use crate::edition::Edition;

/// The forms of a document, and what the bar calls them.
const DOWNLOADS: [(&str, &str); 3] = [
    ("openapi.yaml", "YAML"),
    ("openapi.json", "JSON"),
    ("openapi-3.1.json", "3.1"),
];

/// The edition that a page belongs to, and which of its pages it is.
pub struct Here<'a> {
    /// The edition.
    pub edition: &'a Edition,
    /// The page, relative to the folder of the edition.
    pub page: &'a str,
}

/// A page; `root` leads from it to the root of the site.
pub fn page(
    site: &Site,
    title: &str,
    root: &str,
    here: Option<&Here<'_>>,
    content: &Markup,
) -> String {
    let full = match here {
        Some(here) => {
            let edition = here.edition;
            format!("{title} · {} {}", edition.title, edition.shown_version())
        }
        None if title == site.title => title.to_owned(),
        None => format!("{title} · {}", site.title),
    };
    html! {
        (DOCTYPE)
        html lang="en" {
            (head(&full, root))
            body {
                a.skip href="#main" { "Skip to the content" }
                (bar(site, root, here))
                main #main tabindex="-1" { (content) }
            }
        }
    }
    .into_string()
}

/// The head of a page.
pub fn head(title: &str, root: &str) -> Markup {
    html! {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="color-scheme" content="light dark";
            title { (title) }
            link rel="icon" type="image/svg+xml" href=(format!("{root}assets/icon.svg"));
            link rel="stylesheet" href=(format!("{root}assets/site.css"));
        }
    }
}

/// The bar: the site, and the pages of the edition.
pub fn bar(site: &Site, root: &str, here: Option<&Here<'_>>) -> Markup {
    html! {
        header.bar {
            a.home href=(format!("{root}index.html")) { (site.title) }
            @if let Some(here) = here {
                nav aria-label=(here.edition.title) {
                    span.edition { (here.edition.title) " " span.version { (here.edition.shown_version()) } }
                    @for (page, name) in links(here.edition) {
                        a href=(format!("{}{page}", up(here.page)))
                            aria-current=[current(page, here.page)] { (name) }
                    }
                }
                nav.downloads aria-label="Downloads" {
                    @for (file, name) in DOWNLOADS {
                        a href=(format!("{}{file}", up(here.page))) { (name) }
                    }
                }
            }
        }
    }
}

/// The `aria-current` of a link: `page` if it leads to this page, `true` if it leads to the list with this page.
fn current(link: &str, page: &str) -> Option<&'static str> {
    let list = link
        .strip_suffix("index.html")
        .filter(|folder| !folder.is_empty());
    match list {
        _ if link == page => Some("page"),
        Some(folder) if page.starts_with(folder) => Some("true"),
        _ => None,
    }
}

/// The pages of an edition, and what the bar calls them.
fn links(edition: &Edition) -> Vec<(&str, String)> {
    let mut links = vec![("index.html", "Reference".to_owned())];
    if !edition.contract.fields.is_empty() {
        links.push(("fields/index.html", "Field tables".to_owned()));
    }
    for page in &edition.pages {
        links.push((&page.page, page.name()));
    }
    links
}

/// From a page to the folder of its edition.
fn up(page: &str) -> String {
    "../".repeat(page.matches('/').count())
}

/// Prose in a column that is easy to read.
pub fn article(html: &str) -> Markup {
    html! { article.prose { (PreEscaped(html)) } }
}
