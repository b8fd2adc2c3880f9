//! A server with a table of orders, lines or addresses. It filters, sorts and pages as Bouwsoft documents it.

use std::sync::{Arc, Mutex, MutexGuard};

use bouwsoft::{
    Client, RetryPolicy, Settings,
    chrono::NaiveDateTime,
    types::{AddressCreate, OrderCreate},
};
use httpmock::{HttpMockRequest, HttpMockResponse, MockServer};
use serde_json::{Value, json};

/// A second of the day on which all records change.
pub fn second(second: u32) -> NaiveDateTime {
    let day = bouwsoft::chrono::NaiveDate::from_ymd_opt(2026, 5, 7).expect("a day");
    day.and_hms_opt(9, second / 60, second % 60)
        .expect("a time")
}

/// A record: its ID, its title, and the second in which it changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    pub id: i64,
    pub title: String,
    pub second: u32,
}

impl Record {
    /// The number of the customer, if the record is an address.
    pub fn clientnr(&self) -> i64 {
        1000 + self.id
    }

    /// The record, with its title in the property `field` too.
    fn json(&self, field: &str) -> Value {
        let changed = second(self.second).format("%Y-%m-%d %H:%M:%S").to_string();
        let mut record = json!({
            "id": self.id,
            "title": self.title,
            "name": self.title,
            "clientnr": self.clientnr(),
            "ts_lastupdate": changed,
        });
        record[field] = self.title.as_str().into();
        record
    }
}

/// Where a server reports the range of a page.
#[derive(Clone, Copy, Default, Eq, PartialEq)]
pub enum Range {
    #[default]
    Body,
    Header,
    Nowhere,
}

/// What a server does with a new order.
#[derive(Clone, Copy, Default, Eq, PartialEq)]
pub enum Creates {
    #[default]
    Yes,
    /// Creates it and fails.
    AndFails,
    /// Fails.
    Not,
}

/// Changes the table before the response to the list request with this index.
type Between = Box<dyn FnMut(usize, &mut Vec<Record>) + Send>;

#[derive(Default)]
pub struct State {
    pub records: Vec<Record>,
    /// The maximum number of rows of a page.
    pub cap: Option<usize>,
    pub range: Range,
    pub creates: Creates,
    /// The property of an order that contains the title of its record.
    pub field: &'static str,
    /// Whether lists contain the records.
    pub is_listed: bool,
    /// The body for a record that does not exist.
    pub missing: &'static str,
    pub between: Option<Between>,
    /// The query of each list request, decoded.
    pub lists: Vec<Vec<(String, String)>>,
    pub created: usize,
}

impl State {
    /// The parameters with this name, of each list request.
    pub fn sent(&self, name: &str) -> Vec<Option<&str>> {
        let parameter = |query: &'_ Vec<(String, String)>| -> Option<usize> {
            query.iter().position(|(key, _)| key == name)
        };
        let sent = self.lists.iter();
        sent.map(|query| parameter(query).map(|place| query[place].1.as_str()))
            .collect()
    }
}

/// A running server.
#[derive(Clone)]
pub struct Table(Arc<Mutex<State>>);

