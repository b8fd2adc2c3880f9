//! The reference of an API: the document as Scalar shows it.

use maud::{DOCTYPE, html};

use super::{Site, layout};
use crate::publish::{
    edition::Edition,
    ordered::{self, Value},
};

/// The page; the document comes from `reference.js` beside it, so that it can be opened from a disk.
pub fn page(edition: &Edition, site: &Site) -> String {
    let here = layout::Here {
        edition,
        page: "index.html",
    };
    let title = format!("{} {}", edition.title, edition.shown_version());
    html! {
        (DOCTYPE)
        html lang="en" {
            (layout::head(&title, "../../"))
            body.reference {
                (layout::bar(site, "../../", Some(&here)))
                div #reference {}
                noscript {
                    main.prose { p {
                        "The reference needs JavaScript. The same is in "
                        a href="openapi.yaml" { "openapi.yaml" } "."
                    } }
                }
                script src="../../assets/scalar.js" {}
                script src="../../assets/reference.js" {}
                script src="reference.js" {}
            }
        }
    }
    .into_string()
}

/// `reference.js`: the document, handed to the script of all references.
pub fn script(document: &Value) -> anyhow::Result<String> {
    Ok(format!(
        "showReference({});\n",
        ordered::json(document)?.trim_end()
    ))
}
