//! Lists: searching, filtering, sorting, selecting fields and paging.

use std::cmp::Ordering;

use order_sdk_mock::fake::Request;
use rust_decimal::Decimal;
use serde_json::{Map, Value};

/// Operators as words, and their signs.
const WORDS: [(&str, &str); 6] = [
    ("__eq__", "="),
    ("__ne__", "!="),
    ("__le__", "<="),
    ("__ge__", ">="),
    ("__lt__", "<"),
    ("__gt__", ">"),
];
/// Operators as signs. An operator comes before its prefixes, because the first match is used.
const SIGNS: [&str; 7] = ["!=", "<=", ">=", "=~", "=", "<", ">"];

/// The rows that a request selects. `fields` are the names of all fields of a row.
///
/// # Errors
///
/// If a parameter is not valid.
pub fn select(rows: &[Value], fields: &[&str], request: &Request) -> Result<Value, String> {
    let mut rows = rows.to_vec();
    if let Some(term) = given(request, "search") {
        let term = term.to_lowercase();
        rows.retain(|row| texts(row).any(|text| text.to_lowercase().contains(&term)));
    }
    if let Some(filter) = given(request, "filter") {
        for condition in filter.split(',') {
            let condition = Condition::parse(condition, fields)?;
            rows.retain(|row| condition.selects(row));
        }
    }
    if let Some(sort) = given(request, "sort") {
        // Sorting is stable, so the most important field, which is the first one, is sorted last.
        for field in sort.split('+').rev() {
            sort_by(&mut rows, field, fields)?;
        }
    }
    let (skip, take) = (number(request, "skip")?, number(request, "take")?);
    let page = rows.into_iter().skip(skip.unwrap_or_default());
    let page = page.take(take.unwrap_or(usize::MAX));
    let Some(selected) = given(request, "fields") else {
        return Ok(page.collect());
    };
    let selected: Vec<_> = selected.split(',').collect();
    if let Some(name) = selected.iter().find(|name| !fields.contains(name)) {
        return Err(format!("{name} unknown"));
    }
    Ok(page.map(|row| only(&row, &selected)).collect())
}

fn given<'a>(request: &'a Request, name: &str) -> Option<&'a str> {
    request.query(name).filter(|text| !text.is_empty())
}

fn number(request: &Request, name: &str) -> Result<Option<usize>, String> {
    let number = given(request, name).map(str::parse).transpose();
    number.map_err(|_| format!("{name} is not a number"))
}

fn texts(row: &Value) -> impl Iterator<Item = &str> {
    let members = row.as_object().into_iter().flatten();
    members.filter_map(|(_, value)| value.as_str())
}

fn only(row: &Value, fields: &[&str]) -> Value {
    let members = row.as_object().into_iter().flatten();
    let kept = members.filter(|(name, _)| fields.contains(&name.as_str()));
    Value::Object(
        kept.map(|(name, value)| (name.clone(), value.clone()))
            .collect::<Map<_, _>>(),
    )
}

struct Condition<'a> {
    field: &'a str,
    operator: &'static str,
    value: &'a str,
}

impl<'a> Condition<'a> {
    fn parse(text: &'a str, fields: &[&str]) -> Result<Self, String> {
        let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        let (name, rest) = text.split_at(end.unwrap_or(text.len()));
        let in_words = WORDS.iter().find_map(|(word, operator)| {
            let (field, value) = text.split_once(word)?;
            name.contains(word).then_some((field, *operator, value))
        });
        let in_signs = || {
            let operator = SIGNS.iter().find(|sign| rest.starts_with(**sign))?;
            Some((name, *operator, &rest[operator.len()..]))
        };
        let (field, operator, value) = in_words
            .or_else(in_signs)
            .ok_or_else(|| format!("filter {text} has no operator"))?;
        if field != "tag" && !fields.contains(&field) {
            return Err(format!("{field} unknown"));
        }
        Ok(Self {
            field,
            operator,
            value,
        })
    }

    fn selects(&self, row: &Value) -> bool {
        if self.field == "tag" {
            let tags = row["tags"].as_array().into_iter().flatten();
            let has = tags
                .map(|tag| &tag["name"])
                .any(|name| *name == *self.value);
            return has == (self.operator != "!=");
        }
        let own = plain(&row[self.field]);
        let order = compare(&own, self.value);
        match self.operator {
            "=" => order == Ordering::Equal,
            "!=" => order != Ordering::Equal,
            "<=" => order != Ordering::Greater,
            ">=" => order != Ordering::Less,
            "<" => order == Ordering::Less,
            ">" => order == Ordering::Greater,
            _ => own.to_lowercase().contains(&self.value.to_lowercase()),
        }
    }
}

fn sort_by(rows: &mut [Value], field: &str, fields: &[&str]) -> Result<(), String> {
    let name = field.strip_prefix('-').unwrap_or(field);
    let is_single = |row: &Value| !row[name].is_array() && !row[name].is_object();
    if !fields.contains(&name) || !rows.iter().all(is_single) {
        return Err(format!("cannot sort by {name}"));
    }
    rows.sort_by(|one, other| {
        let order = compare(&plain(&one[name]), &plain(&other[name]));
        if name.len() == field.len() {
            order
        } else {
            order.reverse()
        }
    });
    Ok(())
}

/// Compares numbers as numbers, and other values as strings, ignoring case.
fn compare(one: &str, other: &str) -> Ordering {
    match (one.parse::<Decimal>(), other.parse::<Decimal>()) {
        (Ok(one), Ok(other)) => one.cmp(&other),
        _ => one.to_lowercase().cmp(&other.to_lowercase()),
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
