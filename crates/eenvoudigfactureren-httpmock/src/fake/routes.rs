//! Routing: finds the record of a request, and reads, creates, changes or deletes it.

use eenvoudigfactureren::types;
use order_sdk_core::Model;
use order_sdk_mock::fake::{Answer, Request, Service};
use serde_json::{Map, Value, json};

use super::{
    lists,
    orders::OF_CUSTOMER,
    records::{checked, id_of},
    state::{State, uri},
};

/// A minimal PDF without pages.
const PDF: &[u8] = b"%PDF-1.4\n%%EOF\n";

/// Why a request is refused: the status and the error message.
pub struct Refusal(u16, String);

/// A response, or the reason for a refusal.
pub type Outcome = Result<Answer, Refusal>;

/// A refusal because the content of a request is not valid.
pub fn invalid(message: impl Into<String>) -> Refusal {
    Refusal(400, message.into())
}

fn unknown(id: &str) -> Refusal {
    Refusal(404, format!("{id} unknown"))
}

impl Service for State {
    fn answer(&mut self, request: &Request) -> Answer {
        let is_known = request.header("x-api-key").is_some();
        if !is_known && request.header("authorization").is_none() {
            return self.failure(401);
        }
        let answer = self.route(request);
        answer.unwrap_or_else(|Refusal(status, message)| {
            Answer::json(status, &json!({ "error": message }))
        })
    }

    fn failure(&self, status: u16) -> Answer {
        let message = match status {
            401 => "authentication failed",
            403 => "access denied",
            404 => "not found",
            429 => "too many requests",
            _ => "internal error",
        };
        Answer::json(status, &json!({ "error": message }))
    }
}

impl State {
    fn route(&mut self, request: &Request) -> Outcome {
        let path = request
            .path
            .strip_prefix("/api/v1")
            .unwrap_or(&request.path);
        let parts: Vec<_> = path.split('/').skip(1).collect();
        let method = request.method.as_str();
        match (method, &parts[..]) {
            ("GET", ["settings"]) => Ok(Answer::json(200, &self.settings)),
            ("GET", ["layouts"]) => Ok(Answer::json(200, &self.layouts)),
            ("GET", ["accounts", "current"]) => Ok(Answer::json(200, &self.account)),
            ("POST", ["uploads"]) => self.upload(request),
            ("POST", ["orders", id, "sendemail"]) => self.email(id, request),
            (_, [collection @ ("orders" | "clients")]) => self.all(collection, request),
            (_, [collection @ ("orders" | "clients"), id]) => self.one(collection, id, request),
            (_, [collection @ ("orders" | "clients"), id, list]) if has_list(collection, list) => {
                self.children(collection, id, list, request)
            }
            (_, [collection @ ("orders" | "clients"), id, list, child])
                if has_list(collection, list) =>
            {
                self.child(collection, id, (list, child), request)
            }
            _ => Err(Refusal(404, "not found".to_owned())),
        }
    }

    /// Lists the records of a collection, or creates one.
    fn all(&mut self, collection: &str, request: &Request) -> Outcome {
        match request.method.as_str() {
            "GET" => {
                let fields = match collection {
                    "orders" => types::Order::FIELDS,
                    _ => types::Customer::FIELDS,
                };
                let rows = lists::select(self.collection(collection), fields, request);
                Ok(Answer::json(200, &rows.map_err(invalid)?))
            }
            "POST" => self.create(collection, &request.body),
            _ => Err(Refusal(404, "not found".to_owned())),
        }
    }

    fn create(&mut self, collection: &str, body: &[u8]) -> Outcome {
        let sent = match collection {
            "orders" => checked::<types::OrderCreate>(body),
            _ => checked::<types::CustomerCreate>(body),
        };
        let sent = sent.map_err(invalid)?;
        let (noun, id_name) = noun(collection);
        let id = self.next_id();
        let mut record = match collection {
            "orders" => self.defaults(&sent, None)?,
            _ => Map::from_iter([
                ("contacts".to_owned(), json!([])),
                ("details".to_owned(), json!([])),
                ("state".to_owned(), json!("active")),
            ]),
        };
        self.change(&mut record, sent).map_err(invalid)?;
        record.insert(id_name.to_owned(), id.into());
        record.insert("uri".to_owned(), uri(&format!("{collection}/{id}")).into());
        let record = self.finished(collection, Value::Object(record))?;
        self.collection(collection).push(record);
        let result = json!({
            "success": format!("{noun} created"), id_name: id,
            "uri": uri(&format!("{collection}/{id}")),
        });
        Ok(Answer::json(201, &result))
    }

