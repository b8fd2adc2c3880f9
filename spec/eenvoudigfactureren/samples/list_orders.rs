//! Lists the 31st to 40th open orders since a date, newest first.

use eenvoudigfactureren::{
    Client, Error, Filter, Sort,
    chrono::NaiveDate,
    order_fields::{DATE, STATUS},
    types::OrderStatus,
};

pub async fn list_orders(client: &Client) -> Result<(), Error> {
    let since = NaiveDate::from_ymd_opt(2018, 2, 1).expect("a valid date");
    let open = Filter::of(STATUS.is(OrderStatus::Open)).and(DATE.at_least(since));
    let newest_first = Sort::by(STATUS.ascending()).then(DATE.descending());
    let orders = client
        .list_orders()
        .filter(open)
        .sort(newest_first)
        .skip(30)
        .take(10)
        .await?;
    for order in orders {
        println!("{:?}: {:?} with tax", order.number, order.total_with_tax);
    }
    Ok(())
}
