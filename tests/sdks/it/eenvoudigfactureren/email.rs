//! E-mails: their recipients, and that no e-mail is sent twice.

use std::{
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};

use eenvoudigfactureren::{
    Client, Error, ErrorKind, Recipient, RetryPolicy, SentEmail, Settings,
    types::{EmailAttachment, OrderEmail},
};
use httpmock::{HttpMockRequest, HttpMockResponse, MockServer};
use serde_json::{Value, json};

/// What a server does with an e-mail.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
enum Sends {
    #[default]
    Yes,
    /// Sends it and fails.
    AndFails,
    /// Sends it and fails; the event appears after this many further list requests.
    Late(usize),
    /// Fails.
    Not,
    /// Refuses it.
    Refuses,
    /// Refuses it, with status 200.
    RefusesWith200,
}

#[derive(Default)]
struct State {
    sends: Sends,
    events: Vec<Value>,
    /// The bodies that reached the server.
    emails: Vec<Value>,
    lists: usize,
    /// An event that appears in the response to the list request with this index.
    late: Option<(usize, Value)>,
}

#[derive(Clone, Default)]
struct Service(Arc<Mutex<State>>);

fn event(id: usize, address: &str) -> Value {
    json!({ "event_id": id, "type": "email sent", "recipients": [{ "email_address": address }] })
}

impl Service {
    fn start(sends: Sends) -> (Self, MockServer, Client) {
        let service = Self::default();
        service.state().sends = sends;
        service.state().events = vec![event(1, "els@example.be")];
        let server = MockServer::start();
        let responder = service.clone();
        server.mock(|when, then| {
            when.path_prefix("/orders/5005/");
            then.respond_with(move |request: &HttpMockRequest| responder.respond(request));
        });
        let retry = RetryPolicy::default().delays(Duration::ZERO, Duration::ZERO);
        let client = Client::builder()
            .api_key("key-for-tests")
            .server(server.base_url().as_str())
            .settings(Settings::new().retry(retry))
            .build();
        (service, server, client.expect("a client"))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().expect("not poisoned")
    }

    /// The number of e-mail requests and of requests for the list of events.
    fn counts(&self) -> (usize, usize) {
        let state = self.state();
        (state.emails.len(), state.lists)
    }

    fn respond(&self, request: &HttpMockRequest) -> HttpMockResponse {
        let state = &mut *self.state();
        let (status, body) = match request.method_str() {
            "GET" => (200, state.list()),
            _ => state.send(serde_json::from_slice(request.body_ref()).expect("JSON")),
        };
        HttpMockResponse::builder()
            .status(status)
            .header("content-type", "application/json")
            .body(body.to_string())
            .build()
    }
}

impl State {
    fn list(&mut self) -> Value {
        let is_due = |(at, _): &mut (usize, Value)| *at <= self.lists;
        self.events
            .extend(self.late.take_if(is_due).map(|(_, event)| event));
        self.lists += 1;
        self.events.clone().into()
    }

    fn send(&mut self, email: Value) -> (u16, Value) {
        let address = email["recipients"][0].as_str().expect("a recipient");
        let sent = event(self.events.len() + 1, &address.to_uppercase());
        self.emails.push(email);
        match self.sends {
            Sends::Yes | Sends::AndFails => self.events.push(sent),
            Sends::Late(lists) => self.late = Some((self.lists + lists, sent)),
            Sends::Not | Sends::Refuses | Sends::RefusesWith200 => {}
        }
        match self.sends {
            Sends::Yes => (200, json!({ "success": "email sent" })),
            Sends::Refuses => (400, json!({ "error": "recipient unknown" })),
            Sends::RefusesWith200 => (200, json!({ "error": "recipient unknown" })),
            _ => (503, json!({})),
        }
    }
}

async fn confirm(client: &Client, recipient: impl Into<Recipient>) -> Result<SentEmail, Error> {
    let email = OrderEmail::new([recipient.into()]);
    client.send_order_email(5005, email).and_confirm().await
}

#[tokio::test]
async fn recipients_are_a_list_of_strings() {
    let (service, _server, client) = Service::start(Sends::Yes);
    let recipients = [
        Recipient::Address("els@example.be".to_owned()),
        Recipient::Contact(28),
        Recipient::Myself,
        Recipient::MainContact,
        Recipient::FirstContact,
        Recipient::AllContacts,
    ];
    let email = OrderEmail::new(recipients).message_html("<p>Dag Els</p>");
    client.send_order_email(5005, email).await.expect("sent");
    let expected = json!({
        "recipients":
            ["els@example.be", "28", "myself", "main_contact", "first_contact", "all_contacts"],
        "message_html": "<p>Dag Els</p>",
    });
    assert_eq!(service.state().emails, [expected]);
}

