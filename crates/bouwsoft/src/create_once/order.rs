//! Creating an order once, identified by a field that the caller keeps unique.

use std::borrow::Cow;

use order_sdk_http::{CreateOnce, Error, Operation, Rows};

use super::{FoundOrCreated, is_gone, once};
use crate::{
    Client, Field,
    calls::{CreateOrder, ListOrders},
    order_fields::{CONCERNING, ID, ORDERNR, TITLE},
    types::{Order, OrderCreate},
};

/// The field that identifies an order. Keep its values unique.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum OrderKey {
    /// `title`, at most 50 characters.
    Title,
    /// `concerning`, at most 100 characters.
    Concerning,
    /// `ordernr`, at most 100 characters.
    Ordernr,
}

impl Client {
    /// Creates `order`, unless an existing order has the same value in the field `key`. An existing order is returned
    /// unchanged, even if its document type differs.
    ///
    /// This is safe within one client: calls of this client and its clones for the same field and value, ignoring case,
    /// wait for each other, so that they create only one order. **It is not safe between clients**, for example in
    /// different processes: the server accepts duplicates, so two clients that call this at the same time may each
    /// create an order.
    ///
    /// If the outcome of creating the order is unknown, the client searches for the order up to four times, waiting
    /// less than 2 seconds in total. If [`may_have_been_applied`](Error::may_have_been_applied) of the error returns
    /// true, the order was not found, and the server may still create it. Therefore, later calls of this client for the
    /// same value create nothing: they search for the order, and return it or fail with
    /// [`ErrorKind::UnknownOutcome`](crate::ErrorKind::UnknownOutcome). This also applies after a call that was dropped
    /// while it created the order. A new client does not know about earlier calls: if its search does not find the
    /// order, it creates an order, which may be a second one.
    ///
    /// If the search does not return an order that this client created or found before, the client gets that order by
    /// its ID, up to four times. If it does not exist, a new order is created. For this, the client keeps the value and
    /// the ID of each order in memory.
    ///
    /// ```no_run
    /// use bouwsoft::{Client, Error, OrderKey, types::OrderCreate};
    ///
    /// async fn create(client: &Client) -> Result<(), Error> {
    ///     let order = OrderCreate::new("FAKTUUR").address_id(3759).title("Web order 2026-17");
    ///     let order = client.find_or_create_order(order, OrderKey::Title).await?.into_inner();
    ///     println!("{:?}", order.nr);
    ///     Ok(())
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// As for any call. [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) also if the field is not set in
    /// the order, begins or ends with white space, or contains a control character; if an order has the value in
    /// different case or with surrounding white space, because the server may treat the two as equal; and if the order
    /// of an earlier call now has another value.
    /// [`ErrorKind::UnknownOutcome`](crate::ErrorKind::UnknownOutcome) also if this call sent no order and an earlier
    /// call may have created it.
    pub async fn find_or_create_order(
        &self,
        order: OrderCreate,
        key: OrderKey,
    ) -> Result<FoundOrCreated<Order>, Error> {
        let create = OrderOnce {
            client: self,
            order,
            key,
        };
        once(&self.http, &create).await
    }
}

/// A new order, and how to find it.
struct OrderOnce<'a> {
    client: &'a Client,
    order: OrderCreate,
    key: OrderKey,
}

impl OrderKey {
    const fn field(self) -> Field<String> {
        match self {
            Self::Title => TITLE,
            Self::Concerning => CONCERNING,
            Self::Ordernr => ORDERNR,
        }
    }
}

impl CreateOnce for OrderOnce<'_> {
    type Record = Order;
    type Created = Order;

    const RECORD: &'static str = "order";
    const CREATE: &'static Operation = &CreateOrder::OPERATION;
    const SEARCH: &'static Operation = &ListOrders::OPERATION;

    fn field(&self) -> &'static str {
        self.key.field().name()
    }

    fn value(&self) -> &str {
        let value = match self.key {
            OrderKey::Title => &self.order.title,
            OrderKey::Concerning => &self.order.concerning,
            OrderKey::Ordernr => &self.order.ordernr,
        };
        value.as_deref().unwrap_or_default()
    }

    fn search(&self) -> Result<Rows<'_, Order>, Error> {
        let filter = self.key.field().eq(self.value()).render();
        let filter = filter.map_err(|error| Error::invalid_request(error.to_string()))?;
        let orders = self.client.list_orders().filter(filter);
        Ok(orders.sort(ID.ascending()).stream())
    }

    async fn get(&self, id: i64) -> Result<Order, Error> {
        let mut order = self.client.get_order(id).await?;
        order.id = order.id.or(Some(id));
        Ok(order)
    }

    async fn create(&self) -> Result<Order, Error> {
        self.client.create_order(&self.order).await
    }

    fn id(order: &Order) -> Option<i64> {
        order.id.filter(|id| *id != 0)
    }

    fn created_id(order: &Order) -> Option<i64> {
        Self::id(order)
    }

    fn found_value<'r>(&self, order: &'r Order) -> Option<Cow<'r, str>> {
        let value = match self.key {
            OrderKey::Title => &order.title,
            OrderKey::Concerning => &order.concerning,
            OrderKey::Ordernr => &order.ordernr,
        };
        value.as_deref().map(Cow::Borrowed)
    }

    fn is_gone(error: &Error) -> bool {
        is_gone(error)
    }
}
