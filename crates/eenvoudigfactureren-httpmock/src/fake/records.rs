//! Records: creating, changing and replacing them, within the limits of the contract.

use order_sdk_core::{
    json,
    validate::{Validate, validate},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use super::state::State;

/// Lists inside a record whose entries have IDs, and the names of the IDs.
const CHILDREN: [(&str, &str); 5] = [
    ("items", "item_id"),
    ("remarks", "remark_id"),
    ("events", "event_id"),
    ("contacts", "contact_id"),
    ("details", "detail_id"),
];

/// The name of the ID of the entries in a list inside a record.
pub fn id_of(list: &str) -> Option<&'static str> {
    let found = CHILDREN.iter().find(|(name, _)| *name == list);
    found.map(|(_, id)| *id)
}

/// The members of the body of a request, parsed as the model and validated.
///
/// # Errors
///
/// If the body is not valid.
pub fn checked<T: DeserializeOwned + Serialize + Validate>(
    body: &[u8],
) -> Result<Map<String, Value>, String> {
    let model: T = json::read(body).map_err(|error| error.to_string())?;
    validate(&model).map_err(|error| error.to_string())?;
    match serde_json::to_value(&model) {
        Ok(Value::Object(members)) => Ok(members),
        Ok(_) => Err("the body is not an object".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

impl State {
    /// Changes a record: sets the fields that are sent, clears those that are null, and changes entries of lists by
    /// their IDs or adds them.
    ///
    /// # Errors
    ///
    /// If an entry has an ID that the record does not have.
    pub fn change(
        &mut self,
        record: &mut Map<String, Value>,
        changes: Map<String, Value>,
    ) -> Result<(), String> {
        for (name, value) in changes {
            match (id_of(&name), value) {
                (Some(id), Value::Array(entries)) => {
                    let list = record
                        .entry(name)
                        .or_insert_with(|| Value::Array(Vec::new()));
                    self.change_list(list, entries, id)?;
                }
                (None, Value::Array(entries)) if name == "custom_values" => {
                    merge(
                        record
                            .entry(name)
                            .or_insert_with(|| Value::Array(Vec::new())),
                        entries,
                    );
                }
                (_, Value::Null) => {
                    record.remove(&name);
                }
                (_, value) => {
                    record.insert(name, value);
                }
            }
        }
        Ok(())
    }

    /// Replaces a record: clears the writable fields that are not sent, except lists. An empty list deletes all entries
    /// of the list.
    ///
    /// # Errors
    ///
    /// As for [`change`](Self::change).
    pub fn replace(
        &mut self,
        record: &mut Map<String, Value>,
        mut sent: Map<String, Value>,
        writable: &[&str],
    ) -> Result<(), String> {
        record.retain(|name, value| value.is_array() || !writable.contains(&name.as_str()));
        for (name, value) in &mut *record {
            if value.is_array() && sent.get(name) == Some(&Value::Array(Vec::new())) {
                *value = Value::Array(Vec::new());
                sent.remove(name);
            }
        }
        self.change(record, sent)
    }

    fn change_list(
        &mut self,
        list: &mut Value,
        entries: Vec<Value>,
        id: &str,
    ) -> Result<(), String> {
        let Value::Array(list) = list else {
            return Ok(());
        };
        for entry in entries {
            let Value::Object(mut entry) = entry else {
                continue;
            };
            match entry.get(id).cloned() {
                Some(known) => {
                    let found = list.iter_mut().find(|own| own[id] == known);
                    let own = found.and_then(Value::as_object_mut);
                    let own = own.ok_or_else(|| format!("{id} unknown"))?;
                    self.change(own, entry)?;
                }
                None => {
                    entry.insert(id.to_owned(), self.next_id().into());
                    entry.retain(|_, value| !value.is_null());
                    list.push(Value::Object(entry));
                }
            }
        }
        Ok(())
    }
}

/// Sets custom values by their names.
fn merge(list: &mut Value, entries: Vec<Value>) {
    let Value::Array(list) = list else { return };
    for entry in entries {
        match list.iter_mut().find(|own| own["name"] == entry["name"]) {
            Some(own) => own["value"] = entry["value"].clone(),
            None => list.push(entry),
        }
    }
}
