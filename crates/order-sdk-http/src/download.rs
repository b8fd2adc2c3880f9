//! Files that operations return, as streams. Both services return orders as PDF.

use std::{
    fmt,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use reqwest::{
    Response,
    header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderMap, HeaderName},
};
use tokio::time::{Sleep, sleep};

use super::{
    Error, Operation, Settings,
    fault::{self, Fault},
    file_name,
};

/// How many bytes at the start of a file are searched for the mark of its type: some programs write lines of their own
/// before the mark of a PDF.
const SEARCHED: usize = 1024;

/// A file that is being downloaded: its name, type and size, and a stream of its bytes.
///
/// There is no limit to how long the download takes. But if the caller waits for bytes, and none arrive within
/// [`Settings::request_timeout`], the download fails. If the file breaks off, the last item is an error. Dropping the
/// download cancels it.
pub struct Download {
    operation: &'static str,
    content_type: Option<String>,
    file_name: Option<String>,
    size: Option<u64>,
    /// What was read to recognize the file.
    head: Bytes,
    /// The bytes after `head`; `None` if `head` is the whole file.
    rest: Option<Pin<Box<dyn Stream<Item = reqwest::Result<Bytes>> + Send + Sync>>>,
    /// The maximum number of bytes that are read into memory.
    largest: usize,
    /// How long to wait for the next part.
    patience: Duration,
    /// Runs only while the caller waits for a part.
    waiting: Option<Pin<Box<Sleep>>>,
    over: bool,
}

impl Download {
    pub(super) fn new(
        operation: &Operation,
        response: Response,
        head: Bytes,
        settings: &Settings,
    ) -> Self {
        let headers = response.headers();
        Self {
            operation: operation.id,
            content_type: text(headers, CONTENT_TYPE),
            file_name: text(headers, CONTENT_DISPOSITION)
                .and_then(|header| file_name::of_header(&header)),
            size: size(headers),
            head,
            rest: Some(Box::pin(response.bytes_stream())),
            largest: settings.max_response_bytes,
            patience: settings.request_timeout,
            waiting: None,
            over: false,
        }
    }

    /// A file that was decoded from a JSON response.
    pub(super) fn of_bytes(operation: &Operation, bytes: Bytes, settings: &Settings) -> Self {
        Self {
            operation: operation.id,
            content_type: None,
            file_name: None,
            size: Some(bytes.len() as u64),
            head: bytes,
            rest: None,
            largest: settings.max_response_bytes,
            patience: settings.request_timeout,
            waiting: None,
            over: false,
        }
    }

    /// Sets the name of the file if the server gave none.
    #[must_use]
    pub fn or_named(self, name: &str) -> Self {
        Self {
            file_name: self.file_name.or_else(|| file_name::safe(name)),
            ..self
        }
    }

    /// A name for the file: the name that the server gave, made safe, or a descriptive one. It contains no folder and
    /// no character that a file system rejects, and is at most 200 bytes long.
    pub fn file_name(&self) -> &str {
        self.file_name.as_deref().unwrap_or("download")
    }

    /// The content type that the server reports.
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// The size of the file in bytes, if the server reports it.
    #[allow(
        clippy::len_without_is_empty,
        reason = "a stream is empty when it has ended"
    )]
    pub fn len(&self) -> Option<u64> {
        self.size
    }

    /// Reads the whole file into memory. It may have at most [`Settings::max_response_bytes`] bytes.
    ///
    /// # Errors
    ///
    /// If the file is larger or breaks off, or if nothing is received within [`Settings::request_timeout`].
    pub async fn bytes(mut self) -> Result<Bytes, Error> {
        let mut whole = BytesMut::new();
        while let Some(part) = std::future::poll_fn(|context| self.poll_part(context)).await {
            let part = part?;
            if whole.len() + part.len() > self.largest {
                return Err(Error::from(fault::too_large(self.largest)).of(self.operation));
            }
            whole.extend_from_slice(&part);
        }
        Ok(whole.freeze())
    }

    fn poll_part(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        if self.over {
            return Poll::Ready(None);
        }
        if !self.head.is_empty() {
            return Poll::Ready(Some(Ok(std::mem::take(&mut self.head))));
        }
        let Some(rest) = &mut self.rest else {
            return Poll::Ready(None);
        };
        let Poll::Ready(part) = rest.as_mut().poll_next(context) else {
            return self.wait(context);
        };
        self.waiting = None;
        let fault = match part {
            Some(Ok(part)) => return Poll::Ready(Some(Ok(part))),
            Some(Err(error)) => Some(fault::broken(error)),
            None => None,
        };
        self.over = true;
        Poll::Ready(fault.map(|fault| Err(Error::from(fault).of(self.operation))))
    }

    /// Waits for the next part, for at most the timeout of a request.
    fn wait(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        let patience = self.patience;
        let waiting = self
            .waiting
            .get_or_insert_with(|| Box::pin(sleep(patience)));
        if waiting.as_mut().poll(context).is_pending() {
            return Poll::Pending;
        }
        self.over = true;
        let fault = fault::late(patience);
        Poll::Ready(Some(Err(Error::from(fault).of(self.operation))))
    }
}

impl Stream for Download {
    type Item = Result<Bytes, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_part(context)
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Download")
            .field("file_name", &self.file_name)
            .field("content_type", &self.content_type)
            .field("size", &self.size)
            .finish_non_exhaustive()
    }
}

/// The beginning of a response, up to and including the mark of the file type, or as far as the mark is searched for.
pub(super) async fn head(response: &mut Response, mark: &[u8]) -> Result<Bytes, Fault> {
    let mut head = BytesMut::new();
    while head.len() < SEARCHED && !has_mark(&head, mark) {
        match response.chunk().await.map_err(fault::broken)? {
            Some(part) => head.extend_from_slice(&part),
            None => break,
        }
    }
    Ok(head.freeze())
}

/// Whether the mark of a file type is near the beginning of a file. An empty mark matches every file.
pub(super) fn has_mark(file: &[u8], mark: &[u8]) -> bool {
    let start = &file[..file.len().min(SEARCHED)];
    mark.is_empty() || start.windows(mark.len()).any(|part| part == mark)
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    let value = headers.get(name)?.as_bytes();
    // Servers send names outside ASCII as UTF-8 or as Latin-1, whatever the standard says.
    let text = match std::str::from_utf8(value) {
        Ok(text) => text.to_owned(),
        Err(_) => value.iter().map(|byte| char::from(*byte)).collect(),
    };
    Some(text)
}

fn size(headers: &HeaderMap) -> Option<u64> {
    let length = headers.get(reqwest::header::CONTENT_LENGTH)?;
    length.to_str().ok()?.parse().ok()
}
