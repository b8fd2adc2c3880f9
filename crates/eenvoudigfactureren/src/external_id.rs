//! Creating an order once, by the identifier that it has in another system.

use std::time::Duration;

use sdk_runtime::http::{self, Error, Guard};

use crate::{
    Client, Filter,
    builder::CreateOrder,
    order_fields::EXTERNAL_ORDER_ID,
    types::{Order, OrderCreate, WriteResult},
};

/// The waits between looking for an order that may have been created: less than 2 seconds in all.
const WAITS: [Duration; 3] = [
    Duration::from_millis(250),
    Duration::from_millis(500),
    Duration::from_secs(1),
];

/// An order that was there, or that was created.
#[derive(Clone, Debug, PartialEq)]
pub enum FoundOrCreated {
    /// It was there. Where several have the identifier, the one with the lowest number.
    Found(Box<Order>),
    /// It was created.
    Created(WriteResult),
}

impl FoundOrCreated {
    /// The number by which the order is addressed.
    pub fn order_id(&self) -> Option<i64> {
        match self {
            Self::Found(order) => order.order_id,
            Self::Created(result) => result.order_id,
        }
    }
}

impl Client {
    /// Creates an order, unless there is one with its `external_order_id` already: that one is found instead, and not
    /// changed.
    ///
    /// Calls for one identifier wait for each other, whatever clone of this client makes them, so that they create one
    /// order between them. Other clients, such as those in other processes, are not waited for: the service does not keep
    /// two orders from having one identifier, and what looks and creates at the same time as they do may create a second
    /// one.
    ///
    /// Where it is not known whether the order was created, it is looked for a few times, within some 2 seconds. An error
    /// for which [`may_have_happened`](Error::may_have_happened) holds means that it is not there yet. The service may
    /// still be at it, so from then on calls of this client for the identifier do not create: they look for the order in
    /// the same way, and find it or end in [`ErrorKind::Ambiguous`](crate::ErrorKind::Ambiguous). The same goes for calls
    /// that come behind one that was cancelled, or dropped, while it created.
    ///
    /// Once you have looked into the account and are sure that there is no such order and will be none, go on with
    /// [`create_order`](Self::create_order): what it creates is found by later calls. A new client knows nothing of
    /// earlier calls, and creates as well. Of each identifier whose outcome is unknown, the client keeps the identifier
    /// for as long as it lives.
    ///
    /// # Errors
    ///
    /// As for any call; and where the order has no `external_order_id`, or one that a filter cannot carry, such as one
    /// with a comma. [`ErrorKind::Ambiguous`](crate::ErrorKind::Ambiguous) also where this call sent no order, and an
    /// earlier one may have created it.
    pub async fn find_or_create_by_external_id(
        &self,
        order: OrderCreate,
    ) -> Result<FoundOrCreated, Error> {
        let id = order.external_order_id.clone().unwrap_or_default();
        if id.is_empty() {
            let reason = "the order has no external_order_id to find it by";
            return Err(Error::invalid_request(reason));
        }
        let filter = Filter::of(EXTERNAL_ORDER_ID.is(id.as_str()));
        let filter = filter.render();
        let filter = filter.map_err(|error| Error::invalid_request(error.to_string()))?;

        let turn = self.http.lock(&format!("external_order_id {id}")).await;
        if turn.is_marked() {
            return self.found_at_last(turn, &id, &filter).await;
        }
        if let Some(order) = self.with_external_id(&id, &filter).await? {
            return Ok(FoundOrCreated::Found(Box::new(order)));
        }
        // Before it is sent, so that the mark stays where this call is cancelled.
        turn.mark();
        match self.create_order().body(order).send().await {
            Err(error) if error.may_have_happened() => {
                let found = self.found_at_last(turn, &id, &filter).await;
                // Where looking fails too, what happened to the order is what matters.
                found.map_err(|_| error)
            }
            known => {
                turn.unmark();
                known.map(|created| FoundOrCreated::Created(created.into_inner()))
            }
        }
    }

    /// Looks a few times for an order of which nobody knows whether it was created. Others may look at the same time.
    async fn found_at_last(
        &self,
        mut turn: Guard,
        id: &str,
        filter: &str,
    ) -> Result<FoundOrCreated, Error> {
        turn.release();
        let operation = CreateOrder::OPERATION.id;
        let mut waits = WAITS.into_iter();
        loop {
            match self.with_external_id(id, filter).await {
                Ok(Some(order)) => {
                    turn.unmark();
                    return Ok(FoundOrCreated::Found(Box::new(order)));
                }
                Ok(None) => {}
                Err(error) => {
                    let reason =
                        format!("an earlier call may have created it; looking for it: {error}");
                    return Err(turn.ambiguous(operation, reason, Some(error)));
                }
            }
            let Some(wait) = waits.next() else {
                let reason = "an earlier call may have created it, and it is not found";
                return Err(turn.ambiguous(operation, reason, None));
            };
            http::sleep(wait).await;
        }
    }

    /// The order with this identifier and the lowest number.
    async fn with_external_id(&self, id: &str, filter: &str) -> Result<Option<Order>, Error> {
        let mut orders = self.list_orders().filter(filter).stream();
        let mut found: Option<Order> = None;
        while let Some(order) = orders.next_row().await {
            let order = order?;
            // The service may compare without regard to case, and not every server heeds a filter.
            let same = order.external_order_id.as_deref() == Some(id);
            let earlier = found
                .as_ref()
                .is_none_or(|found| order.order_id < found.order_id);
            if same && earlier {
                found = Some(order);
            }
        }
        Ok(found)
    }
}
