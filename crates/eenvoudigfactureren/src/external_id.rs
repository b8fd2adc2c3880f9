//! Creating an order once, identified by its ID in another system.

use std::time::Duration;

use order_sdk_runtime::http::{self, Error, ErrorKind, Guard, Mark};

use crate::{
    Client, Filter,
    calls::{CreateOrder, ListOrders},
    order_fields::EXTERNAL_ORDER_ID,
    types::{Order, OrderCreate, WriteResult},
};

/// The waits between looking for an order that may have been created: less than 2 seconds in all.
pub(crate) const WAITS: [Duration; 3] = [
    Duration::from_millis(250),
    Duration::from_millis(500),
    Duration::from_secs(1),
];

/// What is said of an order that there is not.
const GONE: [&str; 6] = [
    "unknown",
    "not found",
    "does not exist",
    "deleted",
    "niet gevonden",
    "bestaat niet",
];
/// Words that may stand beside those.
const FILLING: [&str; 7] = ["the", "this", "id", "is", "was", "has", "been"];

/// An order that existed already, or that was created.
#[derive(Clone, Debug, PartialEq)]
pub enum FoundOrCreated {
    /// It existed. If several orders have the external ID, the one with the lowest `order_id`.
    Found(Box<Order>),
    /// It was created.
    Created(WriteResult),
}

impl FoundOrCreated {
    /// The ID of the order.
    pub fn order_id(&self) -> Option<i64> {
        match self {
            Self::Found(order) => order.order_id,
            Self::Created(result) => result.order_id,
        }
    }
}

impl Client {
    /// Creates an order, unless an order with its `external_order_id` exists. An existing order is returned unchanged.
    ///
    /// Calls of this client and its clones for the same external ID wait for each other, so that they create only one order.
    /// Other clients, for example in other processes, are not coordinated: the service accepts duplicates, so two clients
    /// that call this at the same time may each create an order.
    ///
    /// If the outcome of creating the order is unknown, the client searches for it a few times within about 2 seconds. An
    /// error for which [`may_have_been_applied`](Error::may_have_been_applied) returns true means that it was not found
    /// yet. The service may still create it. Therefore, later calls of this client for the external ID create nothing:
    /// they search for the order, and return it or fail with
    /// [`ErrorKind::UnknownOutcome`](crate::ErrorKind::UnknownOutcome). This also applies after a call that was cancelled
    /// or dropped while it created the order, and after a response without an `order_id`.
    ///
    /// If you have checked the account and are sure that the order does not exist and will not be created, call
    /// [`create_order`](Self::create_order). Later calls find the order that it creates. A new client does not know about
    /// earlier calls, and creates the order too.
    ///
    /// If the list does not contain an order that this client created or found, the client requests it by its `order_id`.
    /// If the order was deleted, or is not found for about 2 seconds, it is created again. For this, the client keeps the
    /// external IDs of these calls and their orders for its lifetime.
    ///
    /// # Errors
    ///
    /// As for any call. Also if the order has no `external_order_id`, or one that cannot be part of a filter, for example
    /// with a comma or with white space at its start or end. Also if an order has the external ID in another spelling,
    /// because the service would treat the two as equal, or if the order of an earlier call now has another external ID,
    /// for example because the service truncated it. [`ErrorKind::UnknownOutcome`](crate::ErrorKind::UnknownOutcome) also
    /// if this call sent no order and an earlier call may have created it.
    pub async fn find_or_create_by_external_id(
        &self,
        order: OrderCreate,
    ) -> Result<FoundOrCreated, Error> {
        let id = order.external_order_id.clone().unwrap_or_default();
        let filter = filter(&id).map_err(invalid)?;
        // The service may take spellings for one.
        let key = format!("external_order_id {}", id.to_lowercase());
        let turn = self.http.lock(&CreateOrder::OPERATION, &key).await?;
        let before = turn.mark();
        if let Some(unknown @ Mark::Unknown(_)) = before {
            return self.found_at_last(turn, unknown, &id, &filter).await;
        }
        if let Some(order) = self.with_external_id(&id, &filter).await? {
            if let Some(number) = order.order_id {
                turn.set_mark(Mark::Done(number));
            }
            return Ok(FoundOrCreated::Found(Box::new(order)));
        }
        if let Some(Mark::Done(number)) = before
            && let Some(order) = self.known_before(number, &id).await?
        {
            return Ok(FoundOrCreated::Found(Box::new(order)));
        }
        // Before it is sent, so that the mark stays where this call is cancelled.
        let begun = Mark::begun();
        turn.set_mark(begun);
        match self.create_order(order).await {
            Ok(created) => {
                // Without a number it can only be looked for.
                if let Some(number) = created.order_id.filter(|number| *number > 0) {
                    turn.set_mark(Mark::Done(number));
                }
                Ok(FoundOrCreated::Created(created))
            }
            Err(error) if error.may_have_been_applied() => {
                // The response could not be read, so the number in it may be that of another order.
                if let Some(number) = error.identifier()
                    && let Ok(Some(order)) = self.known_before(number, &id).await
                    && order.external_order_id.as_deref().map(str::trim) == Some(id.as_str())
                {
                    turn.set_mark(Mark::Done(number));
                    return Ok(FoundOrCreated::Found(Box::new(order)));
                }
                let found = self.found_at_last(turn, begun, &id, &filter).await;
                // Where looking fails too, what happened to the order is what matters.
                found.map_err(|_| error)
            }
            Err(error) => {
                turn.restore(before);
                Err(error)
            }
        }
    }

