//! Compares each schema as a whole with its table: which properties it has, in which order, and which are required.
//! The module `fields` compares each property with its row.

use openapi_document::{Diagnostic, Position};

use super::list as rules;
use super::{
    exceptions::Exceptions,
    fields,
    order::misplaced,
    required,
    sheet::{Sheet, sheets},
};
use crate::Contract;

/// Tables that do not describe a schema.
const OTHER_TABLES: [&str; 3] = ["exceptions", "operations", "parameters"];

/// All findings of the rules that compare schemas with tables.
pub fn findings(contract: &Contract) -> Vec<Diagnostic> {
    let exceptions = Exceptions::of(contract);
    let mut found = Vec::new();
    for sheet in sheets(contract, &exceptions) {
        match sheet {
            Err(finding) => found.push(finding),
            Ok(sheet) => {
                found.extend(missing(&sheet));
                found.extend(unknown(&sheet));
                found.extend(order(&sheet));
                found.extend(required::findings(&sheet));
                found.extend(fields::findings(&sheet));
            }
        }
    }
    found.extend(unused_tables(contract));
    found.extend(exceptions.findings(contract));
    found
}

fn unused_tables(contract: &Contract) -> Vec<Diagnostic> {
    let used = |name: &str| {
        let mut schemas = contract.tables.schemas.iter();
        OTHER_TABLES.contains(&name) || schemas.any(|schema| schema.table == name)
    };
    let unused = contract.fields.iter().filter(|(name, _)| !used(name));
    unused
        .map(|(_, table)| Diagnostic {
            path: table.path.clone(),
            position: Position::FILE,
            length: 0,
            severity: rules::TABLE_UNUSED.severity,
            rule: rules::TABLE_UNUSED.id.into(),
            message: "no schema is checked against this table".into(),
            help: "name the table in a [[schema]] of tables.toml, or remove it".into(),
        })
        .collect()
}

fn missing(sheet: &Sheet<'_>) -> Vec<Diagnostic> {
    let schema = &sheet.schema.name;
    let absent = sheet.absent();
    absent
        .filter_map(|(field, row)| {
            let message = format!(
                "{schema} has no property `{}`, which {} lists",
                field.name,
                sheet.source(row)
            );
            sheet.finding(
                &rules::FIELD_MISSING,
                &field.name,
                &sheet.keyword("properties"),
                message,
            )
        })
        .collect()
}

/// Properties that are not in the table, or that a schema of this role must not have.
fn unknown(sheet: &Sheet<'_>) -> Vec<Diagnostic> {
    let schema = &sheet.schema.name;
    let mut found = Vec::new();
    for (name, at) in &sheet.properties {
        let finding = match sheet.row(name) {
            None => {
                let table = sheet.table.path.display();
                let message = format!("{schema} has a property `{name}`, which is not in {table}");
                sheet.finding(&rules::FIELD_UNKNOWN, name, at, message)
            }
            Some((field, row)) if !sheet.schema.role.has(field) => {
                let message = format!(
                    "{schema} has a property `{name}`, but the access in {} excludes it from this schema",
                    sheet.source(row)
                );
                sheet.finding(&rules::FIELD_ACCESS, name, at, message)
            }
            Some(_) => None,
        };
        found.extend(finding);
    }
    found
}

fn order(sheet: &Sheet<'_>) -> Vec<Diagnostic> {
    let rank = |name: &str| sheet.rows.iter().position(|(field, _)| field.name == name);
    let ranked: Vec<_> = sheet
        .properties
        .iter()
        .filter_map(|(name, at)| Some((rank(name)?, name, at)))
        .collect();
    let ranks: Vec<_> = ranked.iter().map(|(rank, ..)| *rank).collect();
    let out_of_place = misplaced(&ranks).into_iter().map(|index| ranked[index]);
    out_of_place
        .filter_map(|(rank, name, at)| {
            let message = format!(
                "`{name}` of {} is out of order compared with its table ({})",
                sheet.schema.name,
                sheet.source(sheet.rows[rank].1)
            );
            sheet.finding(&rules::FIELD_ORDER, name, at, message)
        })
        .collect()
}
