//! An order of EenvoudigFactureren from its creation to its PDF.

use chrono::NaiveDate;
use eenvoudigfactureren::{Client, Error, order_fields::DATE, types::*};
use eenvoudigfactureren_httpmock::{MockServer, MockServerExt};

/// The results of the program.
#[derive(Debug, Default, PartialEq)]
struct Outcome {
    number: Option<String>,
    orders: usize,
    pdf: usize,
}

async fn run(client: &Client) -> Result<Outcome, Error> {
    let lines = ["Survey", "Drilling", "Report"];
    let items = lines.map(|line| OrderItemCreate::new().description(line).amount(100));
    let order = OrderCreate::new(1001).external_order_id("Q-1").items(items);
    let order_id = client
        .create_order(order)
        .await?
        .order_id
        .unwrap_or_default();
    let order = client.get_order(order_id).await?;
    let day = |month, day| NaiveDate::from_ymd_opt(2026, month, day).unwrap_or_default();
    let year = DATE.at_least(day(1, 1)).and(DATE.at_most(day(12, 31)));
    let mut orders = client.list_orders().filter(year).stream();
    let mut count = 0;
    while let Some(order) = orders.next_row().await {
        order?;
        count += 1;
    }
    let update = OrderUpdate::new().reference("Q-2").clear_note();
    client.update_order(order_id, update).await?;
    let first = order.items.iter().flatten().find_map(|item| item.item_id);
    client
        .delete_order_item(order_id, first.unwrap_or_default())
        .await?;
    let pdf = client.download_order(order_id).await?.bytes().await?;
    Ok(Outcome {
        number: order.number,
        orders: count,
        pdf: pdf.len(),
    })
}

#[tokio::test]
async fn an_order_from_its_creation_to_its_pdf() {
    let server = MockServer::start_async().await;
    let done = WriteResult::default().order_id(4004);
    let item = OrderItem::default().item_id(7);
    let order = Order::default()
        .order_id(4004)
        .number("2026-1")
        .items([item]);
    let mocks = [
        server.create_order(|_, then| drop(then.created(&done))),
        server.get_order(|when, then| drop((when.order_id(4004), then.ok(&order)))),
        server.list_orders(|when, then| {
            drop((when.take(100), then.ok(std::slice::from_ref(&order))))
        }),
        server.update_order(|when, then| drop((when.order_id(4004), then.ok(&done)))),
        server.delete_order_item(|when, then| drop((when.item_id(7), then.ok(&done)))),
        server.download_order(|when, then| drop((when.order_id(4004), then.ok("%PDF-1.7")))),
    ];
    let client = Client::with_api_key(&server.base_url(), "key-for-tests").expect("a client");
    let outcome = run(&client).await.expect("no error");
    let expected = Outcome {
        number: Some("2026-1".into()),
        orders: 1,
        pdf: 8,
    };
    assert_eq!(outcome, expected);
    mocks.iter().for_each(|mock| mock.assert());
}
