//! Fields to return, in the syntax of the API: `id|ts_lastupdate`.

use super::Field;

order_sdk_core::fields! {
    /// The fields that a list returns. According to a published program, the response contains no other fields; the
    /// vendor does not document this.
    ///
    /// ```
    /// use bouwsoft::{Fields, order_fields::{ID, NR, TS_LASTUPDATE}};
    ///
    /// let fields = Fields::of(ID).and(NR).and(TS_LASTUPDATE);
    /// assert_eq!(fields.to_string(), "id|nr|ts_lastupdate");
    /// ```
    ///
    /// Pass it as the argument `columns` of a list. The parameter `columns` of an operation that creates or changes a
    /// record has another syntax: [`OrderColumns`](crate::OrderColumns).
    "|"
}
