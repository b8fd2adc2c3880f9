//! Sorting and fields, as they are sent.

use eenvoudigfactureren::{
    Fields, Sort,
    order_fields::{DATE, ITEMS, NUMBER, ORDER_ID, STATUS},
};

#[test]
fn sorting_and_fields_are_written_as_the_service_reads_them() {
    let sort = Sort::by(STATUS.ascending())
        .then(DATE.descending())
        .then(NUMBER.ascending());
    assert_eq!(sort.to_string(), "status+-date+number");
    assert_eq!(String::from(DATE.descending()), "-date");
    let fields = Fields::of(ORDER_ID).and(ITEMS).and(DATE);
    assert_eq!(fields.to_string(), "order_id,items,date");
    assert_eq!(String::from(ORDER_ID), "order_id");
    assert_eq!(format!("{ORDER_ID:?}"), r#"Field("order_id")"#);
}
