//! The code of the generators, formatted and otherwise unchanged: what generated code is measured against. It is emitted
//! in the builder style, which users of progenitor know.

use super::emit::Emitted;

/// The source text of what the generators emitted for one API.
pub struct Unpolished {
    /// Client, operations and models of the document.
    pub document: String,
    /// Models of what strings of the document carry.
    pub carried: Vec<String>,
}

impl Unpolished {
    /// Formats what was emitted.
    pub fn new(emitted: &Emitted) -> Self {
        Self {
            document: printed(&emitted.document),
            carried: emitted.carried.iter().map(printed).collect(),
        }
    }

    /// Lines of all that users would have.
    pub fn lines(&self) -> usize {
        let texts = self.carried.iter().chain([&self.document]);
        texts.map(|text| text.lines().count()).sum()
    }
}

fn printed(code: &syn::File) -> String {
    prettyplease::unparse(code)
}
