//! Lists of any length, and what changed since the last run, as streams.

use chrono::NaiveDateTime;
use order_sdk_runtime::http::{
    self, BoxFuture, Changes, Error, Page, Paging, Prepared, Rows, enveloped_page,
};
use serde::de::DeserializeOwned;

use super::{Field, Filter};
use crate::{
    calls::{ListOrderLines, ListOrders},
    order_fields, order_line_fields,
    types::{Order, OrderLine, OrderLinePage, OrderList},
};

/// A row of a list, and what streams need from it.
trait Row: Sized + Send + 'static {
    /// The envelope of a response.
    type Page: DeserializeOwned + Send + Sync + 'static;

    /// The ID of the operation that lists the rows.
    const LIST: &'static str;
    const ID: Field<i64>;
    const TIMESTAMP: Field<NaiveDateTime>;

    fn id(&self) -> Option<i64>;
    fn timestamp(&self) -> Option<NaiveDateTime>;
    /// The rows of a page, and their `Content-Range`.
    fn open(page: Self::Page) -> (Vec<Self>, Option<String>);
}

/// Streams for the call of a list.
macro_rules! streams {
    ($Call:ident: $Row:ident in $Page:ident, $rows:literal, $fields:ident) => {
        impl Row for $Row {
            type Page = $Page;

            const LIST: &'static str = $Call::OPERATION.id;
            const ID: Field<i64> = $fields::ID;
            const TIMESTAMP: Field<NaiveDateTime> = $fields::TS_LASTUPDATE;

            fn id(&self) -> Option<i64> {
                self.id
            }

            fn timestamp(&self) -> Option<NaiveDateTime> {
                self.ts_lastupdate
            }

            fn open(page: $Page) -> (Vec<Self>, Option<String>) {
                (page.records.unwrap_or_default(), page.content_range)
            }
        }

        impl<'a> $Call<'a> {
            #[doc = concat!("The ", $rows, " one by one, read in pages of 100 as they are needed. Only one page is in ")]
            /// memory at a time.
            ///
            /// `offset` is the number of rows to skip and `limit` the maximum number of rows to read in total, not per
            /// page. The rows are sorted by `id` unless `sort` is set: without a sort, the server may return a row
            /// twice or not at all. If you set `sort`, choose a field that does not change while the stream runs.
            ///
            /// The stream ends after the total in `Content-Range`, which is a property of the response or a header.
            /// Without a total, it ends at the first empty page. A page with fewer rows than requested does not end it,
            /// because the server may limit the size of pages.
            ///
            /// A row that could not be read is an error with [`unreadable_rows`](Error::unreadable_rows), and the stream
            /// continues. Any other error ends the stream. The error of an invalid argument, for example a negative `limit`,
            /// is the first and only item.
            pub fn stream(self) -> Rows<'a, $Row> {
                self.stream_with(Paging::new())
            }

            /// As [`stream`](Self::stream), with other settings for paging. The arguments `offset` and `limit` of the
            /// call, if set, override [`Paging::start`] and [`Paging::limit`].
            pub fn stream_with(self, paging: Paging) -> Rows<'a, $Row> {
                rows(self.0, paging)
            }

            #[doc = concat!("The ", $rows, " that were created or changed since a timestamp, the oldest timestamp first.")]
            ///
            /// `since` is a `ts_lastupdate` that the server returned, or [`Changes::last`] of the previous run. Do not
            /// use the clock of this machine: timestamps are local times of the server without a time zone, in whole
            /// seconds. To read everything in the first run, use a date before all records.
            ///
            /// A run returns each row that was created or changed since `since` at least once, and never twice with the
            /// same timestamp. This requires that the server keeps the order of rows with the same timestamp; otherwise
            /// only the next run may return a row. A run begins with the rows whose timestamp is exactly `since`, so it
            /// may return rows that the previous run returned. It does not return deleted rows, nor rows that the
            /// server stores late, with a timestamp older than `since`. A larger [`Changes::overlap`] finds the latter.
            ///
            /// The rows also meet `filter`, if it is set, and `limit` is the maximum number of rows. If `sort` or
            /// `offset` is set, or `columns` is set without `id` or `ts_lastupdate`, the first and only item is an
            /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest) error.
            pub fn changed_since(self, since: NaiveDateTime) -> Changes<'a, $Row> {
                changes(self.0, since)
            }
        }
    };
}

