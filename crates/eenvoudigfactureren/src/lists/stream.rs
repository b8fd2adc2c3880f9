//! Lists of any length, page by page.

use sdk_runtime::http::{self, BoxFuture, Paging, Rows};

use crate::{builder::ListOrders, types::Order};

impl<'a> ListOrders<'a> {
    /// The orders one by one, read in pages of 100 as they are needed. Only one page is in memory at a time.
    ///
    /// `skip` says where to begin and `take` how many orders to read in all, if they are set. Sort by a field that does
    /// not change, such as [`ORDER_ID`](crate::order_fields::ORDER_ID), where orders may be added meanwhile.
    ///
    /// An order that cannot be read is an error among the others, and the stream goes on: such an error has
    /// [`unreadable_rows`](sdk_runtime::http::Error::unreadable_rows). Any other error ends the stream. An invalid argument,
    /// for example a negative `skip` or `take`, is the first and only item.
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
        let (request, paging) = self.bounded(paging);
        match paging {
            Some(paging) => http::rows(paging, identify, move |skip, take| {
                page(request.clone().skip(skip).take(take), skip)
            }),
            // A page of its own would take the place of what is wrong with `skip` and `take`.
            None => http::rows(Paging::new(), identify, move |_, _| {
                page(request.clone(), 0)
            }),
        }
    }

    /// The paging with what was set of `skip` and `take`, which are found where they are sent; none where the request is
    /// refused when it is sent.
    fn bounded(self, mut paging: Paging) -> (Self, Option<Paging>) {
        let Ok(request) = self.clone().request() else {
            return (self, None);
        };
        for (name, value) in request.url().query_pairs() {
            let rows = value.parse::<u64>();
            paging = match (&*name, rows) {
                ("skip", Ok(rows)) => paging.start(rows),
                ("take", Ok(rows)) => paging.limit(rows),
                ("skip", Err(_)) => return (self.skip(Refused(&value)), None),
                ("take", Err(_)) => return (self.take(Refused(&value)), None),
                _ => paging,
            };
        }
        (self, Some(paging))
    }
}

fn page(request: ListOrders<'_>, skip: u64) -> BoxFuture<'_, http::Page<Order>> {
    Box::pin(async move { http::page(request.send().await, skip) })
}

fn identify(order: &Order) -> Option<i64> {
    order.order_id
}

/// A number of rows that is none.
struct Refused<'a>(&'a str);

impl TryFrom<Refused<'_>> for i64 {
    type Error = String;

    fn try_from(rows: Refused<'_>) -> Result<Self, String> {
        Err(format!(
            "{} is no number of rows, which is 0 or more",
            rows.0
        ))
    }
}
