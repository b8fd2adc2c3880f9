//! Routing: finds the record of a request, and reads, creates, changes or deletes it.

use bouwsoft::types;
use order_sdk_core::{
    Model,
    validate::{Validate, validate},
};
use order_sdk_mock::fake::{Answer, Request, Service};
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{
    lists,
    state::{RESOURCES, State},
};

/// Why a request is refused: the status and the description of the error.
pub struct Refusal(u16, String);

/// A response, or the reason for a refusal.
pub type Outcome = Result<Answer, Refusal>;

/// A refusal because the content of a request is not valid.
pub fn invalid(description: impl ToString) -> Refusal {
    Refusal(400, description.to_string())
}

/// A refusal because a record does not exist. `name` is that of its resource, or of the field with its ID.
fn unknown(name: &str, id: i64) -> Refusal {
    let description = format!("There is no record with the requested id: {name} {id}");
    Refusal(404, description)
}

/// A refusal because the fake does not have the path or method.
pub fn absent() -> Refusal {
    Refusal(404, "The path does not exist".to_owned())
}

/// A refusal because a header is missing.
fn unauthorized(header: &str) -> Refusal {
    Refusal(401, format!("{header} is missing"))
}

impl Service for State {
    fn answer(&mut self, request: &Request) -> Answer {
        let answer = self.route(request);
        answer.unwrap_or_else(|Refusal(status, description)| error(status, &description))
    }

    fn failure(&self, status: u16) -> Answer {
        error(status, "This error was set with `Fake::fail`")
    }
}

fn error(status: u16, description: &str) -> Answer {
    let message = match status {
        400 => "Bad Request",
        401 => "Unauthorized",
        404 => "Not Found",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        503 => "Service Unavailable",
        _ => "Error",
    };
    let body = json!({
        "Code": status.to_string(), "Message": message, "Description": description,
    });
    Answer::json(status, &body)
}

/// A response without content.
pub fn done() -> Answer {
    Answer {
        status: 204,
        ..Answer::default()
    }
}

impl State {
    fn route(&mut self, request: &Request) -> Outcome {
        let path = request
            .path
            .strip_prefix("/api/v1")
            .unwrap_or(&request.path);
        let parts: Vec<_> = path.split('/').skip(1).collect();
        if let ["Authorize", what] = parts[..] {
            return authorize(what, request);
        }
        for header in ["accesstoken", "clientnr"] {
            if request.header(header).is_none_or(str::is_empty) {
                return Err(unauthorized(header));
            }
        }
        let resource = RESOURCES
            .into_iter()
            .find(|name| parts.first() == Some(name));
        let resource = resource.ok_or_else(absent)?;
        match (request.method.as_str(), &parts[1..]) {
            ("GET", [""]) => self.list(resource, request),
            ("POST", []) => self.create(resource, request),
            (_, [id]) => {
                let id = self.existing(resource, id)?;
                self.one(resource, id, request)
            }
            (_, [id, action]) => {
                let id = self.existing(resource, id)?;
                self.act(resource, id, action, request)
            }
            _ => Err(absent()),
        }
    }

    /// The ID in a path, if a record with this ID exists.
    fn existing(&mut self, resource: &str, id: &str) -> Result<i64, Refusal> {
        let id = id
            .parse()
            .map_err(|_| invalid(format!("{id} is not an ID")))?;
        let record = self.find(resource, id);
        record.map(|_| id).ok_or_else(|| unknown(resource, id))
    }

    fn list(&mut self, resource: &str, request: &Request) -> Outcome {
        let fields = match resource {
            "Orders" => types::Order::FIELDS,
            "OrderLines" => types::OrderLine::FIELDS,
            "OrderCosts" => types::OrderCost::FIELDS,
            "OrderVariables" => types::OrderVariable::FIELDS,
            "OrderCommissions" => types::OrderCommission::FIELDS,
            "Addresses" => types::Address::FIELDS,
            "AddressContacts" => types::AddressContact::FIELDS,
            _ => types::VatCode::FIELDS,
        };
        let page = lists::page(self.records(resource), fields, request);
        Ok(Answer::json(200, &page.map_err(invalid)?))
    }

    fn create(&mut self, resource: &str, request: &Request) -> Outcome {
        let columns = columns(request)?;
        let sent = match resource {
            "Orders" => checked::<types::OrderCreate>(columns),
            "OrderLines" => checked::<types::OrderLineCreate>(columns),
            "OrderCosts" => checked::<types::OrderCostCreate>(columns),
            "OrderVariables" => checked::<types::OrderVariableCreate>(columns),
            "OrderCommissions" => checked::<types::OrderCommissionCreate>(columns),
            "Addresses" => checked::<types::AddressCreate>(columns),
            "AddressContacts" => checked::<types::AddressContactCreate>(columns),
            _ => return Err(absent()),
        }?;
        self.check_references(resource, &sent)?;
        let mut record = Map::from_iter([("id".to_owned(), self.next_id().into())]);
        if resource == "Orders" {
            record.extend([
                ("nr".to_owned(), self.next_nr().into()),
                ("date".to_owned(), self.today().into()),
                ("approved".to_owned(), false.into()),
                ("signed".to_owned(), false.into()),
            ]);
        }
        record.extend(sent);
        let id = record["id"].as_i64().unwrap_or_default();
        self.records(resource).push(Value::Object(record));
        self.finish(resource, id);
        let record = self.find(resource, id).cloned();
        Ok(Answer::json(201, &json!({ "RecordChanges": [record] })))
    }

