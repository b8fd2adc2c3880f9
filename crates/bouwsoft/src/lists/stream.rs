//! Streams: the rows of lists of any length, and the rows that changed since a timestamp.

use chrono::NaiveDateTime;
use order_sdk_http::{
    self as http, BoxFuture, Changes, Error, ListParameters, Page, Paging, Prepared, Rows,
    enveloped_page, refused_page,
};
use serde::de::DeserializeOwned;

use super::{Field, Filter};
use crate::{
    address_contact_fields, address_fields,
    calls::{
        ListAddressContacts, ListAddresses, ListOrderCommissions, ListOrderCosts, ListOrderLines,
        ListOrderVariables, ListOrders, ListVatCodes,
    },
    order_commission_fields, order_cost_fields, order_fields, order_line_fields,
    order_variable_fields,
    types::{
        Address, AddressContact, AddressContactList, AddressList, Order, OrderCommission,
        OrderCommissionList, OrderCost, OrderCostList, OrderLine, OrderLinePage, OrderList,
        OrderVariable, OrderVariableList, VatCode, VatCodeList,
    },
    vat_code_fields,
};

/// A row of a list that can be streamed.
trait Row: Sized + Send + 'static {
    /// The envelope of a response.
    type Page: DeserializeOwned + Send + Sync + 'static;

    /// The ID of the operation that lists the rows.
    const LIST: &'static str;
    /// The name of the field that identifies a row, by which the list is sorted.
    const KEY: &'static str;

    fn id(&self) -> Option<i64>;
    /// The rows of a page, and their `Content-Range`.
    fn open(page: Self::Page) -> (Vec<Self>, Option<String>);
}

/// A row that says when it changed.
trait ChangingRow: Row {
    const TIMESTAMP: Field<NaiveDateTime>;

    fn timestamp(&self) -> Option<NaiveDateTime>;
}

/// Defines the streams of a list call.
macro_rules! streams {
    ($Call:ident: $Row:ident in $Page:ident, $rows:literal, $key:expr) => {
        impl Row for $Row {
            type Page = $Page;

            const LIST: &'static str = $Call::OPERATION.id;
            const KEY: &'static str = $key.name();

            fn id(&self) -> Option<i64> {
                self.id
            }

            fn open(page: $Page) -> (Vec<Self>, Option<String>) {
                (page.records.unwrap_or_default(), page.content_range)
            }
        }

        impl<'a> $Call<'a> {
            #[doc = concat!("The ", $rows, " one by one, read in pages of 100 as they are needed. Only one page is")]
            /// in memory at a time.
            ///
            /// `offset` is the number of rows to skip and `limit` the maximum number of rows to read in total, not per
            /// page. Unless `sort` is set, the stream sorts by `id` (VAT codes by `code`), because the server may
            /// return rows of an unsorted list twice or not at all. If you set `sort`, choose a field that does not
            /// change while the stream runs.
            ///
            /// The stream ends at the last row according to the total in `Content-Range`, which is a property of the
            /// response or a header. Without a total, it ends at the first empty page. A page with fewer rows than
            /// requested does not end it, because the server may limit the size of pages.
            ///
            /// A row that could not be read is an error with [`unreadable_rows`](Error::unreadable_rows), and the
            /// stream continues. Any other error ends the stream. If an argument is invalid, for example `limit` is
            /// negative, `nextid` is set, or `columns` does not contain `id` (for VAT codes `code`), the error is the
            /// first and only item.
            pub fn stream(self) -> Rows<'a, $Row> {
                self.stream_with(Paging::new())
            }

            /// As [`stream`](Self::stream), with other settings for paging. The arguments `offset` and `limit` of the
            /// call, if set, override [`Paging::start`] and [`Paging::limit`].
            pub fn stream_with(self, paging: Paging) -> Rows<'a, $Row> {
                rows(self.0, paging)
            }
        }
    };
}

