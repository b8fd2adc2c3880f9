//! Lists that are requested page by page, as a stream of rows.

use std::{
    fmt, mem,
    pin::Pin,
    task::{Context, Poll},
    vec,
};

use futures_core::Stream;

use super::{BoxFuture, Error, Page, page::End};

/// The default page size: the maximum that services commonly advise.
const PAGE: u64 = 100;

/// How a list is read. By default: in pages of 100 rows, from the first row to the last.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Paging {
    size: u64,
    start: u64,
    limit: Option<u64>,
    prefetch: bool,
}

impl Default for Paging {
    fn default() -> Self {
        Self {
            size: PAGE,
            start: 0,
            limit: None,
            prefetch: false,
        }
    }
}

impl Paging {
    /// The defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many rows to request at a time; at least one. If the lists of the service have no envelope, do not request
    /// more rows than it returns at once: a page with fewer rows than requested ends such a list.
    #[must_use]
    pub fn page_size(self, rows: u64) -> Self {
        Self {
            size: rows.max(1),
            ..self
        }
    }

    /// How many rows to skip at the start.
    #[must_use]
    pub fn start(self, rows: u64) -> Self {
        Self {
            start: rows,
            ..self
        }
    }

    /// The maximum number of rows to read.
    #[must_use]
    pub fn limit(self, rows: u64) -> Self {
        Self {
            limit: Some(rows),
            ..self
        }
    }

    /// Requests the next page as soon as the first row of a page is taken, so that it arrives while the other rows are
    /// processed. Two pages are then in memory instead of one. If that request fails with a retryable error, it is
    /// repeated when the page is needed, because processing a row may take longer than the timeout of the request.
    #[must_use]
    pub fn prefetch(self) -> Self {
        Self {
            prefetch: true,
            ..self
        }
    }
}

type Fetch<'a, T> = dyn FnMut(u64, u64) -> BoxFuture<'a, Result<Page<T>, Error>> + Send + 'a;
/// Returns the ID of a row, if the row contains it.
type Identify<T> = fn(&T) -> Option<i64>;

/// A stream of the rows of a list. It requests pages as they are needed, and drops each page when its rows are taken.
///
/// A row that cannot be read is an item of the stream: an error with one element in
/// [`unreadable_rows`](Error::unreadable_rows). The stream then continues with the next row.
///
/// The stream ends after the first page with fewer rows than requested. If the list comes in an envelope, the server
/// may return fewer rows than requested, and the stream ends after the total of its `Content-Range` or, without a
/// total, before the first page without rows. It also ends after any error that is not about one row. One such error is
/// a page with exactly the identifiers of the page before it: the server then ignores which rows were requested.
///
/// If rows are added or removed while the stream runs, it may return a row twice or not at all. Sorting by a field that
/// such changes do not affect prevents that. Dropping the stream cancels its request.
pub struct Rows<'a, T> {
    operation: &'static str,
    fetch: Box<Fetch<'a, T>>,
    identify: Identify<T>,
    paging: Paging,
    /// The rows of the current page that were not taken yet.
    rows: vec::IntoIter<Result<T, Error>>,
    /// The identifiers of the rows of the page that was received last.
    identifiers: Vec<Option<i64>>,
    next: Next<'a, T>,
    /// Where the next page begins.
    offset: u64,
}

/// Whether a page was requested before it was needed.
type Early = bool;

/// The next page.
enum Next<'a, T> {
    /// Not requested yet.
    Due,
    /// Requested, with the page size, and whether it was requested before it was needed.
    Requested(BoxFuture<'a, Result<Page<T>, Error>>, u64, Early),
    /// Received, with the page size, and whether it was requested before it was needed.
    Received(Result<Page<T>, Error>, u64, Early),
    /// There is no next page.
    None,
}

