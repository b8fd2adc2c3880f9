//! The reference of an API: the document as Scalar shows it.

use maud::{DOCTYPE, html};
use openapi_document::{Kind, Slot};

use super::{Site, layout};
use crate::{
    edition::Edition,
    markdown,
    ordered::{self, Value},
};

/// Members that hold an address, which the reference shows as a link.
const ADDRESSES: [&str; 6] = [
    "url",
    "termsOfService",
    "authorizationUrl",
    "tokenUrl",
    "refreshUrl",
    "openIdConnectUrl",
];

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

/// `reference.js`: the document, handed to the script of all references, with harmless texts and links alone.
pub fn script(document: &Value) -> anyhow::Result<String> {
    let mut document = document.clone();
    defuse(&mut document, Slot::Object(Kind::Root));
    let json = ordered::json(&document)?;
    // Then no text of the document looks like HTML, wherever a host or a browser might read it as such.
    let json = json.trim_end().replace('<', "\\u003c");
    Ok(format!("showReference({json});\n"))
}

/// Takes HTML and harmful links from descriptions, and harmful addresses from links, in what is in `slot`.
fn defuse(value: &mut Value, slot: Slot) {
    if let Value::Sequence(items) = value {
        let slot = slot.member("");
        items.iter_mut().for_each(|item| defuse(item, slot));
        return;
    }
    for (name, member) in ordered::members_mut(value) {
        let inner = slot.member(name);
        // Pages show what is in extensions, too; an example is shown as it is.
        let is_instance = inner == Slot::Data && slot != Slot::Data && !name.starts_with("x-");
        if is_instance && !member.is_string() {
            continue;
        }
        let new = member.as_str().and_then(|text| match name {
            "description" => Some(markdown::without_html(text)),
            _ if ADDRESSES.contains(&name) && !markdown::is_harmless(text) => Some("#".to_owned()),
            _ => None,
        });
        match new {
            Some(new) => *member = new.into(),
            None => defuse(member, inner),
        }
    }
}