/// Defines the stream of changes of a list call whose rows have a timestamp.
macro_rules! changes {
    ($Call:ident: $Row:ident, $rows:literal, $fields:ident) => {
        impl ChangingRow for $Row {
            const TIMESTAMP: Field<NaiveDateTime> = $fields::TS_LASTUPDATE;

            fn timestamp(&self) -> Option<NaiveDateTime> {
                self.ts_lastupdate
            }
        }

        impl<'a> $Call<'a> {
            #[doc = concat!("The ", $rows, " that were created or changed since a timestamp, the oldest timestamp")]
            /// first.
            ///
            /// `since` is a `ts_lastupdate` that the server returned, or [`Changes::last`] of the previous run. Do not
            /// use the clock of this machine: timestamps are local times of the server without a time zone, in whole
            /// seconds. To read everything in the first run, use a date before all records.
            ///
            /// A run never returns a row twice with the same timestamp, and returns each row whose timestamp is `since`
            /// or later at least once. The latter requires that the server keeps the order of rows with the same
            /// timestamp; otherwise a run can miss a row, which the next run returns. A run begins with the rows whose
            /// timestamp is exactly `since`, so it may return rows that the previous run returned. It does not return
            /// deleted rows, nor rows that the server stores late, with a timestamp older than `since`. A larger
            /// [`Changes::overlap`] finds the latter.
            ///
            /// The rows also meet `filter`, if it is set, and `limit` is passed to [`Changes::limit`]. If `sort`,
            /// `offset` or `nextid` is set, or if `columns` is set without `id` or `ts_lastupdate`, the first and only
            /// item is an [`InvalidRequest`](crate::ErrorKind::InvalidRequest) error.
            pub fn changed_since(self, since: NaiveDateTime) -> Changes<'a, $Row> {
                changes(self.0, since)
            }
        }
    };
}

streams!(ListOrders: Order in OrderList, "orders", order_fields::ID);
streams!(ListOrderLines: OrderLine in OrderLinePage, "order lines", order_line_fields::ID);
streams!(ListOrderCosts: OrderCost in OrderCostList, "order costs", order_cost_fields::ID);
streams!(ListOrderVariables: OrderVariable in OrderVariableList, "order variables", order_variable_fields::ID);
streams!(ListOrderCommissions: OrderCommission in OrderCommissionList, "order commissions", order_commission_fields::ID);
streams!(ListAddresses: Address in AddressList, "addresses", address_fields::ID);
streams!(ListAddressContacts: AddressContact in AddressContactList, "contacts", address_contact_fields::ID);
streams!(ListVatCodes: VatCode in VatCodeList, "VAT codes", vat_code_fields::CODE);

changes!(ListOrders: Order, "orders", order_fields);
changes!(ListOrderLines: OrderLine, "order lines", order_line_fields);
changes!(ListAddresses: Address, "addresses", address_fields);
changes!(ListAddressContacts: AddressContact, "contacts", address_contact_fields);

/// The names of the parameters of every list.
const NAMES: ListParameters = ListParameters {
    skip: "offset",
    take: "limit",
    fields: "columns",
    separator: '|',
};

fn rows<'a, T: Row>(mut call: Prepared<'a, T::Page>, paging: Paging) -> Rows<'a, T> {
    let check = |call: &Prepared<'_, T::Page>| call.check_list(&NAMES, &["nextid"], &[T::KEY]);
    let paging = match check(&call) {
        Ok(()) => call.bounded(&NAMES, paging),
        // The error must not depend on the limit.
        Err(_) => Paging::new(),
    };
    if call.given("sort").is_none() {
        call.set::<String>("sort", T::KEY);
    }
    http::rows(T::LIST, paging, T::id, move |offset, limit| {
        match check(&call) {
            Ok(()) => page(call.at(&NAMES, offset, limit), offset),
            Err(error) => refused_page(error),
        }
    })
}

fn changes<'a, T: ChangingRow>(
    call: Prepared<'a, T::Page>,
    since: NaiveDateTime,
) -> Changes<'a, T> {
    let check = |call: &Prepared<'_, T::Page>| {
        let needed = [T::KEY, T::TIMESTAMP.name()];
        call.check_list(&NAMES, &["nextid", "sort", "offset"], &needed)
    };
    let limit = call.given("limit").and_then(|limit| limit.parse().ok());
    let limit = limit.filter(|_| check(&call).is_ok());
    let own_filter = call.given("filter").map(Filter::raw);
    let fetch = move |after, offset, limit| {
        if let Err(error) = check(&call) {
            return refused_page(error);
        }
        let changed = T::TIMESTAMP.gt(after);
        let filter = match own_filter.clone() {
            Some(own) => own.and(changed),
            None => changed,
        };
        let mut call = call.at(&NAMES, offset, limit);
        call.set::<String>("filter", filter);
        call.set::<String>("sort", T::TIMESTAMP.ascending());
        page(call, offset)
    };
    let changes = http::changes(T::LIST, since, T::id, T::timestamp, fetch);
    match limit {
        Some(limit) => changes.limit(limit),
        None => changes,
    }
}

fn page<'a, T: Row>(
    call: Prepared<'a, T::Page>,
    offset: u64,
) -> BoxFuture<'a, Result<Page<T>, Error>> {
    Box::pin(async move { enveloped_page(call.send().await, offset, T::open) })
}
