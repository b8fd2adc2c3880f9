//! What the columns of an API's field tables mean: `spec/<api>/fields/tables.toml`.

use std::collections::BTreeMap;

use openapi_document::Diagnostic;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::{Row, Table, rules};

/// How field tables are read, and which schema each of them describes.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableConfig {
    #[serde(default)]
    columns: BTreeMap<Meaning, String>,
    #[serde(default)]
    access: BTreeMap<String, Access>,
    #[serde(default)]
    required: BTreeMap<String, Required>,
    #[serde(default)]
    facts: BTreeMap<String, String>,
    #[serde(default)]
    types: BTreeMap<String, TypeRule>,
    /// The schemas that are checked against a table.
    #[serde(default, rename = "schema")]
    pub schemas: Vec<SchemaTable>,
}

#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd)]
#[serde(rename_all = "snake_case")]
enum Meaning {
    Name,
    Type,
    MaxLength,
    Required,
    Access,
    Min,
    Max,
    Decimals,
    Pattern,
    Values,
    Default,
    Inferred,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TypeRule {
    read: Map<String, Value>,
    write: Map<String, Value>,
}

/// A schema and the table that describes it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SchemaTable {
    /// Name of the schema.
    pub name: String,
    /// The schema file beside the document. `None` if the schema is a component of the document.
    pub file: Option<String>,
    /// Name of the table, without `.tsv`.
    pub table: String,
    /// What the schema is for.
    pub role: Role,
}

/// What a schema is for.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Responses.
    Read,
    /// The body that creates a record.
    Create,
    /// The body that changes some fields of a record.
    Update,
    /// The body that replaces a record.
    Replace,
}

/// Who may set a field, and when.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub enum Access {
    /// Only the server.
    System,
    /// Callers, at any time; the server returns it.
    ReadWrite,
    /// Callers, when they create the record.
    CreateOnly,
    /// Callers, at any time; the server never returns it.
    WriteOnly,
}

/// Whether a request that creates a record must contain a field.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub enum Required {
    /// Always.
    Yes,
    /// Never.
    No,
    /// One field of a group.
    OneOf,
}

impl Role {
    /// Whether the schema is for responses.
    pub fn reads(self) -> bool {
        self == Self::Read
    }

    /// Whether the schema lists required fields.
    pub fn requires(self) -> bool {
        matches!(self, Self::Create | Self::Replace)
    }

    /// Whether a schema of this role has the field. Write schemas do not have fields whose access is inferred.
    pub fn has(self, field: &Field) -> bool {
        match (self, field.access) {
            (Self::Create | Self::Update | Self::Replace, _) if field.access_is_inferred => false,
            (Self::Read, access) => access != Access::WriteOnly,
            (_, Access::ReadWrite | Access::WriteOnly) => true,
            (Self::Create, Access::CreateOnly) => true,
            (Self::Create, Access::System) => field.required == Required::Yes,
            _ => false,
        }
    }
}

/// A row of a field table, in terms that all APIs share.
#[derive(Debug)]
pub struct Field {
    /// Name of the property in JSON.
    pub name: String,
    /// Type as the table names it.
    pub kind: String,
    /// Who may set it.
    pub access: Access,
    /// Whether no source states who may set it.
    pub access_is_inferred: bool,
    /// Whether requests must contain it.
    pub required: Required,
    /// Schema keywords of its type, for the requested role.
    pub keywords: Map<String, Value>,
    /// Maximum length of the string, in characters.
    pub max_length: Option<Value>,
    /// Minimum of the number.
    pub min: Option<Value>,
    /// Maximum of the number.
    pub max: Option<Value>,
    /// Digits after the decimal point.
    pub decimals: Option<Value>,
    /// Regular expression for the string.
    pub pattern: Option<String>,
    /// The possible values, if they are listed.
    pub values: Vec<String>,
    /// The value that the server uses if the field is absent, as the table writes it.
    pub default: Option<String>,
    /// Extensions that repeat a cell.
    pub facts: BTreeMap<String, Option<Value>>,
}

