//! Uploads and e-mails.

use eenvoudigfactureren::types;
use order_sdk_mock::fake::{Answer, Request};
use serde_json::{Value, json};

use super::{
    records::checked,
    routes::{Outcome, Refusal, invalid},
    state::{State, uri},
};

impl State {
    /// Stores an upload, without the content of the file.
    pub fn upload(&mut self, request: &Request) -> Outcome {
        let form = String::from_utf8_lossy(&request.body);
        let name = form.split("name=\"filename\"\r\n\r\n").nth(1);
        let name = name.and_then(|rest| rest.split("\r\n").next());
        if !form.contains("name=\"file\"") {
            return Err(invalid("file is required"));
        }
        let id = self.next_id().to_string();
        let upload = json!({
            "upload_id": id, "filename": name.unwrap_or_default(),
            "available_until": format!("{} 10:00:00", self.today()),
        });
        self.uploads.push(upload.clone());
        Ok(Answer::json(201, &json!([upload])))
    }

    /// Records an e-mail as an event of the order.
    pub fn email(&mut self, id: &str, request: &Request) -> Outcome {
        let place = self.place("orders", id)?;
        let email = checked::<types::OrderEmail>(&request.body).map_err(invalid)?;
        for attachment in email
            .get("attachments")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            let mut uploads = self.uploads.iter();
            if !uploads.any(|upload| upload["upload_id"] == attachment["upload_id"]) {
                return Err(invalid("upload_id unknown"));
            }
        }
        let client_id = self.orders[place]["client_id"].clone();
        let mut customers = self.customers.iter();
        let customer = customers.find(|customer| customer["client_id"] == client_id);
        let customer = customer.cloned().unwrap_or_default();
        let mut recipients = Vec::new();
        for recipient in email["recipients"].as_array().into_iter().flatten() {
            let text = recipient.as_str().unwrap_or_default();
            recipients.extend(addresses(text, &customer)?);
        }
        let event_id = self.next_id();
        let event = json!({
            "event_id": event_id, "uri": uri(&format!("orders/{id}/events/{event_id}")),
            "date": self.today().to_string(), "type": "email sent",
            "content": email.get("message").cloned().unwrap_or_default(),
            "recipients": recipients,
        });
        let mut order = self.orders[place].clone();
        if let Some(events) = order["events"].as_array_mut() {
            events.push(event);
        }
        order["tags"] = json!([{ "tag_id": 6, "name": "sent" }]);
        self.orders[place] = self.finished("orders", order)?;
        Ok(Answer::json(200, &json!({ "success": "email sent" })))
    }
}

/// The recipients that an entry of the list `recipients` selects.
fn addresses(recipient: &str, customer: &Value) -> Result<Vec<Value>, Refusal> {
    let entry = |name: &Value, address: &Value| json!({ "name": name, "email_address": address, "status": "sending", "information": "-" });
    let main = entry(&customer["name"], &customer["email_address"]);
    let contacts = customer["contacts"].as_array().into_iter().flatten();
    let contacts: Vec<_> = contacts
        .map(|contact| {
            (
                contact["contact_id"].to_string(),
                entry(&contact["contact_name"], &contact["email_address"]),
            )
        })
        .collect();
    let has_main = customer["email_address"]
        .as_str()
        .is_some_and(|address| !address.is_empty());
    let found = match recipient {
        "myself" => vec![entry(&"Me".into(), &"me@example.be".into())],
        "main_contact" if has_main => vec![main],
        "first_contact" if has_main => vec![main],
        "first_contact" => contacts
            .into_iter()
            .take(1)
            .map(|(_, entry)| entry)
            .collect(),
        "all_contacts" => {
            let main = Some(main).filter(|_| has_main);
            main.into_iter()
                .chain(contacts.into_iter().map(|(_, entry)| entry))
                .collect()
        }
        address if address.contains('@') => vec![entry(&Value::Null, &address.into())],
        id => {
            let found = contacts.into_iter().find(|(known, _)| known == id);
            found.map(|(_, entry)| entry).into_iter().collect()
        }
    };
    if found.is_empty() {
        return Err(invalid("recipient unknown"));
    }
    Ok(found)
}
