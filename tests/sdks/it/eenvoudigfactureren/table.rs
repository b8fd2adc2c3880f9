//! A server with a table of orders. It filters, sorts and pages as the service is assumed to do.

use std::sync::{Arc, Mutex, MutexGuard};

use eenvoudigfactureren::{
    Client, RetryPolicy, Settings,
    chrono::{NaiveDate, NaiveDateTime},
};
use httpmock::{HttpMockRequest, HttpMockResponse, MockServer};
use serde_json::{Value, json};

/// A second of the day on which all orders change.
pub fn second(second: u32) -> NaiveDateTime {
    let day = NaiveDate::from_ymd_opt(2026, 5, 7).expect("a day");
    let time = day.and_hms_opt(9, second / 60, second % 60);
    time.expect("a time")
}

/// An order: its ID, and the second of its last activity.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    pub id: i64,
    pub second: u32,
}

impl Record {
    fn time(&self) -> String {
        second(self.second).format("%Y-%m-%d %H:%M:%S").to_string()
    }

    fn json(&self) -> Value {
        json!({ "order_id": self.id, "number": self.id.to_string(), "last_activity": self.time() })
    }
}

/// Changes the table before the response to the list request with this index.
type Between = Box<dyn FnMut(usize, &mut Vec<Record>) + Send>;

#[derive(Default)]
pub struct State {
    pub records: Vec<Record>,
    /// Whether the server ignores `sort`.
    pub is_unsorted: bool,
    pub between: Option<Between>,
    /// The query of each list request, decoded.
    pub lists: Vec<Vec<(String, String)>>,
}

impl State {
    /// The parameter with this name, of each list request.
    pub fn sent(&self, name: &str) -> Vec<Option<&str>> {
        let lists = self.lists.iter();
        let values = lists.map(|query| {
            let given = query.iter().find(|(key, _)| key == name);
            given.map(|(_, value)| value.as_str())
        });
        values.collect()
    }
}

/// A running server.
#[derive(Clone)]
pub struct Table(Arc<Mutex<State>>);

impl Table {
    /// A server with orders that have these IDs and changed in these seconds.
    pub fn start(records: &[(i64, u32)]) -> (Self, MockServer, Client) {
        let records = records.iter().map(|&(id, second)| Record { id, second });
        let state = State {
            records: records.collect(),
            ..State::default()
        };
        let table = Self(Arc::new(Mutex::new(state)));
        let server = MockServer::start();
        let responder = table.clone();
        server.mock(|when, then| {
            when.method("GET").path("/orders");
            then.respond_with(move |request: &HttpMockRequest| responder.list(request));
        });
        let client = Client::builder()
            .api_key("key-for-tests")
            .server(server.base_url().as_str())
            .settings(Settings::new().retry(RetryPolicy::none()))
            .build();
        (table, server, client.expect("a client"))
    }

    pub fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().expect("not poisoned")
    }

    /// Changes the table before the response to each list request. `change` gets the index of the request.
    pub fn between(&self, change: impl FnMut(usize, &mut Vec<Record>) + Send + 'static) {
        self.state().between = Some(Box::new(change));
    }

    fn list(&self, request: &HttpMockRequest) -> HttpMockResponse {
        let state = &mut *self.state();
        if let Some(between) = &mut state.between {
            between(state.lists.len(), &mut state.records);
        }
        let query = request.query_params();
        let given = |name: &str| {
            let mut query = query.iter();
            query
                .find(|(key, _)| key == name)
                .map(|(_, value)| value.as_str())
        };
        let number = |name: &str| given(name).map(|text| text.parse::<usize>().expect("a number"));
        let mut rows = state.records.clone();
        rows.retain(|record| given("filter").is_none_or(|filter| selects(filter, record)));
        match given("sort") {
            Some("last_activity") if !state.is_unsorted => {
                rows.sort_by_key(|record| (record.second, record.id));
            }
            Some("last_activity") => rows.reverse(),
            Some("order_id") => rows.sort_by_key(|record| record.id),
            other => panic!("sort {other:?}"),
        }
        let rows = rows.iter().skip(number("skip").unwrap_or_default());
        let rows = rows.take(number("take").unwrap_or(usize::MAX));
        let body: Value = rows.map(Record::json).collect();
        state.lists.push(query);
        HttpMockResponse::builder()
            .status(200)
            .header("content-type", "application/json")
            .body(body.to_string())
            .build()
    }
}

/// Whether a filter that tests send matches an order.
fn selects(filter: &str, record: &Record) -> bool {
    filter.split(',').all(|condition| {
        let operators = [("!=", "__ne__"), (">", "__gt__")];
        let mut found = operators.iter().filter_map(|(sign, word)| {
            let parts = condition.split_once(word).or(condition.split_once(sign))?;
            Some((*sign, parts))
        });
        let (operator, (field, value)) = found.next().expect("a known operator");
        let own = match field {
            "last_activity" => record.time(),
            "number" => record.id.to_string(),
            "tag" => "printed".to_owned(),
            other => panic!("filter by {other}"),
        };
        match operator {
            "!=" => own != value,
            _ => own.as_str() > value,
        }
    })
}
