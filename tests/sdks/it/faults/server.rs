//! A server that misbehaves as told, and counts what reached it.

use std::{
    io,
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpSocket, TcpStream},
    task::JoinHandle,
};

use super::act::{Act, End, Piece, Request, Until};

/// What reached the server.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// Requests whose head arrived whole.
    pub heads: Vec<Request>,
    /// How many requests arrived whole.
    pub whole: usize,
    /// The requests that were carried out.
    pub created: Vec<Request>,
    turns: usize,
}

type Script = Arc<dyn Fn(usize) -> Act + Send + Sync>;

/// A server on a port of its own, which ends when it is dropped.
pub struct Server {
    address: SocketAddr,
    seen: Arc<Mutex<Seen>>,
    task: JoinHandle<()>,
}

impl Server {
    /// A server that does the acts one request after the other; the last one serves all further requests.
    pub async fn acting(acts: Vec<Act>) -> Self {
        Self::scripted(move |turn| acts[turn.min(acts.len() - 1)].clone()).await
    }

    /// A server that does what the script says for each request, counted from 0.
    pub async fn scripted(script: impl Fn(usize) -> Act + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        Self::started(address, async { listener }, script)
    }

    /// A server at an address where nothing listens until some time has passed.
    pub async fn later(after: Duration, act: Act) -> Self {
        let socket = nobody();
        let address = socket.local_addr().expect("an address");
        let listener = async move {
            tokio::time::sleep(after).await;
            socket.listen(1024).expect("a server")
        };
        Self::started(address, listener, move |_| act.clone())
    }

    fn started(
        address: SocketAddr,
        listener: impl Future<Output = TcpListener> + Send + 'static,
        script: impl Fn(usize) -> Act + Send + Sync + 'static,
    ) -> Self {
        let seen = Arc::<Mutex<Seen>>::default();
        let (counted, script): (_, Script) = (seen.clone(), Arc::new(script));
        let task = tokio::spawn(async move {
            listen(listener.await, counted, script).await;
        });
        Self {
            address,
            seen,
            task,
        }
    }

    /// The base URL of its service.
    pub fn url(&self) -> String {
        format!("http://{}/api", self.address)
    }

    /// What reached it so far.
    pub fn seen(&self) -> Seen {
        self.seen.lock().expect("not poisoned").clone()
    }

    /// The port, as an address shows it.
    pub fn port(&self) -> u16 {
        self.address.port()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// An address of this machine where nothing listens, which no other test is given as long as the socket is kept.
pub fn nobody() -> TcpSocket {
    let socket = TcpSocket::new_v4().expect("a socket");
    let any = SocketAddr::from(([127, 0, 0, 1], 0));
    socket.bind(any).expect("a port");
    socket
}

async fn listen(listener: TcpListener, seen: Arc<Mutex<Seen>>, script: Script) {
    while let Ok((stream, _)) = listener.accept().await {
        let (seen, script) = (seen.clone(), script.clone());
        tokio::spawn(async move {
            // Whatever goes wrong with a connection is what the client is tested on.
            let _ = serve(stream, &seen, &script).await;
        });
    }
}

/// Serves the requests of one connection.
async fn serve(mut stream: TcpStream, seen: &Mutex<Seen>, script: &Script) -> io::Result<()> {
    let mut buffer = Vec::new();
    let mut is_first = true;
    loop {
        // Whether a connection ends before anything is read must be known as it begins; later, a client may keep it
        // without sending, and that is no turn.
        if !is_first {
            fill(&mut stream, &mut buffer, 1).await?;
        }
        is_first = false;
        let act = {
            let mut seen = seen.lock().expect("not poisoned");
            seen.turns += 1;
            script(seen.turns - 1)
        };
        if matches!(act.until, Until::Nothing | Until::Byte) {
            if act.until == Until::Byte {
                stream.peek(&mut [0]).await?;
            }
            return stream.set_zero_linger();
        }
        let request = receive(&mut stream, &mut buffer, &act, seen).await?;
        for piece in (act.answer)(&request) {
            match piece {
                Piece::Bytes(bytes) => stream.write_all(&bytes).await?,
                Piece::Pause(time) => tokio::time::sleep(time).await,
            }
        }
        match act.end {
            End::KeepAlive => {}
            End::Close => return stream.shutdown().await,
            End::Reset => return stream.set_zero_linger(),
            End::Hang => std::future::pending().await,
        }
    }
}

/// Reads a request as far as the act wants it, and counts it.
async fn receive(
    stream: &mut TcpStream,
    buffer: &mut Vec<u8>,
    act: &Act,
    seen: &Mutex<Seen>,
) -> io::Result<Request> {
    let mut request = loop {
        if let Some((request, length)) = head(buffer) {
            buffer.drain(..length);
            break request;
        }
        let wanted = buffer.len() + 1;
        fill(stream, buffer, wanted).await?;
    };
    seen.lock()
        .expect("not poisoned")
        .heads
        .push(request.clone());
    if act.until == Until::Whole {
        let length = request.header("content-length");
        let length = length.map_or(0, |length| length.parse().expect("a length"));
        fill(stream, buffer, length).await?;
        request.body = buffer.drain(..length).collect();
        seen.lock().expect("not poisoned").whole += 1;
    }
    if act.created {
        let mut seen = seen.lock().expect("not poisoned");
        seen.created.push(request.clone());
    }
    Ok(request)
}

/// The request whose head a buffer begins with, and how long that head is; none where it is not whole yet.
fn head(buffer: &[u8]) -> Option<(Request, usize)> {
    let mut headers = [httparse::EMPTY_HEADER; 64];
    let mut parsed = httparse::Request::new(&mut headers);
    let httparse::Status::Complete(length) = parsed.parse(buffer).expect("a request") else {
        return None;
    };
    let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
    let named =
        |header: &httparse::Header<'_>| (header.name.to_ascii_lowercase(), text(header.value));
    let request = Request {
        line: format!("{} {}", parsed.method?, parsed.path?),
        headers: parsed.headers.iter().map(named).collect(),
        body: Vec::new(),
    };
    Some((request, length))
}

/// Reads until so many bytes are there.
async fn fill(stream: &mut TcpStream, buffer: &mut Vec<u8>, length: usize) -> io::Result<()> {
    while buffer.len() < length {
        if stream.read_buf(buffer).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    Ok(())
}
