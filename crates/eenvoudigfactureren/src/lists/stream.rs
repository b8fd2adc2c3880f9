//! Streams: the rows of lists of any length, and the orders that changed since a timestamp.

use chrono::NaiveDateTime;
use order_sdk_http::{
    self as http, BoxFuture, Changes, Error, ListParameters, Page, Paging, Prepared, Rows,
    refused_page,
};
use serde::de::DeserializeOwned;

use super::filter::with_own;
use crate::{
    calls::{ListClients, ListOrders},
    order_fields::{LAST_ACTIVITY, ORDER_ID},
    types::{Customer, Order},
};

/// The names of the parameters of every list.
const NAMES: ListParameters = ListParameters {
    skip: "skip",
    take: "take",
    fields: "fields",
    separator: ',',
};

/// Defines the streams of a list call.
macro_rules! streams {
    ($Call:ident: $Row:ident, $rows:literal, $id:ident, $($example:literal)+) => {
        impl<'a> $Call<'a> {
            #[doc = concat!("The ", $rows, " one by one, read in pages of 100 as they are needed. Only one page is")]
            /// in memory at a time.
            ///
            /// `skip` is the number of rows to skip and `take` the total number of rows to read, if they are set. If
            /// rows may be added meanwhile, sort by a field that does not change, for example the ID.
            ///
            /// A row that could not be read is an error with
            /// [`unreadable_rows`](order_sdk_http::Error::unreadable_rows), and the stream continues. Any other
            /// error ends the stream. The error of an invalid argument, for example a negative `skip` or `take`, is the
            /// first and only item.
            ///
            $(#[doc = $example])+
            pub fn stream(self) -> Rows<'a, $Row> {
                self.stream_with(Paging::new())
            }

            /// As [`stream`](Self::stream), with other settings for paging. The arguments `skip` and `take` of the
            /// call, if set, override [`Paging::start`] and [`Paging::limit`].
            pub fn stream_with(self, paging: Paging) -> Rows<'a, $Row> {
                rows(self.0, Self::OPERATION.id, paging, |row| row.$id)
            }
        }
    };
}

streams!(ListOrders: Order, "orders", order_id,
    "```no_run"
    "use eenvoudigfactureren::{Client, Error, order_fields::{ORDER_ID, STATUS}};"
    ""
    "async fn print_open(client: &Client) -> Result<(), Error> {"
    "    let open = client.list_orders().filter(STATUS.is(\"open\")).sort(ORDER_ID.ascending());"
    "    let mut orders = open.stream();"
    "    while let Some(order) = orders.next_row().await {"
    "        println!(\"{:?}\", order?.number);"
    "    }"
    "    Ok(())"
    "}"
    "```"
);
streams!(ListClients: Customer, "customers", client_id,
    "```no_run"
    "use eenvoudigfactureren::{Client, Error, customer_fields::NUMBER};"
    ""
    "async fn print_all(client: &Client) -> Result<(), Error> {"
    "    let mut customers = client.list_clients().sort(NUMBER.ascending()).stream();"
    "    while let Some(customer) = customers.next_row().await {"
    "        println!(\"{:?}\", customer?.name);"
    "    }"
    "    Ok(())"
    "}"
    "```"
);

impl<'a> ListOrders<'a> {
    /// The orders that were created or changed since a timestamp, the oldest timestamp first.
    ///
    /// `since` is a `last_activity` that the service returned, or [`Changes::last`] of the previous run. Do not use the
    /// clock of this machine: timestamps are local times of the service without a time zone, in whole seconds. To read
    /// everything in the first run, use a date before all orders.
    ///
    /// Two things are assumed; no source confirms them. First, that the service can filter and sort by `last_activity`.
    /// If it ignores the filter or the sort, or returns an error, the stream ends with an error; but if it returned no
    /// orders instead, changes would be missed. Second, that every change to an order sets `last_activity`: a change
    /// that does not is missed, without an error.
    ///
    /// A run returns each order whose timestamp is `since` or later at least once, and never twice with the same
    /// timestamp. This requires that the service keeps the order of rows with the same timestamp; otherwise an order
    /// may be returned only by the next run. A run starts with the orders whose timestamp is exactly `since`, so it can
    /// repeat orders of the previous run. Deleted orders are not returned. An order that the service stores late, with
    /// a timestamp before `since`, is returned only with a larger [`Changes::overlap`].
    ///
    /// The orders also meet `filter`, if it is set, and `take` is passed to [`Changes::limit`]. If `sort` or `skip` is
    /// set, or if `fields` is set without `order_id` or `last_activity`, the first and only item is an
    /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest) error.
    pub fn changed_since(self, since: NaiveDateTime) -> Changes<'a, Order> {
        let check = |call: &Prepared<'_, Vec<Order>>| {
            let needed = [ORDER_ID.name(), LAST_ACTIVITY.name()];
            call.check_list(&NAMES, &["sort", "skip"], &needed)
        };
        let call = self.0;
        let take = call.given("take").and_then(|take| take.parse().ok());
        let take = take.filter(|_| check(&call).is_ok());
        let fetch = move |after: NaiveDateTime, skip, take| {
            if let Err(error) = check(&call) {
                return refused_page(error);
            }
            let changed = LAST_ACTIVITY.greater_than(after);
            let filter = match with_own(call.given("filter"), &changed) {
                Ok(filter) => filter,
                Err(error) => {
                    let error = Error::invalid_request(error.to_string());
                    return refused_page(error.of(Self::OPERATION.id));
                }
            };
            let mut call = call.at(&NAMES, skip, take);
            call.set::<String>("filter", filter);
            call.set::<String>("sort", LAST_ACTIVITY.ascending());
            page(call, skip)
        };
        let changes = http::changes(
            Self::OPERATION.id,
            since,
            |order: &Order| order.order_id,
            |order| order.last_activity,
            fetch,
        );
        match take {
            Some(take) => changes.limit(take),
            None => changes,
        }
    }
}

fn rows<'a, T: DeserializeOwned + Send + Sync + 'static>(
    call: Prepared<'a, Vec<T>>,
    operation: &'static str,
    paging: Paging,
    identify: fn(&T) -> Option<i64>,
) -> Rows<'a, T> {
    let is_valid = call.check().is_ok();
    let paging = if is_valid {
        call.bounded(&NAMES, paging)
    } else {
        // The error must not depend on the limit.
        Paging::new()
    };
    http::rows(operation, paging, identify, move |skip, take| {
        if is_valid {
            page(call.at(&NAMES, skip, take), skip)
        } else {
            // Setting `skip` and `take` for a page would hide that the caller's values are invalid.
            page(call.clone(), 0)
        }
    })
}

fn page<'a, T: DeserializeOwned + Send + Sync + 'static>(
    call: Prepared<'a, Vec<T>>,
    skip: u64,
) -> BoxFuture<'a, Result<Page<T>, Error>> {
    Box::pin(async move { http::page(call.send().await, skip) })
}
