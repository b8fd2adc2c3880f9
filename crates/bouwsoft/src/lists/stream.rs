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

/// A row of a list, and what streams need to know of it.
trait Row: Sized + Send + 'static {
    /// What a response contains.
    type Page: DeserializeOwned + Send + Sync + 'static;

    const ID: Field<i64>;
    const TIMESTAMP: Field<NaiveDateTime>;

    fn id(&self) -> Option<i64>;
    fn timestamp(&self) -> Option<NaiveDateTime>;
    /// The rows of a page, and its range.
    fn open(page: Self::Page) -> (Vec<Self>, Option<String>);
}

/// Streams for the call of a list.
macro_rules! streams {
    ($Call:ident: $Row:ident in $Page:ident, $rows:literal, $fields:ident) => {
        impl Row for $Row {
            type Page = $Page;

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
            /// `offset` is the number of rows to skip and `limit` the total number of rows to read, if they are set. The rows
            /// are sorted by `id` unless `sort` is set: without a sort, the server may return a row twice or not at all. If
            /// rows change meanwhile, sort by a field that does not change.
            ///
            /// The stream ends after the total that the server reports in `Content-Range`. If it reports none, the stream
            /// ends at the first empty page. A page with fewer rows than requested does not end it, because the server may
            /// limit the size of pages.
            ///
            /// A row that could not be read is an error with [`unreadable_rows`](Error::unreadable_rows), and the stream
            /// continues. Any other error ends the stream. The error of an invalid argument, for example a negative `limit`,
            /// is the first and only item.
            pub fn stream(self) -> Rows<'a, $Row> {
                self.stream_with(Paging::new())
            }

            /// As [`stream`](Self::stream), with other settings for paging. `offset` and `limit` override its start and
            /// limit, if they are set.
            pub fn stream_with(self, paging: Paging) -> Rows<'a, $Row> {
                rows(self.0, paging)
            }

            #[doc = concat!("The ", $rows, " that changed since a timestamp, in the order of their timestamps.")]
            ///
            /// `since` is a `ts_lastupdate` that the server returned, or [`Changes::last`] of the run before; for a first run,
            /// choose one that is old enough. It is never the clock of this machine: timestamps are local times of the server
            /// without a time zone, in whole seconds.
            ///
            /// The promise: each row is returned at least once, and none twice with the same timestamp within a run. A run
            /// begins one second earlier than `since`, so it may return rows that the run before returned. Deleted rows are
            /// not returned, and neither are rows that the server stores late, with an older timestamp;
            /// [`Changes::overlap`] goes back further to find these.
            ///
            /// The rows also meet `filter`, if it is set, and `limit` is the maximum number of rows. `sort` and `offset`
            /// cannot be set, and `columns` must contain `id` and `ts_lastupdate`.
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
            let error = Error::invalid_request(problem.as_str());
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
            "sort: changed_since sorts by {timestamp}; remove it"
        ));
    }
    if call.text("offset").is_some() {
        return Some("offset: changed_since starts at its timestamp; remove it".to_owned());
    }
    let columns = call.text("columns")?;
    let mut needed = [id, timestamp].into_iter();
    let missing = needed.find(|name| columns.split('|').all(|column| column != *name))?;
    Some(format!("columns: changed_since needs {missing}; add it"))
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
