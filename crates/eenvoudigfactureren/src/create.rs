//! Creating an order and reading it in one step.

use order_sdk_http::{self as http, Error, ErrorKind, RECHECK_WAITS};

use crate::{Client, calls::CreateOrder, types::Order};

impl CreateOrder<'_> {
    /// Creates the order, and then gets it, with the `number` and everything else that the service sets. These are two
    /// requests. The time limit and the retry policy of the call apply to each. Its additional headers and query
    /// parameters are sent only with the first. If the second returns a 404, it is repeated up to three times within
    /// about 2 seconds.
    ///
    /// ```no_run
    /// use eenvoudigfactureren::{Client, Error, types::OrderCreate};
    ///
    /// async fn create(client: &Client) -> Result<(), Error> {
    ///     let order = client.create_order(OrderCreate::new(1001)).and_get().await?;
    ///     println!("{:?}", order.number);
    ///     Ok(())
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// As for [`create_order`](Client::create_order). If the order was created but could not be read, the error is
    /// [`ErrorKind::UnreadableResponse`]: [`Error::identifier`] is the `order_id`, [`Error::may_have_been_applied`] is
    /// true, and the message says that the order was written. Get it with [`get_order`](Client::get_order); do not
    /// create it again.
    pub async fn and_get(self) -> Result<Order, Error> {
        let client = Client {
            http: self.0.http().clone(),
        };
        let created = self.clone().await?.order_id.filter(|id| *id > 0);
        let read = match created {
            Some(order_id) => self.read(&client, order_id).await,
            None => Err(Error::unreadable("the response has no order_id")),
        };
        read.map_err(|error| Error::after_write(Self::OPERATION.id, created, error))
    }

    /// Gets the new order. It is requested a few times, because another server of the service may not have it yet.
    async fn read(&self, client: &Client, order_id: i64) -> Result<Order, Error> {
        let mut waits = RECHECK_WAITS.into_iter();
        loop {
            let mut get = client.get_order(order_id);
            get.0.limit_like(&self.0);
            match (get.await, waits.next()) {
                (Err(error), Some(wait)) if error.kind() == ErrorKind::NotFound => {
                    http::sleep(wait).await
                }
                (result, _) => return result,
            }
        }
    }
}
