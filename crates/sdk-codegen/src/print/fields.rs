//! Prints the modules that the setting `[fields]` names: a constant for each field of a model.

use anyhow::Context;
use contract::Contract;
use syn::Ident;

use super::{
    docs::{comment, text},
    file,
    imports::Imports,
    layout::{WIDTH, indent, literal},
};
use crate::{
    GeneratedFile,
    models::model::{Model, ModelField, Models},
    names,
};

/// The modules of the generated code, and the names that its root imports.
pub const MODULES: [&str; 8] = [
    "calls",
    "client",
    "field_names",
    "json",
    "test_util",
    "types",
    "validation",
    "xml",
];

/// The file of each module.
///
/// # Errors
///
/// If the document has no such model.
pub fn files(contract: &Contract, models: &Models) -> anyhow::Result<Vec<GeneratedFile>> {
    let settings = contract.codegen.fields.iter();
    settings
        .map(|(module, schema)| {
            let model = models.models.get(&names::model(schema));
            let model = model.with_context(|| {
                format!("{module} in `[fields]`: {schema} did not become a model")
            })?;
            let title = format!(
                "The fields of [`{0}`](super::types::{0}) by name, for the arguments of operations that \
                 return lists.",
                model.ident
            );
            let text = constants(model);
            Ok(file(contract, &contract.name, module, &title, &text))
        })
        .collect()
}

fn constants(model: &Model) -> String {
    let mut imports = Imports::default();
    imports.add("crate", ["Field"]);
    model
        .fields
        .iter()
        .for_each(|field| imports.of(&field.kind));
    let constants: String = model.fields.iter().map(constant).collect();
    imports.text() + &constants
}

fn constant(field: &ModelField) -> String {
    let name = constant_name(&field.ident.to_string());
    let docs = comment(0, &first_paragraph(&field.docs));
    let kind = field.kind.in_calls();
    let declared = format!("pub const {name}: Field<{kind}> =");
    let value = format!("Field::new({});\n", literal(&field.wire));
    let line = format!("{declared} {value}");
    let constant = if line.chars().count() <= WIDTH + 1 {
        line
    } else {
        format!("{declared}\n{}{value}", indent(1))
    };
    format!("\n{docs}{constant}")
}

/// The name of the field in capitals. No keyword is in capitals, so the name of a keyword loses its underscore.
fn constant_name(field: &str) -> String {
    let keyword = field.strip_suffix('_');
    let keyword = keyword.filter(|keyword| syn::parse_str::<Ident>(keyword).is_err());
    keyword.unwrap_or(field).to_uppercase()
}

fn first_paragraph(docs: &[String]) -> String {
    let docs = text(docs);
    let lines = docs.lines().take_while(|line| !line.trim().is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use crate::{generate, testing};

    const DOCUMENT: &str = "openapi: 3.0.3
info: { title: Shop, version: 1.0.0 }
paths:
  /things:
    get:
      operationId: list_things
      responses:
        '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } }
components:
  schemas:
    Thing:
      type: object
      properties:
        type: { type: string, maxLength: 9, description: \"What it is,\\nin a word.\\n\\nNot the name.\" }
        Content-Range: { type: string }
        parts: { type: array, items: { $ref: '#/components/schemas/Part' } }
        made: { type: string, format: date, description: When it was made. }
    Part: { type: object, properties: { nr: { type: integer, format: int64 } } }
    Word: { type: string }
";

    /// The source text of the module `thing_fields` and of its parent module, or the error.
    fn generated(module: &str, schema: &str) -> Result<[String; 2], String> {
        let mut contract = testing::contract(DOCUMENT);
        contract.codegen.fixups = vec!["limits".into(), "optional_lists".into()];
        contract.codegen.fields = [(module.to_owned(), schema.to_owned())].into();
        let files = generate(&contract).map_err(|error| format!("{error:#}"))?;
        Ok(["thing_fields.rs", "mod.rs"].map(|name| {
            let mut files = files.iter();
            let file = files.find(|file| file.path.ends_with(format!("shop/src/generated/{name}")));
            file.map_or_else(String::new, |file| file.text.clone())
        }))
    }

    #[test]
    fn each_property_is_a_constant_with_its_type_and_the_first_paragraph_about_it() {
        let [fields, root] = generated("thing_fields", "Thing").expect("generated");
        let (head, constants) = fields.split_once("\n\nuse ").expect("imports");
        assert!(head.starts_with("//! The fields of [`Thing`](super::types::Thing) by name"));
        let expected = "super::types;
use chrono::NaiveDate;
use crate::Field;

/// What it is, in a word.
pub const TYPE: Field<String> = Field::new(\"type\");

/// `Content-Range`.
pub const CONTENT_RANGE: Field<String> = Field::new(\"Content-Range\");

/// `parts`.
pub const PARTS: Field<Vec<types::Part>> = Field::new(\"parts\");

/// When it was made.
pub const MADE: Field<NaiveDate> = Field::new(\"made\");
";
        assert_eq!(constants, expected);
        assert!(root.contains("pub mod thing_fields;\n"), "{root}");
    }
}
