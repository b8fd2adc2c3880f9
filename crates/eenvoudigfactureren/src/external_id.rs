//! Creating an order once, by the identifier that it has in another system.

use sdk_runtime::http::Error;

use crate::{
    Client, Filter,
    order_fields::EXTERNAL_ORDER_ID,
    types::{Order, OrderCreate, WriteResult},
};

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
    /// Where it is not known whether the order was created, it is looked for once more. An error for which
    /// [`may_have_happened`](Error::may_have_happened) holds means that it is not there yet. The service may still be at
    /// it: wait a little and make the same call again.
    ///
    /// # Errors
    ///
    /// As for any call; and where the order has no `external_order_id`, or one that a filter cannot carry, such as one
    /// with a comma.
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

        let _turn = self.http.lock(&format!("external_order_id {id}")).await;
        if let Some(order) = self.with_external_id(&id, &filter).await? {
            return Ok(FoundOrCreated::Found(Box::new(order)));
        }
        match self.create_order().body(order).send().await {
            Ok(created) => Ok(FoundOrCreated::Created(created.into_inner())),
            Err(error) if error.may_have_happened() => {
                // Where looking fails too, what happened to the order is what matters.
                let found = self.with_external_id(&id, &filter).await.ok().flatten();
                let found = found.map(|order| FoundOrCreated::Found(Box::new(order)));
                found.ok_or(error)
            }
            Err(error) => Err(error),
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
