//! Properties whose name is nearly the name of a field. Each gives one finding. The other rules check the document with
//! the names from the tables, because otherwise they would report the same mistake again.

use openapi_document::{Diagnostic, Document};

use super::list as rules;
use super::{
    exceptions::Exceptions,
    sheet::{self, Sheet},
};
use crate::Contract;

/// A property with a misspelt name.
pub struct Renamed {
    /// The finding about it.
    pub finding: Diagnostic,
    at: String,
    expected: String,
}

/// The properties with misspelt names. A property is listed once, even if several schemas are composed of its schema.
pub fn find(contract: &Contract) -> Vec<Renamed> {
    let exceptions = Exceptions::of(contract);
    let sheets = sheet::sheets(contract, &exceptions);
    let mut found: Vec<Renamed> = Vec::new();
    for renamed in sheets.flatten().flat_map(|sheet| of(&sheet)) {
        let same =
            |known: &Renamed| known.at == renamed.at && known.finding.path == renamed.finding.path;
        if !found.iter().any(same) {
            found.push(renamed);
        }
    }
    found
}

fn of(sheet: &Sheet<'_>) -> Vec<Renamed> {
    let mut free = sheet.free_names();
    let unknown = sheet.properties.iter().filter(|(name, _)| {
        sheet.row(name).is_none() && !sheet.excused(&rules::FIELD_UNKNOWN, name)
    });
    let mut found = Vec::new();
    for (name, at) in unknown {
        let Some(expected) = openapi_lint::nearest(name, free.iter().copied()) else {
            continue;
        };
        free.retain(|other| *other != expected);
        let message = format!(
            "{} has a property `{name}`, which is not in its table",
            sheet.schema.name
        );
        let help = format!("did you mean `{expected}`?");
        found.push(Renamed {
            finding: sheet
                .document
                .diagnostic(at, &rules::FIELD_UNKNOWN, message, help),
            at: at.clone(),
            expected: expected.to_owned(),
        });
    }
    found
}

/// A copy of the contract in which the properties have the names from the tables.
pub fn corrected(contract: &Contract, renamed: &[Renamed]) -> Contract {
    let mut corrected = contract.clone();
    for Renamed {
        finding,
        at,
        expected,
    } in renamed
    {
        let carried = corrected.carried.iter_mut();
        let carried = carried.map(|carried| &mut carried.document);
        let documents = std::iter::once(&mut corrected.document).chain(carried);
        let holder = |document: &&mut Document| document.path == finding.path;
        for document in documents.filter(holder) {
            document.rename(at, expected);
        }
    }
    corrected
}

#[cfg(test)]
mod tests {
    use crate::{rules, testing};

    const SETTINGS: &str = r#"
columns = { name = "name", type = "type", required = "required" }
required = { yes = "yes", "" = "no" }
types.int = { read = { type = "integer" }, write = { type = "integer" } }
schema = [
    { name = "Made", table = "made", role = "create" },
    { name = "Remade", table = "made", role = "create" },
]
"#;
    const TABLE: &str = "name|type|required\nweight|int|yes\nheight|int|\nwidth|int|\n";
    const DOCUMENT: &str = "components:
  schemas:
    Made:
      x-evidence: inferred
      description: A.
      type: object
      required: [weight]
      example: {weight: 1}
      properties:
        weight: &int {type: integer, description: B.}
        height: *int
        width: *int
    Remade:
      x-evidence: inferred
      allOf: [{$ref: '#/components/schemas/Made'}]
paths:
  /a:
    x-schema: {$ref: '#/components/schemas/Remade'}
";

    /// The findings about schemas and examples.
    fn found(from: &str, to: &str, exceptions: &str) -> Vec<String> {
        assert!(DOCUMENT.contains(from), "{from}");
        let contract = testing::contract(&DOCUMENT.replace(from, to));
        let contract = testing::with_table(contract, "made", TABLE);
        let contract = testing::with_table(contract, "exceptions", exceptions);
        let contract = testing::with_settings(contract, SETTINGS);
        let mut found = rules::findings(&contract);
        let kinds = ["field-", "example-", "schema-"];
        found.retain(|finding| kinds.iter().any(|kind| finding.rule.starts_with(kind)));
        testing::brief(&found)
    }

    const NONE: &str = "schema|property|aspect\n";

    #[test]
    fn a_misspelt_name_is_one_finding() {
        assert_eq!(found("paths", "paths", NONE), [""; 0]);
        assert_eq!(
            found("        weight:", "        wieght:", NONE),
            ["10 field-unknown"]
        );
    }

    #[test]
    fn a_misspelt_added_property_is_one_finding() {
        let exceptions = "schema|property|aspect\nMade|colour|added\nRemade|colour|added\n";
        let to = |name: &str| format!("width: *int\n        {name}: *int");
        assert_eq!(found("width: *int", &to("colour"), exceptions), [""; 0]);
        assert_eq!(
            found("width: *int", &to("color"), exceptions),
            ["13 field-unknown"]
        );
    }

    #[test]
    fn unlike_and_excused_names_are_not_misspellings() {
        let other = found("        width:", "        colour:", NONE);
        assert_eq!(
            other,
            [
                "9 field-missing",
                "9 field-missing",
                "12 field-unknown",
                "12 field-unknown"
            ]
        );
        let exceptions = "schema|property|aspect\nMade|width|omitted\nMade|widht|added\n\
            Remade|width|omitted\nRemade|widht|added\n";
        assert_eq!(
            found("        width:", "        widht:", exceptions),
            [""; 0]
        );
    }
}
