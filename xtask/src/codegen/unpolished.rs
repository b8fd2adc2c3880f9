//! The code of the generators as it comes, formatted and nothing else: what polishing is measured against.

use anyhow::Context;
use syn::Item;

use super::emit::Emitted;

/// The source text of what the generators emitted for one API.
pub struct Unpolished {
    /// Client, operations and models of the document.
    pub document: String,
    /// Models of what strings of the document carry.
    pub carried: Vec<String>,
    /// The inside of the module `types` of `document`.
    pub types: String,
}

impl Unpolished {
    /// Formats what was emitted.
    pub fn new(emitted: Emitted) -> anyhow::Result<Self> {
        let types = types(&emitted.document).context("the generator emitted no module `types`")?;
        Ok(Self {
            document: printed(&emitted.document),
            carried: emitted.carried.iter().map(printed).collect(),
            types: printed(&types),
        })
    }

    /// Lines of all that users would have.
    pub fn lines(&self) -> usize {
        let texts = self.carried.iter().chain([&self.document]);
        texts.map(|text| text.lines().count()).sum()
    }
}

/// The code as text, with texts for secrets: the generators' own code puts them into requests as such, and does not
/// compile with a type that no text can be made of.
fn printed(code: &syn::File) -> String {
    prettyplease::unparse(code).replace("::sdk_runtime::Secret", "::std::string::String")
}

fn types(document: &syn::File) -> Option<syn::File> {
    let items = document.items.iter().find_map(|item| match item {
        Item::Mod(module) if module.ident == "types" => module.content.as_ref(),
        _ => None,
    });
    let (_, items) = items?;
    Some(syn::File {
        shebang: None,
        frontmatter: None,
        attrs: Vec::new(),
        items: items.clone(),
    })
}
