//! A server repeats a credential in percent-encoding, and no error shows it. The build has none of the features that
//! other tests enable.

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    thread,
};

use eenvoudigfactureren::Client;

#[tokio::main]
async fn main() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address");
    thread::spawn(move || listener.incoming().flatten().for_each(refuse));

    let client = Client::with_api_key(&format!("http://{address}"), "k/y+z=1").expect("a client");
    let error = client.get_order(4004).await.expect_err("refused");
    let shown = format!("{error} {error:?}");
    assert!(shown.contains("is not a key"), "{shown}");
    assert!(!shown.contains("k%2Fy"), "the error shows the key: {shown}");
}

fn refuse(mut stream: TcpStream) {
    let mut request = [0; 8192];
    let _ = stream.read(&mut request);
    let body = r#"{"error": "k%2Fy%2Bz%3D1 is not a key"}"#;
    let length = body.len();
    let _ = write!(
        stream,
        "HTTP/1.1 401 Unauthorized\r\ncontent-type: application/json\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}",
    );
}