    /// The order with this number, which an earlier call created or found; none where it is deleted. A server that is behind
    /// may not know it yet, so it is asked for a few times.
    async fn known_before(&self, number: i64, id: &str) -> Result<Option<Order>, Error> {
        let mut waits = WAITS.into_iter();
        loop {
            match self.get_order(number).await {
                Ok(mut order) => {
                    order.order_id = order.order_id.filter(|shown| *shown > 0).or(Some(number));
                    return match order.external_order_id.as_deref().map(str::trim) {
                        Some(theirs) if theirs != id && !theirs.is_empty() => {
                            Err(invalid(other_identifier(id, &order)))
                        }
                        // Where it shows none, it is the one of this number all the same.
                        _ => Ok(Some(order)),
                    };
                }
                Err(error) if is_gone(&error) => {}
                Err(error) => return Err(error),
            }
            let Some(wait) = waits.next() else {
                return Ok(None);
            };
            http::sleep(wait).await;
        }
    }

    /// Looks a few times for an order of which nobody knows whether it was created. Others may look at the same time.
    async fn found_at_last(
        &self,
        mut turn: Guard,
        unknown: Mark,
        id: &str,
        filter: &str,
    ) -> Result<FoundOrCreated, Error> {
        turn.release();
        let operation = CreateOrder::OPERATION.id;
        let mut waits = WAITS.into_iter();
        loop {
            match self.with_external_id(id, filter).await {
                Ok(Some(order)) => {
                    if let Some(number) = order.order_id {
                        turn.replace_mark(unknown, Mark::Done(number));
                    }
                    return Ok(FoundOrCreated::Found(Box::new(order)));
                }
                Ok(None) => {}
                Err(error) => {
                    let reason = format!(
                        "an earlier call may have created it, and the search for it failed: {error}"
                    );
                    return Err(turn.unknown_outcome(operation, reason, Some(error)));
                }
            }
            let Some(wait) = waits.next() else {
                let reason = "an earlier call may have created it, but it was not found";
                return Err(turn.unknown_outcome(operation, reason, None));
            };
            http::sleep(wait).await;
        }
    }

