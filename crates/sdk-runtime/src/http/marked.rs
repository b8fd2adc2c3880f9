//! Finds errors in answers whose status says that all went well.

use serde_json::{Map, Value};

use super::{
    Errors,
    message::{Told, element, is_html, read, told},
};

/// How long a body may be that is looked through for errors nobody documented.
const LONGEST_ERROR: usize = 4 << 10;
/// How many members an envelope has at most: rows, their range, and one more.
const ENVELOPE: usize = 3;

/// What a body says that is an error by its members, whatever its status; none where it is no error.
pub(super) fn marked(body: &[u8], errors: &Errors, envelope: Option<&str>) -> Option<Told> {
    if errors.marker.is_empty() {
        return None;
    }
    let text = String::from_utf8_lossy(body);
    let start = text.trim_start();
    if start.starts_with('<') {
        return (!is_html(start)).then(|| xml_marked(start, errors))?;
    }
    // Almost no answer has the names of all members, which is cheaper to see than to parse it once more.
    let named = |name: &&str| text.contains(&format!("\"{name}\""));
    let by_marker = errors.marker.iter().all(named);
    let by_name = || {
        ["\"error", "\"Error", "\"ERROR"]
            .iter()
            .any(|name| text.contains(name))
    };
    if !by_marker && (text.len() > LONGEST_ERROR || !by_name()) {
        return None;
    }
    let value: Value = serde_json::from_str(&text).ok()?;
    let records = records(&value, errors, envelope);
    let mut faulty = records.iter().filter(|record| is_faulty(record, errors));
    let first = faulty.next()?;
    Some(Told {
        alone: faulty.count() + 1 == records.len() && says_nothing_else(first, errors),
        ..told(first, errors)
    })
}

/// What may be an error in a body: itself, or each record where it is made of records.
fn records<'a>(
    value: &'a Value,
    errors: &Errors,
    envelope: Option<&str>,
) -> Vec<&'a Map<String, Value>> {
    match value {
        Value::Array(rows) => rows.iter().filter_map(Value::as_object).collect(),
        Value::Object(members) => {
            if let Some(rows) = envelope.and_then(|name| rows_in(members.get(name)?)) {
                let beside = Some(members).filter(|_| is_beside(members, &rows, errors));
                return rows.into_iter().chain(beside).collect();
            }
            let mut rows = members
                .values()
                .filter(|member| member.is_array())
                .filter_map(rows_in)
                .filter(|rows| !rows.is_empty());
            // One word alone, such as error, may be in a list that is no error.
            let is_telling = envelope.is_some() || errors.marker.len() > 1;
            let most = if is_telling { ENVELOPE } else { 1 };
            match rows.next().filter(|_| members.len() <= most) {
                Some(rows) => rows,
                None => vec![members],
            }
        }
        _ => Vec::new(),
    }
}

/// The records that a member is: a list of nothing else, or the only one, without the list around it.
fn rows_in(member: &Value) -> Option<Vec<&Map<String, Value>>> {
    match member {
        Value::Array(rows) => rows.iter().map(Value::as_object).collect(),
        Value::Object(row) if row.is_empty() => Some(Vec::new()),
        Value::Object(row) => Some(vec![row]),
        _ => None,
    }
}

/// Whether an envelope says that something went wrong, beside the records in it.
fn is_beside(members: &Map<String, Value>, rows: &[&Map<String, Value>], errors: &Errors) -> bool {
    let code = errors.code.and_then(|name| members.get(name));
    let is_error = match rows.is_empty() {
        true => is_faulty(members, errors),
        // Records come with other words that are no error as well.
        false => has_marker(members, errors),
    };
    is_error && !code.is_some_and(is_fine)
}

fn is_faulty(record: &Map<String, Value>, errors: &Errors) -> bool {
    has_marker(record, errors) || is_error(record)
}

fn has_marker(record: &Map<String, Value>, errors: &Errors) -> bool {
    let has = |name: &&str| record.get(*name).is_some_and(is_said);
    errors.marker.iter().all(has)
}

/// Whether a word or a code says that all is well.
pub(super) fn is_fine(value: &Value) -> bool {
    match value {
        Value::String(text) => {
            let text = text.trim().to_ascii_lowercase();
            let is_word = matches!(text.as_str(), "ok" | "success" | "created");
            is_word || matches!(text.parse(), Ok(200..=299))
        }
        Value::Number(number) => number
            .as_f64()
            .is_some_and(|code| (200.0..300.0).contains(&code)),
        _ => false,
    }
}

/// Whether a record has the members of an error alone.
fn says_nothing_else(record: &Map<String, Value>, errors: &Errors) -> bool {
    let mut names = record.keys();
    let usual = &["errors", "code"];
    let known = [errors.marker, errors.message, Errors::USUAL.message, usual].concat();
    names.all(|name| known.contains(&name.as_str()) || errors.code == Some(name.as_str()))
}