/// Streams the rows of a list. `operation` is the ID of the operation, which errors contain. `fetch` requests one page;
/// its arguments are how many rows to skip and how many to return (`skip` and `take`, or `offset` and `limit`).
/// `identify` returns the ID of a row.
pub fn rows<'a, T>(
    operation: &'static str,
    paging: Paging,
    identify: Identify<T>,
    fetch: impl FnMut(u64, u64) -> BoxFuture<'a, Result<Page<T>, Error>> + Send + 'a,
) -> Rows<'a, T> {
    Rows {
        operation,
        fetch: Box::new(fetch),
        identify,
        rows: Vec::new().into_iter(),
        identifiers: Vec::new(),
        next: match paging.limit {
            Some(0) => Next::None,
            _ => Next::Due,
        },
        offset: paging.start,
        paging,
    }
}

impl<T> Rows<'_, T> {
    /// The next row, without `StreamExt`.
    pub async fn next_row(&mut self) -> Option<Result<T, Error>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Requests the next page, and polls it.
    fn advance(&mut self, context: &mut Context<'_>, early: Early) {
        if let Next::Due = self.next {
            let read = self.offset - self.paging.start;
            let left = self.paging.limit.map_or(u64::MAX, |limit| limit - read);
            let size = self.paging.size.min(left);
            self.next = Next::Requested((self.fetch)(self.offset, size), size, early);
        }
        if let Next::Requested(page, size, early) = &mut self.next
            && let Poll::Ready(page) = page.as_mut().poll(context)
        {
            self.next = Next::Received(page, *size, *early);
        }
    }

    /// Processes the next page.
    fn process(&mut self, page: Result<Page<T>, Error>, size: u64) -> Result<(), Error> {
        let Page { rows, end } = page?;
        let count = rows.len() as u64;
        if count > size {
            let reason = format!(
                "the page has {count} rows, but {size} were requested: the server ignores the page size"
            );
            return Err(Error::unreadable(reason));
        }
        let identify = |row: &Result<T, Error>| match row {
            Ok(row) => (self.identify)(row),
            Err(error) => error.unreadable_rows().first()?.identifier(),
        };
        let identifiers: Vec<_> = rows.iter().map(identify).collect();
        // With one row per page, an inserted row can move the same row to the next page.
        let is_identified = size > 1 && identifiers.iter().any(Option::is_some);
        if is_identified && identifiers == self.identifiers {
            let reason = "the page has the same identifiers as the page before it: the server ignores which rows were requested, or it is a mock server whose only page has no total";
            return Err(Error::unreadable(reason));
        }
        self.identifiers = identifiers;
        self.offset += count;
        let read = self.offset - self.paging.start;
        let is_end = match end {
            End::ShortPage => count < size,
            End::EmptyPage => count == 0,
            End::Total(total) => count == 0 || self.offset >= total,
        };
        let is_last = is_end || self.paging.limit.is_some_and(|limit| read >= limit);
        self.rows = rows.into_iter();
        self.next = if is_last { Next::None } else { Next::Due };
        Ok(())
    }
}

// Only the boxed futures are pinned.
impl<T> Unpin for Rows<'_, T> {}

impl<T> Stream for Rows<'_, T> {
    type Item = Result<T, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let rows = self.get_mut();
        loop {
            if let Some(row) = rows.rows.next() {
                if rows.paging.prefetch {
                    rows.advance(context, true);
                }
                return Poll::Ready(Some(row));
            }
            // The previous page is freed before the next one arrives.
            rows.rows = Vec::new().into_iter();
            rows.advance(context, false);
            match mem::replace(&mut rows.next, Next::None) {
                // The timeout may have passed while the caller processed earlier rows and did not poll the request.
                Next::Received(Err(error), _, true) if error.is_retryable() => {
                    rows.next = Next::Due
                }
                Next::Received(page, size, _) => {
                    if let Err(error) = rows.process(page, size) {
                        return Poll::Ready(Some(Err(error.of(rows.operation))));
                    }
                }
                Next::None => return Poll::Ready(None),
                waiting => {
                    rows.next = waiting;
                    return Poll::Pending;
                }
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let here = self.rows.len();
        match self.next {
            Next::None => (here, Some(here)),
            _ => (here, None),
        }
    }
}

impl<T> fmt::Debug for Rows<'_, T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Rows")
            .field("paging", &self.paging)
            .field("offset", &self.offset)
            .field("rows", &self.rows.len())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