    /// The order with this identifier and the lowest number.
    async fn with_external_id(&self, id: &str, filter: &str) -> Result<Option<Order>, Error> {
        let mut orders = self.list_orders().filter(filter).stream();
        let (mut found, mut alike): (Option<Order>, Option<Order>) = (None, None);
        let mut is_orders = true;
        let mut unreadable = None;
        while let Some(order) = orders.next_row().await {
            let order = match order {
                Ok(order) => order,
                // The others may have the order.
                Err(error) if !error.unreadable_rows().is_empty() => {
                    unreadable = Some(error);
                    continue;
                }
                Err(error) => return Err(error),
            };
            is_orders &= order.order_id.is_some();
            // Not every server heeds a filter.
            let theirs = order.external_order_id.as_deref().unwrap_or_default();
            let place = match theirs {
                _ if theirs == id => &mut found,
                _ if is_alike(theirs, id) => &mut alike,
                _ => continue,
            };
            let number = |order: &Order| order.order_id.unwrap_or(i64::MAX);
            let is_earlier = |known: &Order| number(&order) < number(known);
            if place.as_ref().is_none_or(is_earlier) {
                *place = Some(order);
            }
        }
        if let (None, Some(error)) = (&found, unreadable) {
            return Err(error);
        }
        match (found, alike) {
            (None, Some(alike)) => Err(invalid(other_spelling(id, &alike))),
            // That an order is not among such rows says nothing.
            (None, None) if !is_orders => {
                let reason = "a row of the list has no order_id";
                Err(Error::unreadable(reason).of(ListOrders::OPERATION.id))
            }
            (found, _) => Ok(found),
        }
    }
}

/// Whether the service may take two identifiers for one.
fn is_alike(theirs: &str, id: &str) -> bool {
    theirs.trim().to_lowercase() == id.to_lowercase()
}

/// Whether an error says that there is no such order. The service says that a field is unknown, with other statuses too.
fn is_gone(error: &Error) -> bool {
    let said = error.message().map(gist);
    let of_an_order = |said: &str| said.strip_prefix("order ").is_some_and(says_gone);
    match (error.status(), error.kind()) {
        (Some(404 | 410), _) => {
            let says_so = |said: &str| says_gone(said) || of_an_order(said);
            // A page is of somebody between, and says nothing of the service.
            !http::is_page(error.body()) && said.as_deref().is_none_or(says_so)
        }
        // By a code beside another status.
        (Some(_), ErrorKind::NotFound) => true,
        (Some(_), ErrorKind::Rejected) => said.as_deref().is_some_and(of_an_order),
        _ => false,
    }
}

fn says_gone(words: &str) -> bool {
    GONE.contains(&words)
}

/// A message without the words that make no difference: `The order_id 5 is unknown.` is `order unknown`.
fn gist(message: &str) -> String {
    let message = message.to_lowercase();
    let words = message.split(|c: char| !c.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty() && word.parse::<i64>().is_err());
    let words: Vec<_> = words.filter(|word| !FILLING.contains(word)).collect();
    words.join(" ")
}

fn invalid(reason: impl Into<String>) -> Error {
    Error::invalid_request(reason).of(CreateOrder::OPERATION.id)
}

/// The filter for an external ID, or why there cannot be one.
fn filter(id: &str) -> Result<String, String> {
    if id.is_empty() {
        return Err("the order has no external_order_id; set one".into());
    }
    if id.trim() != id {
        let reason = "the external_order_id starts or ends with white space, which the service may remove; trim it";
        return Err(reason.into());
    }
    let filter = Filter::of(EXTERNAL_ORDER_ID.is(id)).render();
    filter.map_err(|error| error.to_string())
}

/// The reason for refusing an external ID that an order has in another spelling.
fn other_spelling(id: &str, order: &Order) -> String {
    let number = order.order_id.unwrap_or_default();
    let theirs = order.external_order_id.as_deref().unwrap_or_default();
    format!(
        "the order {number} has the external_order_id `{theirs}`, which is `{id}` in another spelling; use the spelling of the order"
    )
}

/// The reason for refusing an order that was created or found by an external ID and now has another one.
fn other_identifier(id: &str, order: &Order) -> String {
    let number = order.order_id.unwrap_or_default();
    let theirs = order.external_order_id.as_deref().unwrap_or_default();
    match is_alike(theirs, id) {
        true => other_spelling(id, order),
        false => format!(
            "the order {number} had the external_order_id `{id}` and now has `{theirs}`; look it up, and use create_order if \
             you need another one"
        ),
    }
}
