//! Fields by name, with the type of their values.

order_sdk_runtime::field! {
    /// A field of a record, to filter by, sort by or request. [`order_fields`](crate::order_fields) has the fields of orders,
    /// [`order_line_fields`](crate::order_line_fields) those of lines.
}