#[tokio::test]
async fn an_email_that_is_not_valid_is_not_sent() {
    let (service, _server, client) = Service::start(Sends::Yes);
    let els = || OrderEmail::new(["els@example.be".into()]);
    for (email, reason) in [
        (
            OrderEmail::new([]),
            "body.recipients: 0 elements, at least 1 required",
        ),
        (
            OrderEmail::new([Recipient::Myself, "els".into()]),
            "body.recipients[1]: \"els\" is not an e-mail address",
        ),
        (
            OrderEmail::new([Recipient::Contact(0)]),
            "body.recipients[0]: 0 is not the ID of a contact",
        ),
        (
            els().message("a").message_html("b"),
            "body: only one of message, message_html can be given",
        ),
        (
            els().attachments([EmailAttachment::new("7001", " ")]),
            "body.attachments[0].filename: \" \" must be",
        ),
    ] {
        for call in [0, 1] {
            let request = client.send_order_email(5005, email.clone());
            let error = match call {
                0 => request.await.expect_err(reason),
                _ => request.and_confirm().await.expect_err(reason),
            };
            assert_eq!(error.kind(), ErrorKind::InvalidRequest);
            assert!(error.to_string().contains(reason), "{error}");
            assert!(
                error.to_string().starts_with("send_order_email:"),
                "{error}"
            );
        }
    }
    assert_eq!(service.counts(), (0, 0));
}

#[tokio::test]
async fn an_email_with_unknown_outcome_is_never_sent_again() {
    for sends in [Sends::AndFails, Sends::Not] {
        let (service, _server, client) = Service::start(sends);
        let email = OrderEmail::new([Recipient::MainContact]);
        let error = client.send_order_email(5005, email).await.expect_err("503");
        assert_eq!(error.kind(), ErrorKind::UnknownOutcome);
        assert!(error.may_have_been_applied());
        assert_eq!(service.state().emails.len(), 1);
    }
}

#[tokio::test]
async fn a_confirmed_email_needs_no_second_list_request() {
    let (service, _server, client) = Service::start(Sends::Yes);
    let sent = confirm(&client, "els@example.be").await.expect("sent");
    assert_eq!(sent, SentEmail::Confirmed);
    assert_eq!(service.counts(), (1, 1));
}

#[tokio::test]
async fn an_email_whose_response_is_lost_is_found_among_the_events() {
    for sends in [Sends::AndFails, Sends::Late(1), Sends::Late(3)] {
        let (service, _server, client) = Service::start(sends);
        let sent = confirm(&client, "els@example.be").await.expect("sent");
        let SentEmail::Found(event) = sent else {
            panic!("{sends:?}: {sent:?}");
        };
        assert_eq!(event.event_id, Some(2));
        assert_eq!(service.state().emails.len(), 1, "{sends:?}");
    }
}

#[tokio::test]
async fn an_email_that_no_event_shows_has_an_unknown_outcome() {
    let (service, _server, client) = Service::start(Sends::Not);
    let error = confirm(&client, "els@example.be")
        .await
        .expect_err("not sent");
    assert_eq!(error.kind(), ErrorKind::UnknownOutcome);
    // One list request before the e-mail, and four after it.
    assert_eq!(service.counts(), (1, 5));
}

#[tokio::test]
async fn a_new_event_of_another_email_confirms_nothing() {
    let (service, _server, client) = Service::start(Sends::Not);
    service.state().late = Some((1, event(2, "jan@example.be")));
    let error = confirm(&client, "els@example.be")
        .await
        .expect_err("not sent");
    assert_eq!(error.kind(), ErrorKind::UnknownOutcome);
    let (service, _server, client) = Service::start(Sends::Not);
    service.state().late = Some((1, json!({ "event_id": 2, "type": "printed" })));
    confirm(&client, Recipient::MainContact)
        .await
        .expect_err("not sent");
}

#[tokio::test]
async fn a_refused_email_is_not_looked_for() {
    for sends in [Sends::Refuses, Sends::RefusesWith200] {
        let (service, _server, client) = Service::start(sends);
        let error = confirm(&client, "els@example.be")
            .await
            .expect_err("refused");
        assert_eq!(error.kind(), ErrorKind::Rejected);
        assert_eq!(error.message(), Some("recipient unknown"));
        assert!(!error.may_have_been_applied(), "{error}");
        assert_eq!(service.counts(), (1, 1));
    }
}

#[tokio::test]
async fn an_event_proves_nothing_about_an_email_without_an_address() {
    let (service, _server, client) = Service::start(Sends::Not);
    service.state().late = Some((1, event(2, "jan@example.be")));
    let sent = confirm(&client, Recipient::Contact(28)).await;
    let sent = sent.expect("probably sent");
    assert!(matches!(sent, SentEmail::Probable(_)), "{sent:?}");
}

#[tokio::test]
async fn one_event_does_not_confirm_two_emails() {
    let (service, _server, client) = Service::start(Sends::Not);
    service.state().late = Some((2, event(2, "els@example.be")));
    let both = tokio::join!(
        confirm(&client, "els@example.be"),
        confirm(&client, "els@example.be"),
    );
    let found = [both.0, both.1].into_iter().filter(Result::is_ok).count();
    assert_eq!((found, service.counts().0), (1, 2));
}

#[tokio::test]
async fn an_event_that_cannot_be_read_does_not_prevent_sending() {
    let (service, _server, client) = Service::start(Sends::AndFails);
    let unreadable = json!({ "event_id": 7, "date": "soon" });
    service.state().events.push(unreadable);
    let sent = confirm(&client, "els@example.be").await.expect("sent");
    assert!(matches!(sent, SentEmail::Found(_)), "{sent:?}");
}

#[tokio::test]
async fn nothing_is_sent_if_the_events_cannot_be_listed() {
    let (service, server, client) = Service::start(Sends::Yes);
    server.reset();
    let error = confirm(&client, "els@example.be")
        .await
        .expect_err("no list");
    assert_eq!(error.operation(), "list_order_events", "{error}");
    assert_eq!(service.state().emails.len(), 0);
}
