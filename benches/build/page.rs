//! A long page of records to read, made from the examples of a contract.

use contract::Contract;
use openapi_document::{Example, Payload, SchemaView, Side};
use sdk_codegen::lower::{self, YES_NO};
use serde_json::{Map, Value};

/// Records on the page.
const RECORDS: usize = 100;

/// A page with the records of one example: the list with the longest record. Its envelope is the one that most example
/// lists of these records have. `None` if no response is a list.
///
/// The values are in their natural form. There is no null, and no empty string that means "not set". Yes and no are
/// booleans, and timestamps are in ISO 8601.
pub fn of(contract: &Contract) -> anyhow::Result<Option<String>> {
    let view = lower::lower(contract)?;
    let examples = contract.document.examples()?;
    let examples = examples.iter();
    let lists: Vec<List<'_>> = examples
        .filter_map(|example| List::of(&view, example))
        .collect();
    let richest = lists.iter().max_by_key(|list| list.richness());
    Ok(richest.and_then(|richest| {
        // Several operations may list such records.
        let alike = lists.iter().filter(|list| list.element == richest.element);
        let shown = |model: &str| lists.iter().filter(|list| list.model == model).count();
        let page = alike.max_by_key(|list| shown(&list.model))?;
        Some(page.page(richest.records))
    }))
}

/// A response that lists records.
struct List<'a> {
    /// Name of the model of a record.
    element: String,
    /// Name of the model of the response, or of a record if the response is a bare list.
    model: String,
    /// The property that contains the records; `None` if the response is a bare list.
    member: Option<String>,
    schema: SchemaView<'a>,
    records: &'a [Value],
}

impl<'a> List<'a> {
    fn of(view: &'a Value, example: &'a Example) -> Option<Self> {
        let (Side::Answer(status), Payload::Json(value)) = (&example.side, &example.payload) else {
            return None;
        };
        if !status.starts_with('2') {
            return None;
        }
        let response = SchemaView::new(view, view.pointer(&example.schema)?);
        if let Some(records) = value.as_array() {
            let element = element(&response)?;
            return Some(Self {
                model: element.clone(),
                element,
                member: None,
                schema: response.items()?,
                records,
            });
        }
        value.as_object()?.iter().find_map(|(name, records)| {
            let list = response.property(name)?;
            Some(Self {
                element: element(&list)?,
                model: last(&example.schema)?,
                member: Some(name.clone()),
                schema: list.items()?,
                records: records.as_array()?,
            })
        })
    }

    /// The length of the longest record.
    fn richness(&self) -> usize {
        let texts = self.records.iter().map(|record| record.to_string().len());
        texts.max().unwrap_or_default()
    }

    fn page(&self, records: &[Value]) -> String {
        let records = records.iter().cycle().zip(0..RECORDS);
        let records: Value = records
            .filter_map(|(record, index)| natural(Some(&self.schema), record, index))
            .collect();
        let page = match &self.member {
            Some(member) => Map::from_iter([(member.clone(), records)]).into(),
            None => records,
        };
        page.to_string()
    }
}

/// The name of the schema that a list refers to for its elements.
fn element(list: &SchemaView<'_>) -> Option<String> {
    last(list.get("items")?["$ref"].as_str()?)
}

fn last(pointer: &str) -> Option<String> {
    let (_, name) = pointer.rsplit_once("/schemas/")?;
    Some(name.to_owned())
}

/// The value in its natural form; `None` if it means "not set". Most numbers differ from record to record.
fn natural(schema: Option<&SchemaView<'_>>, value: &Value, record: usize) -> Option<Value> {
    let keyword = |name| schema.and_then(|schema| schema.get(name));
    let format = keyword("format").and_then(Value::as_str).unwrap_or("");
    Some(match value {
        Value::Null => return None,
        Value::Object(members) => members
            .iter()
            .filter_map(|(name, member)| {
                let schema = schema.and_then(|schema| schema.property(name));
                Some((name.clone(), natural(schema.as_ref(), member, record)?))
            })
            .collect::<Map<_, _>>()
            .into(),
        Value::Array(items) => {
            let schema = schema.and_then(|schema| schema.items());
            let items = items.iter();
            items
                .filter_map(|item| natural(schema.as_ref(), item, record))
                .collect()
        }
        Value::String(text) => match format {
            YES_NO if !text.is_empty() => (text == "yes").into(),
            "local-date-time" => text.replace(' ', "T").into(),
            "" if keyword("enum").is_none() || !text.is_empty() => text.clone().into(),
            _ if text.is_empty() => return None,
            _ => text.clone().into(),
        },
        Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(whole), _) => (whole + record as i64).into(),
            (None, Some(float)) if format != "double" => varied(float, record).into(),
            _ => value.clone(),
        },
        Value::Bool(_) => value.clone(),
    })
}

/// A number that differs from record to record. A number with more than two decimals is unchanged.
fn varied(number: f64, record: usize) -> f64 {
    let cents = number * 100.0;
    if (cents - cents.round()).abs() > 1e-6 {
        return number;
    }
    (cents.round() + 137.0 * record as f64) / 100.0
}