    /// Reads, changes, replaces or deletes a record.
    fn one(&mut self, collection: &str, id: &str, request: &Request) -> Outcome {
        let place = self.place(collection, id)?;
        let (noun, id_name) = noun(collection);
        match request.method.as_str() {
            "GET" if wants_pdf(request) => Ok(Answer {
                status: 200,
                content_type: "application/pdf",
                body: PDF.to_vec(),
                ..Answer::default()
            }),
            "GET" => Ok(Answer::json(200, &self.collection(collection)[place])),
            "DELETE" => {
                self.collection(collection).remove(place);
                Ok(done(noun, "removed"))
            }
            method @ ("POST" | "PUT") => {
                let body = &request.body;
                let sent = match (collection, method) {
                    ("orders", "POST") => checked::<types::OrderUpdate>(body),
                    ("orders", _) => checked::<types::OrderReplace>(body),
                    (_, "POST") => checked::<types::CustomerUpdate>(body),
                    _ => return Err(Refusal(404, "not found".to_owned())),
                };
                let sent = sent.map_err(invalid)?;
                let mut record = self.collection(collection)[place].clone();
                let is_checked = ["client_id", "number"]
                    .iter()
                    .any(|name| sent.contains_key(*name));
                let defaults = match collection {
                    "orders" if is_checked => self.defaults(&sent, Some(&record))?,
                    _ => Map::new(),
                };
                if let Some(members) = record.as_object_mut() {
                    match method {
                        "PUT" => self.replace(members, sent, types::OrderReplace::FIELDS),
                        _ => self.change(members, sent),
                    }
                    .map_err(invalid)?;
                    for (name, value) in defaults {
                        match method {
                            _ if OF_CUSTOMER.contains(&name.as_str()) => {
                                members.insert(name, value);
                            }
                            "PUT" => drop(members.entry(name).or_insert(value)),
                            _ => {}
                        }
                    }
                }
                record[id_name] = self.collection(collection)[place][id_name].clone();
                self.collection(collection)[place] = self.finished(collection, record)?;
                Ok(done(noun, "updated"))
            }
            _ => Err(Refusal(404, "not found".to_owned())),
        }
    }

    /// Lists, adds or deletes the entries of a list inside a record.
    fn children(&mut self, collection: &str, id: &str, list: &str, request: &Request) -> Outcome {
        let place = self.place(collection, id)?;
        let (parent_id, noun) = (noun(collection).1, list.trim_end_matches('s'));
        match request.method.as_str() {
            "GET" => {
                let parent = &self.collection(collection)[place];
                let entries = parent[list].as_array().into_iter().flatten();
                let entries: Value = entries
                    .map(|entry| with_parent(entry, parent, parent_id))
                    .collect();
                Ok(Answer::json(200, &entries))
            }
            "POST" if list != "events" => {
                let body = &request.body;
                let entry = match list {
                    "items" => checked::<types::OrderItemCreate>(body),
                    "remarks" => checked::<types::OrderRemarkCreate>(body),
                    "contacts" => checked::<types::CustomerContactCreate>(body),
                    _ => checked::<types::CustomerDetailCreate>(body),
                };
                let entry = entry.map_err(invalid)?;
                let change = Map::from_iter([(list.to_owned(), json!([entry]))]);
                let mut record = self.collection(collection)[place].clone();
                if let Some(members) = record.as_object_mut() {
                    self.change(members, change).map_err(invalid)?;
                }
                let id_name = id_of(list).unwrap_or("id");
                let last = record[list].as_array_mut().and_then(|list| list.last_mut());
                let mut result = json!({ "success": format!("{noun} created") });
                if let Some(entry) = last {
                    let url = uri(&format!("{collection}/{id}/{list}/{}", entry[id_name]));
                    entry["uri"] = url.clone().into();
                    result["uri"] = url.into();
                    result[id_name] = entry[id_name].clone();
                }
                self.collection(collection)[place] = self.finished(collection, record)?;
                Ok(Answer::json(201, &result))
            }
            "DELETE" if matches!(list, "items" | "remarks") => {
                let mut record = self.collection(collection)[place].clone();
                record[list] = json!([]);
                self.collection(collection)[place] = self.finished(collection, record)?;
                Ok(done(list, "removed"))
            }
            _ => Err(Refusal(404, "not found".to_owned())),
        }
    }