impl Table {
    /// A server with records that have these IDs and changed in these seconds.
    pub fn start(records: &[(i64, u32)]) -> (Self, MockServer, Client) {
        let records = records.iter().map(|&(id, second)| Record {
            id,
            title: format!("order {id}"),
            second,
        });
        let state = State {
            records: records.collect(),
            field: "title",
            is_listed: true,
            missing: r#"{"Code":"404","Message":"Not Found"}"#,
            ..State::default()
        };
        let table = Self(Arc::new(Mutex::new(state)));
        let server = MockServer::start();
        let responder = table.clone();
        server.mock(|when, then| {
            when.is_true(|_| true);
            then.respond_with(move |request: &HttpMockRequest| responder.respond(request));
        });
        let settings = Settings::new().retry(RetryPolicy::none());
        let client = Client::builder()
            .access_token(&server.base_url(), 115, "token-for-tests")
            .settings(settings)
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

    fn respond(&self, request: &HttpMockRequest) -> HttpMockResponse {
        let mut state = self.state();
        let uri = request.uri();
        let path = uri.path();
        match (request.method_str(), path) {
            ("GET", path) if path.ends_with('/') => list(&mut state, request.query_params()),
            ("GET", path) => get(&state, path),
            (_, path) => create(&mut state, path, &request.query_params()),
        }
    }
}

fn list(state: &mut State, query: Vec<(String, String)>) -> HttpMockResponse {
    let index = state.lists.len();
    if let Some(mut between) = state.between.take() {
        between(index, &mut state.records);
        state.between = Some(between);
    }
    let given = |name: &str| {
        query
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value)
    };
    let mut rows: Vec<_> = state
        .records
        .iter()
        .filter(|_| state.is_listed)
        .filter(|record| given("filter").is_none_or(|filter| selects(filter, record)))
        .cloned()
        .collect();
    match given("sort").map(String::as_str) {
        Some("ts_lastupdate") => rows.sort_by_key(|record| (record.second, record.id)),
        Some("-id") => rows.sort_by_key(|record| -record.id),
        Some("id" | "code") => rows.sort_by_key(|record| record.id),
        other => panic!("sort {other:?}"),
    }
    let number = |name: &str| given(name).map(|text| text.parse::<usize>().expect("a number"));
    let (offset, total) = (number("offset").unwrap_or_default(), rows.len());
    let limit = number("limit")
        .unwrap_or(usize::MAX)
        .min(state.cap.unwrap_or(usize::MAX));
    let page: Vec<_> = rows
        .iter()
        .skip(offset)
        .take(limit)
        .map(|record| record.json(state.field))
        .collect();
    let range = (!page.is_empty()).then(|| format!("{offset}-{}/{total}", offset + page.len() - 1));
    let mut body = json!({ "Records": page });
    let mut response = HttpMockResponse::builder()
        .status(200)
        .header("content-type", "application/json");
    match (range, state.range) {
        (Some(range), Range::Body) => body["Content-Range"] = range.into(),
        (Some(range), Range::Header) => response = response.header("content-range", &range),
        _ => {}
    }
    state.lists.push(query);
    response.body(body.to_string()).build()
}

/// Whether a filter that tests send matches a record.
fn selects(filter: &str, record: &Record) -> bool {
    filter.split(" and ").all(|condition| {
        let condition = condition.trim_matches(['(', ')']);
        let (field, value) = condition.split_once(' ').expect("a condition");
        let (operator, value) = value.split_once(' ').expect("an operator");
        let value = value.trim_matches('\'').replace("''", "'");
        let own = match field {
            "ts_lastupdate" => second(record.second)
                .format("%Y-%m-%d %H:%M:%S")
                .to_string(),
            "title" | "concerning" | "ordernr" | "name" => record.title.clone(),
            "clientnr" => record.clientnr().to_string(),
            other => panic!("filter by {other}"),
        };
        match operator {
            "eq" => own.to_lowercase() == value.to_lowercase(),
            "ne" => own != value,
            "gt" => own > value,
            other => panic!("operator {other}"),
        }
    })
}

fn get(state: &State, path: &str) -> HttpMockResponse {
    let id: i64 = path
        .rsplit('/')
        .next()
        .expect("an ID")
        .parse()
        .expect("an ID");
    match state.records.iter().find(|record| record.id == id) {
        Some(record) => json_response(200, &json!({ "Records": [record.json(state.field)] })),
        None => HttpMockResponse::builder()
            .status(404)
            .body(state.missing)
            .build(),
    }
}

fn create(state: &mut State, path: &str, query: &[(String, String)]) -> HttpMockResponse {
    state.created += 1;
    let columns = &query
        .iter()
        .find(|(name, _)| name == "columns")
        .expect("columns")
        .1;
    let title = if path == "/Addresses" {
        let address: AddressCreate = columns.parse().expect("an address");
        Some(address.name)
    } else {
        let order: OrderCreate = columns.parse().expect("an order");
        match state.field {
            "title" => order.title,
            "concerning" => order.concerning,
            _ => order.ordernr,
        }
    };
    let record = Record {
        id: 100 + state.records.len() as i64,
        title: title.unwrap_or_default(),
        second: 99,
    };
    if state.creates != Creates::Not {
        state.records.push(record.clone());
    }
    match state.creates {
        Creates::Yes => json_response(201, &json!({ "RecordChanges": [record.json(state.field)] })),
        _ => json_response(503, &json!({})),
    }
}

fn json_response(status: u16, body: &Value) -> HttpMockResponse {
    HttpMockResponse::builder()
        .status(status)
        .header("content-type", "application/json")
        .body(body.to_string())
        .build()
}
