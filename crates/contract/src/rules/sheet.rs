//! A schema and the table that describes it. The rules about fields compare the two.

use openapi_document::{Diagnostic, Document, Position, Rule, pointer};
use serde_json::Value;

use super::exceptions::{self, Exceptions};
use super::list as rules;
use crate::{Contract, Field, Row, SchemaTable, Table};

/// A schema and its table.
pub struct Sheet<'a> {
    /// The schema's name, table and role.
    pub schema: &'a SchemaTable,
    /// The document that contains the schema.
    pub document: &'a Document,
    /// The properties in the order of the document, each with its pointer.
    pub properties: Vec<(String, String)>,
    /// The rows of the table, each as a field of the schema's role.
    pub rows: Vec<(Field, &'a Row)>,
    at: String,
    /// The table.
    pub table: &'a Table,
    exceptions: &'a Exceptions<'a>,
}

impl Sheet<'_> {
    /// A finding about `property`, unless an exception excuses it.
    pub fn finding(
        &self,
        rule: &Rule,
        property: &str,
        at: &str,
        message: String,
    ) -> Option<Diagnostic> {
        self.finding_of(rule, property, at, None, message)
    }

    /// A finding about what a keyword of `property` states, unless an exception excuses it.
    pub fn finding_of(
        &self,
        rule: &Rule,
        property: &str,
        at: &str,
        stated: Option<&Value>,
        message: String,
    ) -> Option<Diagnostic> {
        let schema = &self.schema.name;
        if self.exceptions.excuse(schema, property, rule, stated) {
            return None;
        }
        let help = match exceptions::aspect(rule) {
            Some(aspect) => format!(
                "make the schema follow the table, or excuse it in exceptions.tsv with the aspect `{aspect}`"
            ),
            None => "make the schema follow the table".into(),
        };
        Some(self.document.diagnostic(at, rule, message, help))
    }

    /// Whether an exception excuses `property` from `rule`.
    pub fn excused(&self, rule: &Rule, property: &str) -> bool {
        self.exceptions
            .excuse(&self.schema.name, property, rule, None)
    }

    pub fn has(&self, property: &str) -> bool {
        self.properties.iter().any(|(name, _)| name == property)
    }

    /// The fields that the schema should have but does not have.
    pub fn absent(&self) -> impl Iterator<Item = &(Field, &Row)> {
        let is_absent = |field: &Field| self.schema.role.has(field) && !self.has(&field.name);
        self.rows.iter().filter(move |(field, _)| is_absent(field))
    }

    /// The names of properties that the schema should or may have but does not have.
    pub fn free_names(&self) -> Vec<&str> {
        let absent = self.absent().map(|(field, _)| field.name.as_str());
        let expected = absent.filter(|name| !self.excused(&rules::FIELD_MISSING, name));
        let added = self.exceptions.added(&self.schema.name).into_iter();
        expected
            .chain(added.filter(|name| !self.has(name)))
            .collect()
    }

    /// The value of a keyword of the schema itself.
    pub fn value(&self, keyword: &str) -> Option<&Value> {
        self.document.at(&locate(self.document, &self.at, keyword)?)
    }

    /// The file and line of a row, for messages.
    pub fn source(&self, row: &Row) -> String {
        format!("{}:{}", self.table.path.display(), row.line)
    }

    /// The row of a property.
    pub fn row(&self, property: &str) -> Option<&(Field, &Row)> {
        self.rows.iter().find(|(field, _)| field.name == property)
    }

    /// The pointer to a keyword of the schema itself, or to the schema if it does not have the keyword.
    pub fn keyword(&self, keyword: &str) -> String {
        locate(self.document, &self.at, keyword).unwrap_or_else(|| self.at.clone())
    }
}

/// The schemas that have a table, each with its table. A finding if the schema or the table does not exist.
pub fn sheets<'a>(
    contract: &'a Contract,
    exceptions: &'a Exceptions<'a>,
) -> impl Iterator<Item = Result<Sheet<'a>, Diagnostic>> {
    let schemas = contract.tables.schemas.iter();
    schemas.map(|schema| sheet(contract, schema, exceptions))
}

fn sheet<'a>(
    contract: &'a Contract,
    schema: &'a SchemaTable,
    exceptions: &'a Exceptions<'a>,
) -> Result<Sheet<'a>, Diagnostic> {
    let table = contract.fields.get(&schema.table);
    let table = table.ok_or_else(|| no_table(contract, schema))?;
    let place = match &schema.file {
        None => {
            let at = pointer::of(["components", "schemas", &schema.name]);
            let exists = contract.document.at(&at).is_some();
            exists.then_some((&contract.document, at))
        }
        Some(file) => {
            let carried = contract.carried.iter().find(|schema| schema.file == *file);
            carried.map(|carried| (&carried.document, String::new()))
        }
    };
    let (document, at) = place.ok_or_else(|| no_schema(contract, schema))?;
    let properties = properties(document, &at);
    let rows = table
        .rows
        .iter()
        .map(|row| Ok((contract.tables.field(table, row, schema.role)?, row)))
        .collect::<Result<_, _>>()?;
    Ok(Sheet {
        schema,
        document,
        properties,
        rows,
        at,
        table,
        exceptions,
    })
}

/// The properties of a schema and of those it is composed of: their names and pointers.
fn properties(document: &Document, at: &str) -> Vec<(String, String)> {
    let lists = document.composed(at).into_iter();
    let lists = lists.map(|at| pointer::child(&at, "properties"));
    let named = |list: String| {
        let names = document.keys(&list).iter();
        names.map(move |name| (name.clone(), pointer::child(&list, name)))
    };
    lists.flat_map(named).collect()
}

/// The pointer to a keyword of the schema at `at`, or of a schema that it refers to or is composed of.
pub fn locate(document: &Document, at: &str, keyword: &str) -> Option<String> {
    let schemas = document.composed(at).into_iter();
    let mut places = schemas.map(|at| pointer::child(&at, keyword));
    places.find(|at| document.at(at).is_some())
}

fn no_schema(contract: &Contract, schema: &SchemaTable) -> Diagnostic {
    let message = match &schema.file {
        Some(file) => format!("no `x-columns` of a string schema names the file {file}"),
        None => format!("the document has no schema {}", schema.name),
    };
    contract.document.diagnostic(
        "/components/schemas",
        &rules::SCHEMA_MISSING,
        format!("{message}, which {}.tsv describes", schema.table),
        "add the schema, or remove it from tables.toml",
    )
}

fn no_table(contract: &Contract, schema: &SchemaTable) -> Diagnostic {
    let fields = contract.folder().join("fields");
    Diagnostic {
        path: fields.join("tables.toml"),
        position: Position::FILE,
        length: 0,
        severity: rules::TABLE_MISSING.severity,
        rule: rules::TABLE_MISSING.id.into(),
        message: format!(
            "the schema {} is described by the table `{table}`, but there is no {}/{table}.tsv",
            schema.name,
            fields.display(),
            table = schema.table
        ),
        help: "add the table, or correct its name in tables.toml".into(),
    }
}
