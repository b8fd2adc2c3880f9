//! Prints the names of the fields of each model. The runtime uses them to recognise responses and requests before it
//! reads them.

use super::{
    imports::Imports,
    layout::{WIDTH, indent, literal},
};
use crate::models::model::{Model, Models};

/// The text of the file, without its heading.
pub fn file(models: &Models) -> String {
    let mut imports = Imports::default();
    if !models.models.is_empty() {
        imports.add("order_sdk_core", ["Model"]);
        imports.add("super", ["types"]);
    }
    let models = models.models.values().map(names);
    imports.text() + &models.collect::<String>()
}

fn names(model: &Model) -> String {
    let fields = model.fields.iter();
    let names = fields.flat_map(|field| std::iter::once(&field.wire).chain(&field.aliases));
    let mut lines = vec![String::new()];
    for name in names.map(|name| literal(name)) {
        let line = lines.last_mut().filter(|line| {
            indent(2).len() + line.chars().count() + name.chars().count() + 2 <= WIDTH
        });
        match line {
            Some(line) if line.is_empty() => *line = format!("{name},"),
            Some(line) => *line += &format!(" {name},"),
            None => lines.push(format!("{name},")),
        }
    }
    let lines = lines.iter().filter(|line| !line.is_empty());
    let lines: String = lines.map(|line| format!("{}{line}\n", indent(2))).collect();
    format!(
        "\nimpl Model for types::{} {{\n{1}const FIELDS: &'static [&'static str] = &[\n{lines}{1}];\n}}\n",
        model.ident,
        indent(1)
    )
}
