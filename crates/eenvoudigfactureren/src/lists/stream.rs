//! Lists of any length, page by page.

use sdk_runtime::http::{self, Paging, Rows};

use crate::{builder::ListOrders, types::Order};

impl<'a> ListOrders<'a> {
    /// The orders one by one, read in pages of 100 as they are needed. Only one page is in memory at a time.
    ///
    /// `skip` says where to begin and `take` how many orders to read in all, if they are set. Sort by a field that does
    /// not change, such as [`ORDER_ID`](crate::order_fields::ORDER_ID), where orders may be added meanwhile.
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

    /// The orders one by one, as [`stream`](Self::stream) but read as `paging` says. What it says of the start and of the
    /// number of orders gives way to `skip` and `take`, if they are set.
    pub fn stream_with(self, paging: Paging) -> Rows<'a, Order> {
        let paging = self.bounds(paging);
        http::rows(paging, move |skip, take| {
            let request = self.clone().skip(skip).take(take);
            Box::pin(async move { Ok(request.send().await?.into_inner()) })
        })
    }

    /// The paging with what was set of `skip` and `take`, which are found where they are sent.
    fn bounds(&self, paging: Paging) -> Paging {
        // What is wrong with an argument is told by the first page.
        let Ok(request) = self.clone().request() else {
            return paging;
        };
        let query = request.url().query_pairs();
        query.fold(paging, |paging, (name, value)| {
            match (&*name, value.parse()) {
                ("skip", Ok(rows)) => paging.start(rows),
                ("take", Ok(rows)) => paging.limit(rows),
                _ => paging,
            }
        })
    }
}
