//! The `use` block of a file. It imports what the code mentions, in the order of rustfmt.

use std::collections::{BTreeMap, BTreeSet};

use syn::visit::Visit;

use super::layout::WIDTH;
use crate::read::kind::Kind;

/// Names that a file imports, by module.
#[derive(Default)]
pub struct Imports {
    names: BTreeMap<String, BTreeSet<String>>,
    /// The crate whose module `types` contains the models, if it is not the crate of the file.
    sdk: Option<String>,
}

impl Imports {
    /// An empty block for a file whose models are in the crate `sdk`.
    pub fn of_crate(sdk: &str) -> Self {
        Self {
            sdk: Some(sdk.to_owned()),
            ..Self::default()
        }
    }

    /// Imports names of a module.
    pub fn add<'a>(&mut self, module: &str, names: impl IntoIterator<Item = &'a str>) {
        let known = self.names.entry(module.to_owned()).or_default();
        known.extend(names.into_iter().map(str::to_owned));
    }

    /// Imports the names in the type of an argument, a field or a result.
    pub fn of(&mut self, kind: &Kind) {
        match kind {
            Kind::Decimal => self.add("rust_decimal", ["Decimal"]),
            Kind::Secret => self.add("order_sdk_core", ["Secret"]),
            Kind::Scalar(scalar) => {
                for (module, name) in scalar.imports() {
                    self.add(module, [name]);
                }
            }
            Kind::Model(_) => self.types(),
            Kind::File => self.add("order_sdk_http", ["Download"]),
            Kind::List(inner) | Kind::Separated(inner) => self.of(inner),
            Kind::Other(kind) => {
                let mut models = Models(false);
                models.visit_type(kind);
                if models.0 {
                    self.types();
                }
            }
            Kind::String | Kind::Text | Kind::Primitive(_) | Kind::Unit => {}
        }
    }

    fn types(&mut self) {
        let sdk = self.sdk.clone();
        self.add(sdk.as_deref().unwrap_or("super"), ["types"]);
    }

    /// The source text of the block.
    pub fn text(&self) -> String {
        let mut lines: Vec<_> = self
            .names
            .iter()
            .map(|(module, names)| line(module, names))
            .collect();
        // rustfmt sorts `super` before other crates.
        lines.sort_by_key(|line| (!line.starts_with("use super"), line.clone()));
        lines.concat()
    }
}

fn line(module: &str, names: &BTreeSet<String>) -> String {
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    if let [name] = names.as_slice() {
        return format!("use {module}::{name};\n");
    }
    let line = format!("use {module}::{{{}}};\n", names.join(", "));
    if line.chars().count() <= WIDTH + 1 {
        return line;
    }
    let mut text = format!("use {module}::{{\n");
    let mut current = String::new();
    for name in names {
        // A line of names has four columns of indentation and ends in a comma.
        if !current.is_empty() && 4 + current.len() + 1 + name.len() + 1 > WIDTH {
            text.push_str(&format!("    {current}\n"));
            current.clear();
        }
        if !current.is_empty() {
            current.push(' ');
        }
        current.push_str(&format!("{name},"));
    }
    text.push_str(&format!("    {current}\n}};\n"));
    text
}

/// Whether a type contains a type of the module `types`.
struct Models(bool);

impl Visit<'_> for Models {
    fn visit_path(&mut self, path: &syn::Path) {
        self.0 |= path
            .segments
            .first()
            .is_some_and(|first| first.ident == "types");
        syn::visit::visit_path(self, path);
    }
}
