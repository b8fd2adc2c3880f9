//! The code of the generators, formatted and otherwise unchanged. Measurements compare the generated code with it. It
//! is emitted in the builder style, which users of progenitor know.

use super::emit::Emitted;

/// The source text of what the generators emitted for one API.
pub struct Unpolished {
    /// Client, operations and models of the document.
    pub document: String,
    /// Models of content inside strings of the document.
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

    /// The number of lines that users would have in total.
    pub fn lines(&self) -> usize {
        let texts = self.carried.iter().chain([&self.document]);
        texts.map(|text| text.lines().count()).sum()
    }
}

fn printed(code: &syn::File) -> String {
    prettyplease::unparse(code)
}
