//! Responses that belong to another request: if a server or proxy returns one twice, each later request on the
//! connection receives the response to the request before it.

use std::time::Duration;

use bouwsoft::Grant;
use eenvoudigfactureren::{Client, ErrorKind, types::OrderUpdate};

use crate::faults::{
    api::quick,
    list::json,
    reaction::{Piece, Reaction, Request},
    server::Server,
};

fn client(server: &Server) -> Client {
    let client = Client::builder().api_key("key").settings(quick());
    client
        .server(server.url().as_str())
        .build()
        .expect("a client")
}

/// The identifier at the end of the path of a request.
fn requested(request: &Request) -> i64 {
    let path = request.line.split(' ').nth(1).unwrap_or_default();
    let id = path.rsplit('/').next().unwrap_or_default();
    id.parse().expect("an identifier")
}

#[tokio::test]
async fn a_duplicate_response_is_not_returned_to_another_call() {
    let server = Server::scripted(|turn| {
        Reaction::by_request(move |request| {
            let id = requested(request);
            let response = Piece::Bytes(json(200, format!(r#"{{"order_id":"{id}"}}"#)));
            if turn % 100 != 7 {
                return vec![response];
            }
            // The second one arrives after the next request was sent on the same connection.
            vec![
                response.clone(),
                Piece::Pause(Duration::from_millis(2)),
                response,
            ]
        })
    })
    .await;
    let client = client(&server);
    let mut misdirected = 0;
    for id in 1..=1500 {
        match client.get_order(id).await {
            Ok(order) => assert_eq!(order.order_id, Some(id)),
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::UnreadableResponse, "{error}");
                let previous = format!("order_id is \"{}\", not {id}", id - 1);
                assert!(error.to_string().contains(&previous), "{error}");
                assert!(error.is_retryable() && !error.may_have_been_applied());
                misdirected += 1;
            }
        }
    }
    assert!(
        misdirected > 0,
        "no response was returned to the wrong call"
    );
}

#[tokio::test]
async fn a_write_with_the_response_of_another_has_an_unknown_outcome() {
    let other = json(200, r#"{"success":"order updated","order_id":17}"#);
    let good = json(200, r#"{"success":"order updated","order_id":4004}"#);
    let server = Server::reacting(vec![
        Reaction::respond(good.clone()),
        Reaction::respond(other),
        Reaction::respond(good),
    ])
    .await;
    let client = client(&server);
    let update = || {
        let update = OrderUpdate::new().reference("Q-2");
        client.update_order(4004, update)
    };
    update().await.expect("updated");
    let error = update().await.expect_err("another order");
    assert_eq!(error.kind(), ErrorKind::UnreadableResponse);
    assert!(error.may_have_been_applied() && !error.is_retryable());
    assert_eq!(
        error.identifier(),
        None,
        "it is not the identifier of this order"
    );
    update().await.expect("updated");
}

/// Only the identifier of the record itself counts, however it is written, and whatever is inside the record.
#[tokio::test]
async fn the_identifier_of_a_record_is_found_wherever_it_is() {
    for (body, is_requested) in [
        (r#"{"order_id":17}"#, true),
        (
            r#"{"number":"a","items":[{"item_id":1}],"order_id" : "17"}"#,
            true,
        ),
        (
            r#"{"number":"a","items":[{"order_id":71}],"order_id":17}"#,
            true,
        ),
        (
            r#"{"number":"\u0022order_id\u0022:71","order_id":17}"#,
            true,
        ),
        (r#"{"number":"a","order_id":71}"#, false),
        (
            r#"{"number":"a","items":[{"order_id":17}],"order_id":71}"#,
            false,
        ),
        (
            r#"{"number":"a","items":[{"order_id":17}],"order_id" :71}"#,
            false,
        ),
        (
            r#"{"number":"a","items":[{"order_id":17}],"order\u005fid":71}"#,
            false,
        ),
        (r#"{"number":"order_id","order_id":71}"#, false),
    ] {
        let server = Server::reacting(vec![Reaction::respond(json(200, body))]).await;
        match client(&server).get_order(17).await {
            Ok(order) => assert!(is_requested && order.order_id == Some(17), "{body}"),
            Err(error) => {
                let message = error.to_string();
                assert!(
                    !is_requested && message.contains("order_id is 71, not 17"),
                    "{body}: {message}"
                );
            }
        }
    }
}

#[tokio::test]
async fn each_response_that_repeats_path_parameters_is_compared_with_the_path() {
    let body = r#"[{"order_id":17,"item_id":1,"remark_id":1,"event_id":1}]"#;
    let record = r#"{"order_id":17,"item_id":1,"remark_id":1,"event_id":1,"success":"done"}"#;
    let lists = Server::reacting(vec![Reaction::respond(json(200, body))]).await;
    let records = Server::reacting(vec![Reaction::respond(json(200, record))]).await;
    let (lists, records) = (client(&lists), client(&records));
    macro_rules! refused {
        ($($request:expr;)+) => {
            $(
                let error = $request.await.expect_err("another record").to_string();
                assert!(error.contains("the response belongs to another request"), "{error}");
            )+
        };
    }
    refused! {
        records.get_order(5);
        records.delete_order(5);
        records.get_order_item(17, 2);
        records.get_order_item(5, 1);
        records.delete_order_item(17, 2);
        records.get_order_remark(17, 2);
        records.delete_order_remark(17, 2);
        records.get_order_event(17, 2);
        lists.list_order_items(5);
        lists.list_order_remarks(5);
        lists.list_order_events(5);
    }
    let later = r#"[{"order_id":5},{"order_id":99}]"#;
    let server = Server::reacting(vec![Reaction::respond(json(200, later))]).await;
    refused! { client(&server).list_order_items(5); }
    let lines = r#"{"Records":[{"id":1,"orderid":99}]}"#;
    let server = Server::reacting(vec![Reaction::respond(json(200, lines))]).await;
    let grant = Grant::new(&server.url(), false).expect("a grant");
    let client = bouwsoft::Client::new(grant, &quick()).expect("a client");
    refused! {
        client.actualize_order_prices(5);
        client.move_order_lines(5).line_with_nr(1);
    }
    let signed = r#"{"Records":[{"id":17617}]}"#;
    let server = Server::reacting(vec![Reaction::respond(json(200, signed))]).await;
    let grant = Grant::new(&server.url(), false).expect("a grant");
    let client = bouwsoft::Client::new(grant, &quick()).expect("a client");
    let sign = |id| client.sign_order(id, b"\x89PNG\r\n\x1a\n....");
    sign(17617).await.expect("signed");
    let error = sign(5).await.expect_err("another order");
    assert!(error.may_have_been_applied(), "{error}");
}
