//! Fields to return, in the syntax of the API: `order_id,number`.

use super::Field;

order_sdk_core::fields! {
    /// The fields that a list returns. The response contains no other fields.
    ///
    /// ```
    /// use eenvoudigfactureren::{Fields, order_fields::{ITEMS, NUMBER, ORDER_ID}};
    ///
    /// let fields = Fields::of(ORDER_ID).and(NUMBER).and(ITEMS);
    /// assert_eq!(fields.to_string(), "order_id,number,items");
    /// ```
    ///
    /// Pass it to a list: `client.list_orders().fields(fields)`.
    ","
}
