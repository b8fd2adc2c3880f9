//! Fields by name, with the type of their values.

order_sdk_core::field! {
    /// A field of a record, for filters, for sorting, and for the fields that a list returns.
    /// [`order_fields`](crate::order_fields) has the fields of orders; each other resource has such a module too.
}