streams!(ListOrders: Order in OrderList, "orders", order_fields);
streams!(ListOrderLines: OrderLine in OrderLinePage, "order lines", order_line_fields);

fn rows<'a, T: Row>(mut call: Prepared<'a, T::Page>, paging: Paging) -> Rows<'a, T> {
    let Some(paging) = bounded(&call, paging) else {
        // Setting `offset` and `limit` for a page would hide that the values of the caller are invalid.
        return http::rows(Paging::new(), T::id, move |_, _| page(call.clone(), 0));
    };
    if call.text("sort").is_none() {
        call.set::<String>("sort", T::ID.ascending());
    }
    http::rows(paging, T::id, move |offset, limit| {
        page(at(&call, offset, limit), offset)
    })
}

/// The paging with the `offset` and `limit` of the caller; `None` if the request is invalid.
fn bounded<E>(call: &Prepared<'_, E>, mut paging: Paging) -> Option<Paging> {
    call.check().ok()?;
    if let Some(offset) = call.text("offset") {
        paging = paging.start(offset.parse().ok()?);
    }
    if let Some(limit) = call.text("limit") {
        paging = paging.limit(limit.parse().ok()?);
    }
    Some(paging)
}

fn changes<'a, T: Row>(call: Prepared<'a, T::Page>, since: NaiveDateTime) -> Changes<'a, T> {
    let limit = call.text("limit").and_then(|limit| limit.parse().ok());
    let own_filter = call.text("filter").map(Filter::raw);
    let problem = problem::<T>(&call);
    let changes = http::changes(since, T::id, T::timestamp, move |after, offset, limit| {
        if call.check().is_err() {
            return page(call.clone(), 0);
        }
        if let Some(problem) = &problem {
            let error = Error::invalid_request(problem.as_str()).of(T::LIST);
            return Box::pin(std::future::ready(Err(error)));
        }
        let changed = T::TIMESTAMP.gt(after);
        let filter = match own_filter.clone() {
            Some(own) => own.and(changed),
            None => changed,
        };
        let mut call = at(&call, offset, limit);
        call.set::<String>("filter", filter);
        call.set::<String>("sort", T::TIMESTAMP.ascending());
        page(call, offset)
    });
    match limit {
        Some(limit) => changes.limit(limit),
        None => changes,
    }
}

/// Why the changes of a list cannot be requested with the arguments of the caller.
fn problem<T: Row>(call: &Prepared<'_, T::Page>) -> Option<String> {
    let (id, timestamp) = (T::ID.name(), T::TIMESTAMP.name());
    if call.text("sort").is_some() {
        return Some(format!(
            "sort: it cannot be set, because changed_since sorts by {timestamp}; remove `sort`"
        ));
    }
    if call.text("offset").is_some() {
        return Some("offset: it cannot be set with changed_since; remove `offset`".to_owned());
    }
    let columns = call.text("columns")?;
    let mut needed = [id, timestamp].into_iter();
    let missing = needed.find(|name| columns.split('|').all(|column| column != *name))?;
    Some(format!(
        "columns: {missing} is missing, which changed_since needs; add it"
    ))
}

/// The call for one page.
fn at<'a, E>(call: &Prepared<'a, E>, offset: u64, limit: u64) -> Prepared<'a, E> {
    let rows = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    let mut call = call.clone();
    call.set_optional::<i64>("offset", rows(offset));
    call.set_optional::<i64>("limit", rows(limit));
    call
}

fn page<'a, T: Row>(
    call: Prepared<'a, T::Page>,
    offset: u64,
) -> BoxFuture<'a, Result<Page<T>, Error>> {
    Box::pin(async move { enveloped_page(call.send().await, offset, T::open) })
}
