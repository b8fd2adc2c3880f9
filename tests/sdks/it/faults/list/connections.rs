//! Connections that end or hang, and responses that are cut or are not HTTP.

use std::time::Duration;

use super::{
    super::{
        api::Sample,
        reaction::{Piece, Reaction},
    },
    Fault, JSON, either, good, head, http,
};

pub fn faults(sample: &Sample) -> Vec<Fault> {
    let refused = Fault {
        reaction: None,
        ..Fault::new("connection refused", Reaction::close())
    };
    [
        vec![
            refused,
            Fault::new("reset before the request is read", Reaction::reset_unread()),
            Fault::new(
                "reset after the head of the request",
                Reaction::reset_after_head(),
            ),
        ],
        either(sample, "reset after the whole request", Reaction::reset()),
        either(sample, "closed after the whole request", Reaction::close()),
        slow(either(sample, "no response in time", Reaction::silence())),
        cut(sample),
        slow(drips(sample)),
        kept(sample),
        odd(sample),
    ]
    .concat()
}

fn slow(faults: Vec<Fault>) -> Vec<Fault> {
    faults.into_iter().map(Fault::slow).collect()
}

/// Responses that end too early.
fn cut(sample: &Sample) -> Vec<Fault> {
    let good = good(sample);
    let half = good.len() - sample.good.to_string().len() / 2;
    let body = sample.good.to_string();
    let chunked = [JSON, &[("transfer-encoding", "chunked")]].concat();
    let chunked = head(sample.status, &chunked);
    let chunk = format!("\r\n{:x}\r\n{body}\r\n", body.len());
    let unbounded = [
        head(sample.status, JSON),
        b"connection: close\r\n\r\n".to_vec(),
    ]
    .concat();
    let cut = |name: &str, bytes: &[u8]| {
        let reaction = Reaction::respond(bytes).then_close().created();
        Fault::new(name, reaction)
    };
    vec![
        cut("half the head of a response", &good[..30]),
        cut("body shorter than its content-length", &good[..half]),
        Fault::new(
            "reset in the middle of the body",
            Reaction::respond(&good[..half]).then_reset().created(),
        ),
        cut(
            "body without the last chunk",
            &[&chunked[..], chunk.as_bytes()].concat(),
        ),
        cut(
            "body cut in the middle of a chunk",
            &[&chunked[..], &chunk.as_bytes()[..chunk.len() / 2]].concat(),
        ),
        cut(
            "body up to the end of the connection, whole",
            &[&unbounded[..], body.as_bytes()].concat(),
        ),
        cut(
            "body up to the end of the connection, cut",
            &[&unbounded[..], &body.as_bytes()[..body.len() / 2]].concat(),
        ),
        cut(
            "body up to the end of the connection, zero bytes",
            &unbounded,
        ),
        Fault::new(
            "body of a 400 shorter than its content-length",
            Reaction::respond(&http(400, JSON, r#"{"error":"number not unique","x":1}"#)[..95])
                .then_close(),
        ),
    ]
}

/// Responses that arrive too slowly.
fn drips(sample: &Sample) -> Vec<Fault> {
    let drip = |bytes: Vec<u8>, immediate: usize| {
        let (at_once, slowly) = bytes.split_at(immediate);
        let mut pieces = vec![Piece::Bytes(at_once.to_vec())];
        for byte in slowly {
            pieces.push(Piece::Pause(Duration::from_millis(100)));
            pieces.push(Piece::Bytes(vec![*byte]));
        }
        Reaction::pieces(pieces).created()
    };
    let good = good(sample);
    let head = good.len() - sample.good.to_string().len();
    vec![
        Fault::new(
            "head of the response byte by byte, too slowly",
            drip(good.clone(), 0),
        ),
        Fault::new(
            "body of the response byte by byte, too slowly",
            drip(good.clone(), head),
        ),
        Fault::new(
            "body of the response stops halfway",
            Reaction::respond(&good[..head + 1]).then_hang().created(),
        ),
    ]
}

/// Connections that are reused after an earlier call.
fn kept(sample: &Sample) -> Vec<Fault> {
    let good = good(sample);
    let respond = || Reaction::respond(good.clone());
    let foreign = http(
        sample.status,
        JSON,
        r#"{"order_id":666,"RecordChanges":[{"id":666}]}"#,
    );
    let two = [&good[..], &foreign].concat();
    vec![
        Fault::new(
            "connection closed since the previous call",
            respond().created(),
        )
        .after(respond().then_close()),
        Fault::new(
            "connection reset since the previous call",
            respond().created(),
        )
        .after(respond().then_reset()),
        Fault::new(
            "reused connection closed without a response",
            Reaction::close().created(),
        )
        .after(respond()),
        Fault::new("two responses to the previous call", respond().created())
            .after(Reaction::respond(two)),
    ]
}

/// Responses that are not HTTP, or are unusual.
fn odd(sample: &Sample) -> Vec<Fault> {
    let good = good(sample);
    let body = sample.good.to_string();
    let after = |first: &[u8]| Reaction::respond([first, &good].concat()).created();
    let many: Vec<_> = (0..150).map(|_| ("x-many", "1")).collect();
    let lengths = [head(sample.status, JSON), b"content-length: 5\r\n".to_vec()].concat();
    let lengths = format!("content-length: 7\r\n\r\n{body}")
        .into_bytes()
        .into_iter()
        .fold(lengths, |mut all, byte| {
            all.push(byte);
            all
        });
    let old = format!("HTTP/1.0 {} So\r\n\r\n{body}", sample.status);
    let odd = |name: &str, bytes: &[u8]| {
        Fault::new(name, Reaction::respond(bytes).then_close().created())
    };
    vec![
        odd("not HTTP", b"SSH-2.0-OpenSSH_9.6\r\n"),
        odd(
            "random bytes",
            &[
                0x15, 3, 1, 0, 2, 2, 0x28, 0xff, 0xfe, b'\r', b'\n', b'\r', b'\n',
            ],
        ),
        odd("two different content-lengths", &lengths),
        odd("150 headers", &http(sample.status, &many, &body)),
        odd("HTTP/1.0", old.as_bytes()),
        odd(
            "status 101",
            b"HTTP/1.1 101 So\r\nconnection: upgrade\r\nupgrade: h2c\r\n\r\n",
        ),
        Fault::new(
            "100 before the response",
            after(b"HTTP/1.1 100 Continue\r\n\r\n"),
        ),
        Fault::new(
            "103 before the response",
            after(b"HTTP/1.1 103 Early Hints\r\nlink: </a>; rel=preload\r\n\r\n"),
        ),
    ]
}