impl TableConfig {
    /// The row of a table in terms that all APIs share, as a schema of `role` should have it.
    ///
    /// # Errors
    ///
    /// If `tables.toml` does not explain the value of a cell. The error names the cell.
    pub fn field(&self, table: &Table, row: &Row, role: Role) -> Result<Field, Diagnostic> {
        let cells = Cells {
            config: self,
            table,
            row,
        };
        let kind = cells.cell(Meaning::Type).unwrap_or_default();
        let rule = self.types.get(kind).ok_or_else(|| {
            let message = format!("no type `{kind}` in tables.toml");
            cells.wrong(
                Meaning::Type,
                message,
                "add it to [types], or correct the cell",
            )
        })?;
        Ok(Field {
            name: cells.cell(Meaning::Name).unwrap_or_default().to_owned(),
            kind: kind.to_owned(),
            access: cells.code(Meaning::Access, &self.access, Access::ReadWrite)?,
            access_is_inferred: cells.is_inferred(Meaning::Access),
            required: cells.code(Meaning::Required, &self.required, Required::No)?,
            keywords: if role.reads() {
                &rule.read
            } else {
                &rule.write
            }
            .clone(),
            max_length: cells
                .number(Meaning::MaxLength)?
                .filter(|length| *length != 0),
            min: cells.number(Meaning::Min)?,
            max: cells.number(Meaning::Max)?,
            decimals: cells.number(Meaning::Decimals)?,
            pattern: cells.text(Meaning::Pattern).map(str::to_owned),
            values: cells
                .text(Meaning::Values)
                .map(|values| values.split(',').map(str::to_owned).collect())
                .unwrap_or_default(),
            default: cells.text(Meaning::Default).map(str::to_owned),
            facts: self
                .facts
                .iter()
                .map(|(key, column)| (key.clone(), fact(table, row, column)))
                .collect(),
        })
    }

    /// The cells of a row that state something about its field, with their columns, in the order of the table. The
    /// name, empty cells and a length of 0 are omitted.
    pub fn cells<'a>(&self, table: &'a Table, row: &'a Row) -> Vec<(&'a str, &'a str)> {
        let is = |meaning: Meaning, column: &str| {
            self.columns
                .get(&meaning)
                .is_some_and(|name| name == column)
        };
        let facts = self.facts.values();
        let facts = facts.map(|column| column.strip_prefix("bool:").unwrap_or(column));
        let known: Vec<_> = self
            .columns
            .values()
            .map(String::as_str)
            .chain(facts)
            .collect();
        let columns = table.columns.iter().map(String::as_str);
        columns
            .filter(|column| known.contains(column) && !is(Meaning::Name, column))
            .map(|column| (column, table.cell(row, column)))
            .filter(|(column, cell)| {
                !(cell.is_empty() || *cell == "0" && is(Meaning::MaxLength, column))
            })
            .collect()
    }

    /// The name of a row's field.
    pub fn name<'a>(&self, table: &'a Table, row: &'a Row) -> &'a str {
        let column = self.columns.get(&Meaning::Name);
        column.map_or("", |column| table.cell(row, column))
    }
}

/// The cells of a row, by meaning.
struct Cells<'a> {
    config: &'a TableConfig,
    table: &'a Table,
    row: &'a Row,
}

impl<'a> Cells<'a> {
    fn cell(&self, meaning: Meaning) -> Option<&'a str> {
        let column = self.config.columns.get(&meaning)?;
        Some(self.table.cell(self.row, column))
    }

    fn text(&self, meaning: Meaning) -> Option<&'a str> {
        self.cell(meaning).filter(|text| !text.is_empty())
    }

    /// Whether the row lists the column of this meaning as inferred.
    fn is_inferred(&self, meaning: Meaning) -> bool {
        let column = self.config.columns.get(&meaning);
        let inferred = self.text(Meaning::Inferred).unwrap_or_default();
        column.is_some_and(|column| inferred.split(',').any(|name| name == column))
    }

    fn number(&self, meaning: Meaning) -> Result<Option<Value>, Diagnostic> {
        let Some(text) = self.text(meaning) else {
            return Ok(None);
        };
        let number = serde_json::from_str::<Value>(text).ok();
        let number = number.filter(Value::is_number).ok_or_else(|| {
            let message = format!("`{text}` is not a number");
            self.wrong(meaning, message, "write a number, or leave the cell empty")
        })?;
        Ok(Some(number))
    }

    fn code<T: Copy>(
        &self,
        meaning: Meaning,
        codes: &BTreeMap<String, T>,
        absent: T,
    ) -> Result<T, Diagnostic> {
        let Some(cell) = self.cell(meaning) else {
            return Ok(absent);
        };
        codes.get(cell).copied().ok_or_else(|| {
            let message = format!("tables.toml does not say what `{cell}` means");
            self.wrong(
                meaning,
                message,
                "explain it in tables.toml, or correct the cell",
            )
        })
    }

    fn wrong(&self, meaning: Meaning, message: String, help: &str) -> Diagnostic {
        let column = self.config.columns.get(&meaning).map_or("", String::as_str);
        self.table
            .cell_diagnostic(self.row, column, &rules::TABLE_CELL, message, help)
    }
}

/// The value that an extension should have: the cell of a column. For a column with the prefix `bool:` in
/// `tables.toml`, it is `true` if the cell is `Yes`, and absent otherwise.
fn fact(table: &Table, row: &Row, column: &str) -> Option<Value> {
    match column.strip_prefix("bool:") {
        Some(column) => (table.cell(row, column) == "Yes").then_some(Value::Bool(true)),
        None => Some(table.cell(row, column))
            .filter(|cell| !cell.is_empty())
            .map(Value::from),
    }
}
