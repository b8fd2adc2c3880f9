//! Fields by name, with the type of their values.

order_sdk_runtime::field! {
    /// A field of a record, to filter by, sort by or request. [`order_fields`](crate::order_fields) has the fields of orders.
    ///
    /// The methods of a field depend on its type: strings can be searched, dates and numbers compared, and a field that
    /// contains records can only be requested.
}
