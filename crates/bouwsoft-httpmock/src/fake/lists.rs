//! Lists: filtering, sorting, selecting fields and paging.

use std::collections::BTreeSet;

use order_sdk_mock::fake::Request;
use serde_json::{Map, Value, json};

use super::filter::{Filter, compare, plain};

/// A page of the records that a request selects, in an envelope. `fields` are the names of all fields of a record.
///
/// # Errors
///
/// If a parameter is not valid.
pub fn page(records: &[Value], fields: &[&str], request: &Request) -> Result<Value, String> {
    let given = |name: &str| request.query(name).filter(|text| !text.is_empty());
    let mut rows = records.to_vec();
    if let Some(filter) = given("filter") {
        let filter = Filter::parse(filter, fields)?;
        rows.retain(|row| filter.selects(row));
    }
    if let Some(sort) = given("sort") {
        let name = sort.strip_prefix('-').unwrap_or(sort);
        if !fields.contains(&name) {
            return Err(format!("sort: there is no field {name}"));
        }
        rows.sort_by(|one, other| {
            let order = compare(&plain(&one[name], ""), &plain(&other[name], ""));
            if sort.starts_with('-') {
                order.reverse()
            } else {
                order
            }
        });
    }
    if let Some(columns) = given("columns") {
        let columns: Vec<_> = columns.split('|').collect();
        if let Some(name) = columns.iter().find(|name| !fields.contains(name)) {
            return Err(format!("columns: there is no field {name}"));
        }
        rows = rows.iter().map(|row| only(row, &columns)).collect();
    }
    if given("distinct") == Some("true") {
        let mut seen = BTreeSet::new();
        rows.retain(|row| seen.insert(row.to_string()));
    }
    let number = |name: &str| match given(name).map(str::parse::<usize>) {
        Some(Ok(number)) => Ok(Some(number)),
        Some(Err(_)) => Err(format!("{name}: it is not a number")),
        None => Ok(None),
    };
    let (offset, limit) = (number("offset")?.unwrap_or_default(), number("limit")?);
    let total = rows.len();
    let page: Vec<_> = rows
        .into_iter()
        .skip(offset)
        .take(limit.unwrap_or(usize::MAX))
        .collect();
    let mut envelope = json!({ "Records": page });
    if !page.is_empty() {
        let last = offset + page.len() - 1;
        envelope["Content-Range"] = format!("{offset}-{last}/{total}").into();
    }
    Ok(envelope)
}

fn only(row: &Value, columns: &[&str]) -> Value {
    let members = row.as_object().into_iter().flatten();
    let kept = members.filter(|(name, _)| columns.contains(&name.as_str()));
    Value::Object(
        kept.map(|(name, value)| (name.clone(), value.clone()))
            .collect::<Map<_, _>>(),
    )
}
