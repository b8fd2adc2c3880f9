//! Finding out whether an e-mail was sent.

use std::collections::BTreeSet;

use order_sdk_runtime::http::{self, Error, RECHECK_WAITS};

use crate::{
    Client, Recipient,
    calls::{ListOrderEvents, SendOrderEmail},
    types::{OrderEmail, OrderEvent, OrderEventType, WriteResult},
};

/// An e-mail that was sent, and how that is known.
#[derive(Clone, Debug, PartialEq)]
pub enum SentEmail {
    /// The service confirmed it.
    Confirmed(WriteResult),
    /// There was no usable response, but the order has a new event that shows it.
    Found(Box<OrderEvent>),
}

impl SendOrderEmail<'_> {
    /// Sends the e-mail once. If the outcome is unknown, looks for it in the events of the order instead of sending it
    /// again.
    ///
    /// It lists the events of the order, sends the e-mail and, only if the outcome is unknown, lists the events again a few
    /// times within about 2 seconds. A new event of the type `email sent` shows that the e-mail was sent, if its recipients
    /// include all [addresses](Recipient::Address) of the e-mail. If another program sends the same order to the same
    /// addresses at that moment, its event is taken for this e-mail.
    ///
    /// The time limit and the retry policy of the call apply to each request, its additional headers and query parameters
    /// to sending alone.
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
    /// As for [`send_order_email`](Client::send_order_email) and [`list_order_events`](Client::list_order_events). If
    /// [`Error::may_have_been_applied`] is true, the e-mail may have been sent although no event shows it yet. Look at the
    /// events later; do not send it again before you know.
    pub async fn and_confirm(self) -> Result<SentEmail, Error> {
        self.0
            .check()
            .map_err(|error| error.of(Self::OPERATION.id))?;
        let client = Client {
            http: self.0.http().clone(),
        };
        let before = self.events(&client).await?;
        let before: BTreeSet<_> = before.iter().filter_map(|event| event.event_id).collect();
        let error = match self.clone().await {
            Ok(result) => return Ok(SentEmail::Confirmed(result)),
            Err(error) if error.may_have_been_applied() => error,
            Err(error) => return Err(error),
        };
        let addresses = self.addresses();
        let is_new = |event: &OrderEvent| {
            let is_unknown = event.event_id.is_some_and(|id| !before.contains(&id));
            is_unknown && shows(event, &addresses)
        };
        let mut waits = RECHECK_WAITS.into_iter();
        loop {
            // The error of sending matters more than one of looking.
            let events = self.events(&client).await.unwrap_or_default();
            if let Some(event) = events.into_iter().find(is_new) {
                return Ok(SentEmail::Found(Box::new(event)));
            }
            let Some(wait) = waits.next() else {
                return Err(error);
            };
            http::sleep(wait).await;
        }
    }

    async fn events(&self, client: &Client) -> Result<Vec<OrderEvent>, Error> {
        let order_id = self.0.text("order_id").and_then(|id| id.parse().ok());
        let order_id = order_id.ok_or_else(|| Error::invalid_request("order_id: it is not set"))?;
        let mut events: ListOrderEvents<'_> = client.list_order_events(order_id);
        events.0.limit_like(&self.0);
        events.await
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
