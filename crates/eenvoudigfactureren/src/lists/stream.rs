//! Lists of any length, page by page.

use order_sdk_runtime::http::{self, BoxFuture, Error, Paging, Rows};

use crate::{calls::ListOrders, types::Order};

impl<'a> ListOrders<'a> {
    /// The orders one by one, read in pages of 100 as they are needed. Only one page is in memory at a time.
    ///
    /// `skip` is the number of orders to skip and `take` the total number of orders to read, if they are set. If orders may
    /// be added meanwhile, sort by a field that does not change, for example
    /// [`ORDER_ID`](crate::order_fields::ORDER_ID).
    ///
    /// An order that could not be read is an error with
    /// [`unreadable_rows`](order_sdk_runtime::http::Error::unreadable_rows), and the stream continues. Any other error ends
    /// the stream. The error of an invalid argument, for example a negative `skip` or `take`, is the first and only
    /// item.
    ///
    /// ```no_run
    /// use eenvoudigfactureren::{Client, Error, order_fields::{ORDER_ID, STATUS}};
    ///
    /// async fn print_open(client: &Client) -> Result<(), Error> {
    ///     let open = client.list_orders().filter(STATUS.is("open")).sort(ORDER_ID.ascending());
    ///     let mut orders = open.stream();
    ///     while let Some(order) = orders.next_row().await {
    ///         println!("{:?}", order?.number);
    ///     }
    ///     Ok(())
    /// }
    /// ```
    pub fn stream(self) -> Rows<'a, Order> {
        self.stream_with(Paging::new())
    }

    /// The orders one by one, as with [`stream`](Self::stream), but with other settings for paging. `skip` and `take`
    /// override its start and limit, if they are set.
    pub fn stream_with(self, paging: Paging) -> Rows<'a, Order> {
        match self.bounded(paging) {
            Some(paging) => http::rows(
                ListOrders::OPERATION.id,
                paging,
                identify,
                move |skip, take| {
                    let rows = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
                    page(self.clone().skip(rows(skip)).take(rows(take)), skip)
                },
            ),
            // Setting `skip` and `take` for a page would hide that the values of the caller are invalid.
            None => http::rows(
                ListOrders::OPERATION.id,
                Paging::new(),
                identify,
                move |_, _| page(self.clone(), 0),
            ),
        }
    }

    /// The paging with the `skip` and `take` of the caller; `None` if the request is invalid.
    fn bounded(&self, mut paging: Paging) -> Option<Paging> {
        self.0.check().ok()?;
        if let Some(skip) = self.0.text("skip") {
            paging = paging.start(skip.parse().ok()?);
        }
        if let Some(take) = self.0.text("take") {
            paging = paging.limit(take.parse().ok()?);
        }
        Some(paging)
    }
}

fn page(request: ListOrders<'_>, skip: u64) -> BoxFuture<'_, Result<http::Page<Order>, Error>> {
    Box::pin(async move { http::page(request.send().await, skip) })
}

fn identify(order: &Order) -> Option<i64> {
    order.order_id
}
