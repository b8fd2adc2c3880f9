//! A service that issues tokens, accepts only the latest one, and records the requests.

use std::{
    sync::{Arc, Mutex, MutexGuard},
    thread,
    time::Duration,
};

use bouwsoft::{Client, ClientBuilder, Error, RetryPolicy, Settings};
use httpmock::{HttpMockRequest, HttpMockResponse, MockServer};
use serde_json::{Value, json};

pub const APP_KEY: &str = "app-key-SECRET";
pub const REFRESH_TOKEN: &str = "refresh-token-SECRET";

/// Makes a call that writes.
pub async fn copy(client: &Client) -> Result<(), Error> {
    client.copy_order(17617).await.map(drop)
}

/// Authorization server and data server in one.
pub struct Service {
    pub server: MockServer,
    state: Arc<Mutex<State>>,
}

/// What the service does, and the requests that it received.
#[derive(Default)]
pub struct State {
    /// Whether the user has agreed to the activation.
    pub agreed: bool,
    /// How many access tokens were requested.
    pub fetches: u32,
    /// The access token that is valid.
    pub valid: String,
    /// Whether every token is refused.
    pub locked: bool,
    /// Members that replace those of the access token response; null removes a member.
    pub grant: Option<Value>,
    /// The status and body to return instead of an access token.
    pub refusal: Option<(u16, Value)>,
    /// Path and headers of each request, in the order of arrival.
    pub requests: Vec<(String, Vec<(String, String)>)>,
    /// How many order requests were successful.
    pub served: u32,
}

impl Service {
    pub fn start() -> Self {
        let server = MockServer::start();
        let state = Arc::new(Mutex::new(State::default()));
        let (address, shared) = (server.base_url(), Arc::clone(&state));
        server.mock(|when, then| {
            when.is_true(|_| true);
            then.respond_with(move |request: &HttpMockRequest| {
                let path = request.uri().path().to_owned();
                let (status, body) = shared
                    .lock()
                    .expect("not poisoned")
                    .respond(request, &address);
                if path.ends_with("/AccessToken") {
                    // Long enough for other calls to need a token too.
                    thread::sleep(Duration::from_millis(50));
                }
                HttpMockResponse::builder()
                    .status(status)
                    .header("content-type", "application/json")
                    .body(body.to_string())
                    .build()
            });
        });
        Self { server, state }
    }

    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("not poisoned")
    }

    pub fn url(&self) -> String {
        self.server.url("/api/v1")
    }

    /// Host and port.
    pub fn host(&self) -> String {
        self.server.address().to_string()
    }

    /// A builder of clients with the refresh token.
    pub fn builder(&self) -> ClientBuilder {
        let builder = Client::builder().refresh_token(115, REFRESH_TOKEN);
        self.around(builder)
    }

    /// The builder with this service as its servers.
    pub fn around(&self, builder: ClientBuilder) -> ClientBuilder {
        builder
            .authorization_server(&self.url())
            .settings(Settings::new().retry(RetryPolicy::none()))
    }

    pub fn client(&self) -> Client {
        self.builder().build().expect("a client")
    }

    /// How many requests a path received.
    pub fn count(&self, path: &str) -> usize {
        let state = self.state();
        let paths = state
            .requests
            .iter()
            .filter(|(requested, _)| requested.ends_with(path));
        paths.count()
    }
}

impl State {
    fn respond(&mut self, request: &HttpMockRequest, address: &str) -> (u16, Value) {
        let path = request.uri().path().to_owned();
        let headers = request.headers_vec().clone();
        let headers = headers
            .into_iter()
            .map(|(name, value)| (name.to_lowercase(), value));
        let headers: Vec<_> = headers.collect();
        let header = |wanted: &str| {
            let mut named = headers.iter().filter(|(name, _)| name == wanted);
            named.next().map(|(_, value)| value.clone())
        };
        let response = match path.trim_start_matches("/api/v1") {
            "/Authorize/RefreshToken" => self.activation(header("requestid"), address),
            "/Authorize/AccessToken" => self.access_token(address),
            _ if self.locked || header("accesstoken").as_ref() != Some(&self.valid) => {
                refused(&format!("no token {:?}", header("accesstoken")))
            }
            _ => {
                self.served += 1;
                (200, json!({ "Records": [{ "id": 17617 }] }))
            }
        };
        self.requests.push((path, headers));
        response
    }

    fn activation(&mut self, request_id: Option<String>, address: &str) -> (u16, Value) {
        if request_id.is_none() {
            let url = format!("{address}/agree");
            return (200, json!({ "RequestId": "request-17", "RequestURL": url }));
        }
        if !self.agreed {
            return refused("the user did not agree");
        }
        let (_, mut tokens) = self.access_token(address);
        tokens["ClientNr"] = 115.into();
        tokens["RefreshToken"] = REFRESH_TOKEN.into();
        self.fetches = 0;
        (200, tokens)
    }

    fn access_token(&mut self, address: &str) -> (u16, Value) {
        self.fetches += 1;
        if let Some(refusal) = &self.refusal {
            return refusal.clone();
        }
        self.valid = format!("access-token-{}-SECRET", self.fetches);
        let mut grant = json!({
            "AccessToken": self.valid,
            "ServerIP": "127.0.0.1",
            "ServerName": address,
            "Layout": "B",
        });
        let others = self.grant.as_ref().and_then(Value::as_object);
        for (name, value) in others.into_iter().flatten() {
            match value {
                Value::Null => grant.as_object_mut().and_then(|all| all.remove(name)),
                value => grant
                    .as_object_mut()
                    .and_then(|all| all.insert(name.clone(), value.clone())),
            };
        }
        (200, grant)
    }
}

/// A refusal in the vendor's form, which repeats `why`.
fn refused(why: &str) -> (u16, Value) {
    let body = json!({ "Code": "401", "Message": "Unauthorized", "Description": why });
    (401, body)
}
