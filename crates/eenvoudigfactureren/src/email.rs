//! Sends an e-mail and, if the outcome is unknown, looks for it in the events of the order.

use std::collections::BTreeSet;

use order_sdk_http::{self as http, Error, RECHECK_WAITS};

use crate::{
    Client, Recipient,
    calls::{ListOrderEvents, SendOrderEmail},
    types::{OrderEmail, OrderEvent, OrderEventType},
};

/// An e-mail that was sent, and how the client knows.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum SentEmail {
    /// The service accepted it.
    Confirmed,
    /// There was no usable response, but the order has a new event with the addresses of the e-mail. The `status` of
    /// its recipients says whether the e-mail was delivered.
    Found(Box<OrderEvent>),
    /// There was no usable response, but the order has a new event. The e-mail has no [`Recipient::Address`] that could
    /// be compared with the recipients of the event, so the event may be that of another e-mail.
    Probable(Box<OrderEvent>),
}

impl SendOrderEmail<'_> {
    /// Sends the e-mail once. If the outcome is unknown, looks for it in the events of the order instead of sending it
    /// again.
    ///
    /// It lists the events of the order, sends the e-mail and, only if the outcome is unknown, lists the events again
    /// up to four times, waiting less than 2 seconds in total. A new event of the type `email sent` counts as this
    /// e-mail if its recipients include every [`Recipient::Address`] of the e-mail. Other recipients are not compared:
    /// for an e-mail without an address, a new event means only [`SentEmail::Probable`]. If another program sends an
    /// e-mail of the same order between the two lists, its event may be mistaken for this e-mail. Calls of this client
    /// and its clones for one order wait for each other.
    ///
    /// The time limit and the retry policy of the call apply to each request. Additional headers and query parameters
    /// are sent only with the e-mail.
    ///
    /// ```no_run
    /// use eenvoudigfactureren::{Client, Error, Recipient, types::OrderEmail};
    ///
    /// async fn send(client: &Client) -> Result<(), Error> {
    ///     let email = OrderEmail::new([Recipient::MainContact]);
    ///     client.send_order_email(5005, email).and_confirm().await?;
    ///     Ok(())
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// As for [`send_order_email`](Client::send_order_email). If the events cannot be listed before sending, nothing is
    /// sent, and [`Error::operation`] is `list_order_events`.
    ///
    /// If [`Error::may_have_been_applied`] is true, the e-mail may have been sent although no event shows it yet. List
    /// the events again later. The absence of an event does not prove that the e-mail was not sent: send it again only
    /// if the recipients may receive it twice.
    pub async fn and_confirm(self) -> Result<SentEmail, Error> {
        let operation = &Self::OPERATION;
        self.0.check().map_err(|error| error.of(operation.id))?;
        let client = Client {
            http: self.0.http().clone(),
        };
        let key = format!("email {}", self.0.text("order_id").unwrap_or_default());
        let _turn = client.http.lock(operation, &key).await?;
        let before = Events::list(&client, &self).await?;
        let error = match self.clone().await {
            Ok(()) => return Ok(SentEmail::Confirmed),
            Err(error) if error.may_have_been_applied() => error,
            Err(error) => return Err(error),
        };
        // If listing fails, the error of sending is returned.
        self.look(&client, &before).await.ok_or(error)
    }

    /// Looks for a new event of the e-mail a few times.
    async fn look(&self, client: &Client, before: &Events) -> Option<SentEmail> {
        let addresses = self.addresses();
        let mut waits = RECHECK_WAITS.into_iter();
        loop {
            let events = Events::list(client, self).await.ok()?.readable;
            let mut new = events.into_iter().filter(|event| before.lacks(event));
            if let Some(event) = new.find(|event| shows(event, &addresses)) {
                let event = Box::new(event);
                return Some(if addresses.is_empty() {
                    SentEmail::Probable(event)
                } else {
                    SentEmail::Found(event)
                });
            }
            http::sleep(waits.next()?).await;
        }
    }

    /// The addresses of the e-mail, in lower case.
    fn addresses(&self) -> Vec<String> {
        let email: Option<OrderEmail> = self.0.json();
        let recipients = email.map(|email| email.recipients).unwrap_or_default();
        let addresses = recipients
            .into_iter()
            .filter_map(|recipient| match recipient {
                Recipient::Address(address) => Some(address.to_lowercase()),
                _ => None,
            });
        addresses.collect()
    }
}

/// The events of an order.
struct Events {
    readable: Vec<OrderEvent>,
    /// The IDs of all events, even of those that could not be read.
    ids: BTreeSet<i64>,
}

impl Events {
    async fn list(client: &Client, email: &SendOrderEmail<'_>) -> Result<Self, Error> {
        let order_id = email.0.text("order_id").and_then(|id| id.parse().ok());
        let mut call: ListOrderEvents<'_> = client.list_order_events(order_id.unwrap_or_default());
        call.0.limit_like(&email.0);
        let (readable, unreadable) = match call.await {
            Ok(events) => (events, Vec::new()),
            Err(error) if error.unreadable_rows().is_empty() => return Err(error),
            Err(error) => {
                let unreadable = error.unreadable_rows().iter();
                let ids = unreadable.filter_map(|row| row.identifier()).collect();
                (error.rows::<OrderEvent>().cloned().collect(), ids)
            }
        };
        let ids = readable.iter().filter_map(|event| event.event_id);
        let ids = ids.chain(unreadable).collect();
        Ok(Self { readable, ids })
    }

    /// Whether an event has an ID that is not among these. An event without an ID could be one of them.
    fn lacks(&self, event: &OrderEvent) -> bool {
        event.event_id.is_some_and(|id| !self.ids.contains(&id))
    }
}

/// Whether an event shows an e-mail to all of these addresses.
fn shows(event: &OrderEvent, addresses: &[String]) -> bool {
    let recipients = event.recipients.as_deref().unwrap_or_default();
    let is_recipient = |address: &String| {
        let mut theirs = recipients
            .iter()
            .filter_map(|one| one.email_address.as_ref());
        theirs.any(|theirs| theirs.trim().to_lowercase() == *address)
    };
    event.type_ == Some(OrderEventType::EmailSent) && addresses.iter().all(is_recipient)
}
