//! Creating an order once, identified by its ID in another system.

use std::borrow::Cow;

use order_sdk_http::{CreateOnce, Error, Operation, Rows};

use super::{FoundOrCreated, is_gone, once};
use crate::{
    Client, Filter,
    calls::{CreateOrder, ListOrders},
    order_fields::EXTERNAL_ORDER_ID,
    types::{Order, OrderCreate, WriteResult},
};

impl Client {
    /// Creates an order, unless an order with its `external_order_id` exists. An existing order is returned unchanged.
    ///
    /// Calls of this client and its clones for the same external ID wait for each other, so that they create only one
    /// order. Other clients, for example in other processes, are not coordinated: the service accepts duplicates, so
    /// two clients that call this at the same time may each create an order.
    ///
    /// If the outcome of creating the order is unknown, the client searches for the order a few times within about 2
    /// seconds. An error for which [`may_have_been_applied`](Error::may_have_been_applied) returns true means that the
    /// order was not found yet. The service may still create it. Therefore, later calls of this client for the external
    /// ID create nothing: they search for the order, and return it or fail with
    /// [`ErrorKind::UnknownOutcome`](crate::ErrorKind::UnknownOutcome). This also applies after a call that was
    /// cancelled or dropped while it created the order, and after a response without an `order_id`.
    ///
    /// If you have checked the account and are sure that the order does not exist and will not be created, call
    /// [`create_order`](Self::create_order). Later calls find the order that it creates. A new client does not know
    /// about earlier calls: if its search does not find the order, it creates an order, which may be a second one.
    ///
    /// If the list does not contain an order that this client created or found, the client requests it by its
    /// `order_id`. If the order was deleted, or is not found for about 2 seconds, it is created again. For this, the
    /// client keeps the external ID and the `order_id` of each of these orders in memory.
    ///
    /// # Errors
    ///
    /// As for any call. Also if the order has no `external_order_id`, or one that cannot be part of a filter, for
    /// example with a comma or with white space at its start or end. Also if an order has the external ID in another
    /// spelling, because the service would treat the two as equal, or if the order of an earlier call now has another
    /// external ID, for example because the service truncated it.
    /// [`ErrorKind::UnknownOutcome`](crate::ErrorKind::UnknownOutcome) also if this call sent no order and an earlier
    /// call may have created it.
    pub async fn find_or_create_by_external_id(
        &self,
        order: OrderCreate,
    ) -> Result<FoundOrCreated<Order>, Error> {
        let create = ByExternalId {
            client: self,
            order,
        };
        once(&self.http, &create).await
    }
}

/// A new order, and how to find it by its `external_order_id`.
struct ByExternalId<'a> {
    client: &'a Client,
    order: OrderCreate,
}

impl CreateOnce for ByExternalId<'_> {
    type Record = Order;
    type Created = WriteResult;

    const RECORD: &'static str = "order";
    const CREATE: &'static Operation = &CreateOrder::OPERATION;
    const SEARCH: &'static Operation = &ListOrders::OPERATION;

    fn field(&self) -> &'static str {
        EXTERNAL_ORDER_ID.name()
    }

    fn value(&self) -> &str {
        self.order.external_order_id.as_deref().unwrap_or_default()
    }

    fn search(&self) -> Result<Rows<'_, Order>, Error> {
        let filter = Filter::of(EXTERNAL_ORDER_ID.is(self.value())).render();
        let filter = filter.map_err(|error| Error::invalid_request(error.to_string()))?;
        Ok(self.client.list_orders().filter(filter).stream())
    }

    async fn get(&self, id: i64) -> Result<Order, Error> {
        let mut order = self.client.get_order(id).await?;
        order.order_id = order.order_id.filter(|own| *own > 0).or(Some(id));
        Ok(order)
    }

    async fn create(&self) -> Result<WriteResult, Error> {
        self.client.create_order(&self.order).await
    }

    fn id(order: &Order) -> Option<i64> {
        order.order_id
    }

    fn created_id(result: &WriteResult) -> Option<i64> {
        result.order_id.filter(|id| *id > 0)
    }

    fn found_value<'r>(&self, order: &'r Order) -> Option<Cow<'r, str>> {
        let id = order.external_order_id.as_deref()?;
        // The response may omit the field or return it empty.
        (!id.trim().is_empty()).then_some(Cow::Borrowed(id))
    }

    fn is_gone(error: &Error) -> bool {
        is_gone(error, "order")
    }
}
