//! A local server that stores what clients write and can simulate faults. The fakes of the SDKs use it.

use std::{
    collections::BTreeMap,
    convert::Infallible,
    io,
    net::{Ipv4Addr, SocketAddr},
    panic::{self, AssertUnwindSafe},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
    time::Duration,
};

use http_body_util::{BodyExt, Full};
use hyper::{Response, body::Bytes, body::Incoming, service::service_fn};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::{net::TcpListener, sync::oneshot};

/// What goes wrong with a request.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Fault {
    /// The connection is closed before the request is carried out.
    DropBefore,
    /// The request is carried out, and the connection is closed without a response.
    DropAfter,
    /// The request is not carried out. The response has this status, for example 401, 429 or 503.
    Status(u16),
    /// The request is carried out after this time, even if the client has given up.
    Slow(Duration),
    /// The request is carried out, and the response comes after this time.
    SlowResponse(Duration),
}

/// A request as it arrived.
#[derive(Clone, Debug)]
pub struct Request {
    /// The method in capitals.
    pub method: String,
    /// The path, percent-encoded.
    pub path: String,
    /// The query, decoded.
    pub query: Vec<(String, String)>,
    /// The headers; their names are in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Request {
    /// The query parameter with this name.
    pub fn query(&self, name: &str) -> Option<&str> {
        value(&self.query, name)
    }

    /// The header with this name, which is in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        value(&self.headers, name)
    }
}

fn value<'a>(all: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let found = all.iter().find(|(known, _)| known == name);
    found.map(|(_, value)| value.as_str())
}

/// A response.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The content type; empty for none.
    pub content_type: &'static str,
    /// Further headers.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    /// A JSON response.
    pub fn json(status: u16, body: &Value) -> Self {
        Self {
            status,
            content_type: "application/json",
            body: body.to_string().into_bytes(),
            ..Self::default()
        }
    }
}

/// What a service does with requests.
pub trait Service: Clone + Send + 'static {
    /// Carries out a request. After a response with the status of an error, the previous state is restored.
    fn answer(&mut self, request: &Request) -> Answer;

    /// The response to a request that fails with this status and is not carried out.
    fn failure(&self, status: u16) -> Answer;
}

/// Carries out a request. A request that the service refuses, or on which it panics, changes nothing.
fn carry_out<S: Service>(service: &mut S, request: &Request) -> Answer {
    let before = service.clone();
    let answer = panic::catch_unwind(AssertUnwindSafe(|| service.answer(request)));
    let answer = answer.unwrap_or_else(|_| before.failure(500));
    if answer.status >= 400 {
        *service = before;
    }
    answer
}

/// A running server. It stops when it is dropped.
#[derive(Debug)]
pub struct Server<S> {
    address: SocketAddr,
    shared: Arc<Mutex<Shared<S>>>,
    _stop: oneshot::Sender<Infallible>,
}

#[derive(Debug)]
struct Shared<S> {
    service: S,
    /// How many requests arrived.
    count: usize,
    /// The faults to simulate, by the number of the request.
    faults: BTreeMap<usize, Fault>,
    log: Vec<Request>,
}

impl<S: Service> Server<S> {
    /// Starts a server.
    ///
    /// # Panics
    ///
    /// If no port or thread is available.
    pub fn start(service: S) -> Self {
        let shared = Arc::new(Mutex::new(Shared {
            service,
            count: 0,
            faults: BTreeMap::new(),
            log: Vec::new(),
        }));
        let (stop, stopped) = oneshot::channel();
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        listener.set_nonblocking(true).expect("a socket");
        let address = listener.local_addr().expect("an address");
        let served = shared.clone();
        thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build();
            runtime.expect("a runtime").block_on(async move {
                tokio::select! {
                    _ = serve(listener, served) => {}
                    _ = stopped => {}
                }
            });
        });
        Self {
            address,
            shared,
            _stop: stop,
        }
    }

    /// The URL of the server, without a path.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Sets a fault for one later request. `after` is the number of requests before it: 0 is the next request.
    pub fn fail(&self, after: usize, fault: Fault) {
        let mut shared = lock(&self.shared);
        let number = shared.count + after;
        shared.faults.insert(number, fault);
    }

    /// The requests that arrived, in their order.
    pub fn requests(&self) -> Vec<Request> {
        lock(&self.shared).log.clone()
    }

    /// Reads or changes the state of the service.
    pub fn with<T>(&self, change: impl FnOnce(&mut S) -> T) -> T {
        change(&mut lock(&self.shared).service)
    }
}

/// Ignores that a thread panicked while it had the lock: a second panic would hide the first one.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn serve<S: Service>(
    listener: std::net::TcpListener,
    shared: Arc<Mutex<Shared<S>>>,
) -> io::Result<()> {
    let listener = TcpListener::from_std(listener)?;
    loop {
        let (stream, _) = listener.accept().await?;
        let shared = shared.clone();
        tokio::spawn(async move {
            let service = service_fn(|request| respond(request, shared.clone()));
            let connection = hyper::server::conn::http1::Builder::new();
            // An error means that a fault or the client closed the connection.
            let _ = connection
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}

async fn respond<S: Service>(
    request: hyper::Request<Incoming>,
    shared: Arc<Mutex<Shared<S>>>,
) -> io::Result<Response<Full<Bytes>>> {
    let closed = || io::Error::from(io::ErrorKind::ConnectionReset);
    let request = read(request).await?;
    let fault = {
        let mut shared = lock(&shared);
        let number = shared.count;
        shared.count += 1;
        shared.log.push(request.clone());
        shared.faults.remove(&number)
    };
    let answer = match fault {
        Some(Fault::DropBefore) => return Err(closed()),
        Some(Fault::Status(status)) => lock(&shared).service.failure(status),
        // In its own task, because this one ends when the client closes the connection.
        Some(Fault::Slow(time)) => tokio::spawn(async move {
            tokio::time::sleep(time).await;
            carry_out(&mut lock(&shared).service, &request)
        })
        .await
        .map_err(io::Error::other)?,
        Some(Fault::SlowResponse(time)) => {
            let answer = carry_out(&mut lock(&shared).service, &request);
            tokio::time::sleep(time).await;
            answer
        }
        Some(Fault::DropAfter) => {
            carry_out(&mut lock(&shared).service, &request);
            return Err(closed());
        }
        None => carry_out(&mut lock(&shared).service, &request),
    };
    written(answer).map_err(io::Error::other)
}

async fn read(request: hyper::Request<Incoming>) -> io::Result<Request> {
    let (head, body) = request.into_parts();
    let body = body.collect().await.map_err(io::Error::other)?;
    let query = serde_urlencoded::from_str(head.uri.query().unwrap_or_default());
    let headers = head.headers.iter().map(|(name, value)| {
        let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
        (name.as_str().to_owned(), value)
    });
    Ok(Request {
        method: head.method.as_str().to_owned(),
        path: head.uri.path().to_owned(),
        query: query.map_err(io::Error::other)?,
        headers: headers.collect(),
        body: body.to_bytes().to_vec(),
    })
}

fn written(answer: Answer) -> Result<Response<Full<Bytes>>, hyper::http::Error> {
    let mut response = Response::builder().status(answer.status);
    if !answer.content_type.is_empty() {
        response = response.header("content-type", answer.content_type);
    }
    for (name, value) in answer.headers {
        response = response.header(name, value);
    }
    response.body(Full::new(answer.body.into()))
}