    /// Refuses a reference to a record that does not exist. An `address_id` of 0 means that there is no address.
    fn check_references(
        &mut self,
        resource: &str,
        sent: &Map<String, Value>,
    ) -> Result<(), Refusal> {
        let order = match resource {
            "OrderLines" => "orderid",
            _ => "order_id",
        };
        for (name, target) in [(order, "Orders"), ("address_id", "Addresses")] {
            let Some(id) = sent.get(name).and_then(Value::as_i64) else {
                continue;
            };
            let is_none = name == "address_id" && id == 0;
            if !is_none && self.find(target, id).is_none() {
                return Err(unknown(name, id));
            }
        }
        let code = sent.get("vatcode").filter(|code| **code != "");
        match code {
            Some(code)
                if self
                    .records("VATCodes")
                    .iter()
                    .all(|known| known["code"] != *code) =>
            {
                Err(invalid(format!("vatcode: there is no VAT code {code}")))
            }
            _ => Ok(()),
        }
    }

    /// Reads, changes or deletes a record.
    fn one(&mut self, resource: &str, id: i64, request: &Request) -> Outcome {
        match request.method.as_str() {
            "GET" if resource != "VATCodes" => self.envelope(resource, id),
            "PUT" => {
                let columns = columns(request)?;
                let sent = match resource {
                    "Orders" => checked::<types::OrderUpdate>(columns),
                    "OrderLines" => checked::<types::OrderLineUpdate>(columns),
                    "OrderVariables" => checked::<types::OrderVariableUpdate>(columns),
                    "OrderCommissions" => checked::<types::OrderCommissionUpdate>(columns),
                    "Addresses" => checked::<types::AddressUpdate>(columns),
                    _ => return Err(absent()),
                }?;
                self.check_references(resource, &sent)?;
                self.change(resource, id, sent)
            }
            "DELETE" if matches!(resource, "OrderLines" | "Addresses" | "AddressContacts") => {
                self.remove(resource, id);
                Ok(done())
            }
            _ => Err(absent()),
        }
    }

    /// Sets fields, and responds with all fields whose values changed.
    fn change(&mut self, resource: &str, id: i64, sent: Map<String, Value>) -> Outcome {
        let before = self.find(resource, id).cloned().unwrap_or_default();
        if let Some(record) = self.find(resource, id).and_then(Value::as_object_mut) {
            record.extend(sent);
        }
        self.finish(resource, id);
        let record = self
            .find(resource, id)
            .and_then(|record| record.as_object().cloned());
        let mut changes = record.unwrap_or_default();
        changes.retain(|name, value| name == "id" || before[name.as_str()] != *value);
        Ok(Answer::json(200, &json!({ "RecordChanges": [changes] })))
    }

    /// A record in an envelope.
    pub fn envelope(&mut self, resource: &str, id: i64) -> Outcome {
        let record = self.find(resource, id).cloned();
        let body = json!({ "Content-Range": "0-0/1", "Records": [record] });
        Ok(Answer::json(200, &body))
    }
}

fn columns(request: &Request) -> Result<&str, Refusal> {
    let columns = request.query("columns").filter(|text| !text.is_empty());
    columns.ok_or_else(|| invalid("columns is missing"))
}

/// The fields in `columns`, parsed as the model and within its limits.
fn checked<T>(columns: &str) -> Result<Map<String, Value>, Refusal>
where
    T: std::str::FromStr<Err: ToString> + Serialize + Validate,
{
    let model: T = columns.parse().map_err(invalid)?;
    validate(&model).map_err(invalid)?;
    match serde_json::to_value(&model) {
        Ok(Value::Object(fields)) => Ok(fields),
        _ => Err(invalid("columns has no fields")),
    }
}

/// Activations, which every user approves at once, and access tokens for this server.
fn authorize(what: &str, request: &Request) -> Outcome {
    let needed: &[_] = match (request.method.as_str(), what) {
        ("GET", "RefreshToken") => &["appkey"],
        ("GET", "AccessToken") => &["refreshtoken", "clientnr"],
        _ => return Err(absent()),
    };
    if let Some(header) = needed.iter().find(|name| request.header(name).is_none()) {
        return Err(unauthorized(header));
    }
    let server = format!("http://{}", request.header("host").unwrap_or_default());
    let grant = json!({
        "ClientNr": 115, "RefreshToken": "refresh-token", "AccessToken": "access-token",
        "ServerName": server, "ValidUntil": "2099-12-31T00:00Z",
    });
    let body = match (what, request.header("requestid")) {
        ("RefreshToken", None) => {
            json!({ "RequestId": "request-1", "RequestURL": format!("{server}/request-1") })
        }
        ("RefreshToken", Some(_)) => grant,
        _ => json!({
            "AccessToken": grant["AccessToken"], "ServerName": grant["ServerName"],
            "ValidUntil": grant["ValidUntil"], "Layout": "B",
        }),
    };
    Ok(Answer::json(200, &body))
}