    /// Reads, changes, replaces or deletes an entry of a list inside a record.
    fn child(
        &mut self,
        collection: &str,
        id: &str,
        (list, child): (&str, &str),
        request: &Request,
    ) -> Outcome {
        let place = self.place(collection, id)?;
        let (parent_id, noun) = (noun(collection).1, list.trim_end_matches('s'));
        let id_name = id_of(list).unwrap_or("id");
        let mut record = self.collection(collection)[place].clone();
        let entries = record[list].as_array().into_iter().flatten();
        let at = entries
            .enumerate()
            .find(|(_, entry)| is_id(&entry[id_name], child));
        let (at, entry) = at.ok_or_else(|| unknown(id_name))?;
        let word = match request.method.as_str() {
            "GET" => return Ok(Answer::json(200, &with_parent(entry, &record, parent_id))),
            _ if list == "events" => return Err(Refusal(404, "not found".to_owned())),
            "DELETE" => {
                if let Some(entries) = record[list].as_array_mut() {
                    entries.remove(at);
                }
                "removed"
            }
            method => {
                let mut entry = entry.as_object().cloned().unwrap_or_default();
                let sent = sent_child(list, method, &request.body)?;
                match method {
                    "PUT" => {
                        let writable = match list {
                            "items" => types::OrderItemReplace::FIELDS,
                            _ => types::OrderRemarkReplace::FIELDS,
                        };
                        self.replace(&mut entry, sent, writable)
                    }
                    _ => self.change(&mut entry, sent),
                }
                .map_err(invalid)?;
                record[list][at] = Value::Object(entry);
                "updated"
            }
        };
        self.collection(collection)[place] = self.finished(collection, record)?;
        Ok(done(noun, word))
    }

    /// The index of a record in its collection.
    pub fn place(&mut self, collection: &str, id: &str) -> Result<usize, Refusal> {
        let id_name = noun(collection).1;
        let mut records = self.collection(collection).iter();
        let place = records.position(|record| is_id(&record[id_name], id));
        place.ok_or_else(|| unknown(id_name))
    }
}

fn noun(collection: &str) -> (&'static str, &'static str) {
    match collection {
        "orders" => ("order", "order_id"),
        _ => ("client", "client_id"),
    }
}

fn has_list(collection: &str, list: &str) -> bool {
    match collection {
        "orders" => matches!(list, "items" | "remarks" | "events"),
        _ => matches!(list, "contacts" | "details"),
    }
}

fn done(noun: &str, word: &str) -> Answer {
    Answer::json(200, &json!({ "success": format!("{noun} {word}") }))
}

fn wants_pdf(request: &Request) -> bool {
    request.query("format") == Some("pdf") || request.header("accept") == Some("application/pdf")
}

fn with_parent(entry: &Value, parent: &Value, id_name: &str) -> Value {
    let mut entry = entry.clone();
    entry[id_name] = parent[id_name].clone();
    entry
}

fn sent_child(list: &str, method: &str, body: &[u8]) -> Result<Map<String, Value>, Refusal> {
    let sent = match (list, method) {
        ("items", "POST") => checked::<types::OrderItemUpdate>(body),
        ("items", "PUT") => checked::<types::OrderItemReplace>(body),
        ("remarks", "POST") => checked::<types::OrderRemarkUpdate>(body),
        ("remarks", "PUT") => checked::<types::OrderRemarkReplace>(body),
        ("contacts", "POST") => checked::<types::CustomerContactUpdate>(body),
        ("details", "POST") => checked::<types::CustomerDetailUpdate>(body),
        _ => return Err(Refusal(404, "not found".to_owned())),
    };
    sent.map_err(invalid)
}

/// Whether `value` is the ID in a path.
fn is_id(value: &Value, id: &str) -> bool {
    id.parse::<i64>().is_ok_and(|id| *value == id)
}
