//! A server that misbehaves as configured, and records what reached it.

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

use super::reaction::{End, Piece, Reaction, Request, Until};

/// What reached the server.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// Requests whose complete head arrived.
    pub heads: Vec<Request>,
    /// How many complete requests arrived.
    pub complete: usize,
    /// The requests that were carried out.
    pub created: Vec<Request>,
    turns: usize,
}

type Script = Arc<dyn Fn(usize) -> Reaction + Send + Sync>;

/// A server on its own port, which stops when it is dropped.
pub struct Server {
    address: SocketAddr,
    seen: Arc<Mutex<Seen>>,
    task: JoinHandle<()>,
}

impl Server {
    /// A server with one reaction per request; the last one is for all further requests.
    pub async fn reacting(reactions: Vec<Reaction>) -> Self {
        Self::scripted(move |turn| reactions[turn.min(reactions.len() - 1)].clone()).await
    }

    /// A server whose script returns the reaction to each request, counted from 0.
    pub async fn scripted(script: impl Fn(usize) -> Reaction + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        Self::started(address, async { listener }, script)
    }

    /// A server at an address where nothing listens until some time has passed.
    pub async fn later(after: Duration, reaction: Reaction) -> Self {
        let socket = closed_port();
        let address = socket.local_addr().expect("an address");
        let listener = async move {
            tokio::time::sleep(after).await;
            socket.listen(1024).expect("a server")
        };
        Self::started(address, listener, move |_| reaction.clone())
    }

    fn started(
        address: SocketAddr,
        listener: impl Future<Output = TcpListener> + Send + 'static,
        script: impl Fn(usize) -> Reaction + Send + Sync + 'static,
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

    /// The base URL of the service.
    pub fn url(&self) -> String {
        format!("http://{}/api", self.address)
    }

    /// What has reached it so far.
    pub fn seen(&self) -> Seen {
        self.seen.lock().expect("not poisoned").clone()
    }

    /// The port.
    pub fn port(&self) -> u16 {
        self.address.port()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// An address of this machine where nothing listens. No other test gets it as long as the socket is kept.
pub fn closed_port() -> TcpSocket {
    let socket = TcpSocket::new_v4().expect("a socket");
    let any = SocketAddr::from(([127, 0, 0, 1], 0));
    socket.bind(any).expect("a port");
    socket
}

async fn listen(listener: TcpListener, seen: Arc<Mutex<Seen>>, script: Script) {
    while let Ok((stream, _)) = listener.accept().await {
        let (seen, script) = (seen.clone(), script.clone());
        tokio::spawn(async move {
            // Tests cause connection errors deliberately.
            let _ = serve(stream, &seen, &script).await;
        });
    }
}

/// Serves the requests of one connection.
async fn serve(mut stream: TcpStream, seen: &Mutex<Seen>, script: &Script) -> io::Result<()> {
    let mut buffer = Vec::new();
    let mut is_first = true;
    loop {
        // The first reaction may end the connection before anything is read, so it is chosen when the connection
        // begins. Later ones are chosen when a request begins, because the client may keep an idle connection.
        if !is_first {
            fill(&mut stream, &mut buffer, 1).await?;
        }
        is_first = false;
        let reaction = {
            let mut seen = seen.lock().expect("not poisoned");
            seen.turns += 1;
            script(seen.turns - 1)
        };
        if matches!(reaction.until, Until::Nothing | Until::Byte) {
            if reaction.until == Until::Byte {
                stream.peek(&mut [0]).await?;
            }
            return stream.set_zero_linger();
        }
        let request = receive(&mut stream, &mut buffer, &reaction, seen).await?;
        for piece in (reaction.response)(&request) {
            match piece {
                Piece::Bytes(bytes) => stream.write_all(&bytes).await?,
                Piece::Pause(time) => tokio::time::sleep(time).await,
            }
        }
        match reaction.end {
            End::KeepAlive => {}
            End::Close => return stream.shutdown().await,
            End::Reset => return stream.set_zero_linger(),
            End::Hang => std::future::pending().await,
        }
    }
}

/// Reads as much of a request as the reaction needs, and records it.
async fn receive(
    stream: &mut TcpStream,
    buffer: &mut Vec<u8>,
    reaction: &Reaction,
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
    if reaction.until == Until::Everything {
        let length = request.header("content-length");
        let length = length.map_or(0, |length| length.parse().expect("a length"));
        fill(stream, buffer, length).await?;
        request.body = buffer.drain(..length).collect();
        seen.lock().expect("not poisoned").complete += 1;
    }
    if reaction.created {
        let mut seen = seen.lock().expect("not poisoned");
        seen.created.push(request.clone());
    }
    Ok(request)
}

/// The request at the start of a buffer, and the length of its head; `None` if the head is not complete.
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

/// Reads until the buffer has this length.
async fn fill(stream: &mut TcpStream, buffer: &mut Vec<u8>, length: usize) -> io::Result<()> {
    while buffer.len() < length {
        if stream.read_buf(buffer).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    Ok(())
}