/// Whether a body that says little else says that something is an error. A service that hides errors behind a status of
/// success does so in more ways than the one that is documented.
fn is_error(members: &Map<String, Value>) -> bool {
    let names_one = |(name, value): (&String, &Value)| {
        let is_so = |known: &&str| name.eq_ignore_ascii_case(known);
        ["error", "errors"].iter().any(is_so) && is_said(value)
    };
    members.len() <= 3 && members.iter().any(names_one)
}

fn xml_marked(text: &str, errors: &Errors) -> Option<Told> {
    let (first, rest) = errors.marker.split_first()?;
    element(text, &[first]).filter(|said| said != "0")?;
    rest.iter()
        .all(|name| element(text, &[name]).is_some())
        .then(|| read(text.as_bytes(), errors))
}

/// Whether a member says something. A 0 does not: it is a count of errors, or the code of none.
pub(super) fn is_said(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => false,
        Value::String(text) => !matches!(text.trim(), "" | "0"),
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::Array(items) => !items.is_empty(),
        Value::Object(members) => !members.is_empty(),
        Value::Bool(true) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ERROR: Errors = Errors::EXAMPLE;
    const CODES: Errors = Errors {
        marker: &["Code", "Message"],
        message: &["Description", "Message"],
        code: Some("Code"),
    };

    #[test]
    fn a_message_is_found_in_and_out_of_an_envelope() {
        let bare = r#"{"Code":"400","Message":"Bad Request","Description":"no type"}"#;
        for body in [
            bare.to_owned(),
            format!(r#"{{"RecordChanges":[{bare}]}}"#),
            format!("[{bare}]"),
        ] {
            let told = marked(body.as_bytes(), &CODES, Some("RecordChanges")).expect("an error");
            assert_eq!(told.message.as_deref(), Some("no type"), "{body}");
            assert_eq!(told.code.as_deref(), Some("400"), "{body}");
        }
    }

    #[test]
    fn an_error_beside_something_else_is_not_alone() {
        let alone = |body: &str, errors, envelope| {
            let told = marked(body.as_bytes(), errors, envelope);
            told.map(|told| told.alone)
        };
        let records = Some("RecordChanges");
        for (body, errors, envelope, expected) in [
            (r#"{"error":"no"}"#, &ERROR, None, Some(true)),
            (r#"{"code":400,"error":"no"}"#, &ERROR, None, Some(true)),
            (r#"{"order_id":1,"error":"no"}"#, &ERROR, None, Some(false)),
            (
                r#"{"order_id":1,"errors":["no"]}"#,
                &ERROR,
                None,
                Some(false),
            ),
            (
                r#"{"order_id":1,"success":"order created","errors":0}"#,
                &ERROR,
                None,
                None,
            ),
            (
                r#"{"order_id":1,"warnings":[{"error":"no"}]}"#,
                &ERROR,
                None,
                None,
            ),
            (
                r#"[{"Code":"400","Message":"a"},{"Code":"400","Message":"b"}]"#,
                &CODES,
                records,
                Some(true),
            ),
            (
                r#"{"RecordChanges":[{"Id":5},{"Code":"400","Message":"b"}]}"#,
                &CODES,
                records,
                Some(false),
            ),
            (
                r#"{"Content-Range":"a","RecordChanges":[{"Code":"1","Message":"m"}],"Extra":1}"#,
                &CODES,
                records,
                Some(true),
            ),
        ] {
            assert_eq!(alone(body, errors, envelope), expected, "{body}");
        }
    }

    #[test]
    fn what_is_no_error_is_not_marked() {
        for body in [
            r#"{"success":"order created","order_id":1}"#,
            r#"{"error":null,"order_id":1}"#,
            r#"{"error":"","order_id":1}"#,
            r#"{"error":0,"message":"order created"}"#,
            r#"{"error":"0","message":"order created"}"#,
            r#"{"note":"\"error\""}"#,
            r#"[{"order_id":1,"note":"error"}]"#,
            "<data><success>order created</success></data>",
            "",
        ] {
            assert_eq!(marked(body.as_bytes(), &ERROR, None), None, "{body}");
        }
        let other = br#"{"Error":{"Code":"400","Description":"no type"}}"#;
        let told = marked(other, &CODES, None).expect("an error");
        assert_eq!(told.message.as_deref(), Some("no type"));
        let xml = "<?xml version=\"1.0\"?><data><error>no</error></data>";
        assert!(marked(b"<data><error>no</error></data>", &ERROR, None).is_some());
        assert!(marked(xml.as_bytes(), &ERROR, None).is_some());
        assert_eq!(marked(b"{}", &Errors::USUAL, None), None);
    }
}
