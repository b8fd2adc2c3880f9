//! Rows that changed since a timestamp, as a stream.

mod window;

use std::{
    fmt,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
    vec,
};

use chrono::NaiveDateTime;
use futures_core::Stream;

use super::{BoxFuture, Error, Page, page::End};
use window::{Key, PageResult, Window};

/// The default page size.
const PAGE: u64 = 100;
/// The default overlap.
const OVERLAP: Duration = Duration::from_secs(1);

type Fetch<'a, T> =
    dyn FnMut(NaiveDateTime, u64, u64) -> BoxFuture<'a, Result<Page<T>, Error>> + Send + 'a;

/// A stream of the rows of a list that were created or changed since a timestamp, the oldest timestamp first.
///
/// [`last`](Self::last) is the timestamp from which the next stream continues. Store it after you have processed the
/// rows.
///
/// While the stream runs, rows may change:
///
/// - A row that changed between the timestamp and the start of the stream is returned, unless it is deleted meanwhile.
///   This requires that the server keeps the order of rows with the same timestamp when one of them changes; otherwise
///   a row may be returned only by the next stream.
/// - A change during the stream is returned by this stream or, if it begins at `last`, by the next stream.
/// - The stream returns a row again if its timestamp has changed, and never twice with the same timestamp.
/// - The stream ends when a response shows that there are no further rows. Constant changes can keep it running.
///
/// Not all changes can be seen:
///
/// - A deleted row is not returned.
/// - A row that the server stores late, with a timestamp that is older than those already returned, is found only if it
///   is within the [`overlap`](Self::overlap) of the next stream.
///
/// Because of the overlap, the next stream returns some rows again.
///
/// A row that cannot be read is an item of the stream, as in [`Rows`](super::Rows). The index in such an error has no
/// meaning for the stream, and the item may come before rows that changed earlier. Any other error ends the stream. For
/// example, it is an error if a response is not sorted by timestamp, contains a timestamp that was not requested, or
/// contains a row without timestamp or ID, because changes could be missed. It is also an error if rows with the same
/// timestamp change so fast that a page does not continue where the page before it ended; continue later from `last`.
///
/// Dropping the stream cancels its request.
pub struct Changes<'a, T> {
    /// The ID of the operation, for errors.
    operation: &'static str,
    fetch: Box<Fetch<'a, T>>,
    identify: fn(&T) -> Option<i64>,
    timestamp: fn(&T) -> Option<NaiveDateTime>,
    since: NaiveDateTime,
    page_size: u64,
    /// The maximum number of further rows that are newer than `since`.
    left: u64,
    window: Window,
    request: Option<BoxFuture<'a, Result<Page<T>, Error>>>,
    /// New rows of the page that was received last, with their timestamps.
    rows: vec::IntoIter<(Option<NaiveDateTime>, Result<T, Error>)>,
    last: Option<NaiveDateTime>,
    is_end: bool,
}

/// Streams the rows that changed since a timestamp. `operation` is the ID of the operation, which errors contain.
/// `since` is a timestamp that the server returned. `identify` and `timestamp` return the ID and the timestamp of a
/// row. `fetch` requests one page of the rows whose timestamp is greater than its first argument, sorted by timestamp;
/// its other arguments are how many of these rows to skip and the maximum number of rows to return.
pub fn changes<'a, T>(
    operation: &'static str,
    since: NaiveDateTime,
    identify: fn(&T) -> Option<i64>,
    timestamp: fn(&T) -> Option<NaiveDateTime>,
    fetch: impl FnMut(NaiveDateTime, u64, u64) -> BoxFuture<'a, Result<Page<T>, Error>> + Send + 'a,
) -> Changes<'a, T> {
    let changes = Changes {
        operation,
        fetch: Box::new(fetch),
        identify,
        timestamp,
        since,
        page_size: PAGE,
        left: u64::MAX,
        window: Window::new(since),
        request: None,
        rows: Vec::new().into_iter(),
        last: None,
        is_end: false,
    };
    changes.overlap(OVERLAP)
}

/// Settings. Call these before the first row is read.
impl<T> Changes<'_, T> {
    /// How far to go back from the timestamp, rounded up to whole seconds. The default of one second also returns the
    /// rows whose timestamp equals `since`, because other rows may have received this timestamp later; 0 does not
    /// return them. With n seconds, rows with timestamps up to n - 1 seconds before `since` are returned again, and
    /// rows that were stored late with such a timestamp are found.
    #[must_use]
    pub fn overlap(mut self, overlap: Duration) -> Self {
        let seconds = overlap
            .as_secs()
            .saturating_add(u64::from(overlap.subsec_nanos() > 0));
        self.window = Window::new(window::earlier(self.since, seconds));
        self
    }

    /// The maximum number of rows to read that are newer than the timestamp. Rows of the overlap and rows that cannot
    /// be read do not count. All rows with the timestamp of the last row are read, even beyond the limit, so that the
    /// next stream gets further than this one.
    #[must_use]
    pub fn limit(self, rows: u64) -> Self {
        Self { left: rows, ..self }
    }

    /// How many rows to request at a time. The default is 100. Values below 2 count as 2, because consecutive pages
    /// share a row.
    #[must_use]
    pub fn page_size(self, rows: u64) -> Self {
        Self {
            page_size: rows.max(2),
            ..self
        }
    }
}

impl<T> Changes<'_, T> {
    /// The greatest timestamp of the rows that were returned so far, from which the next stream continues. `None` until
    /// a row that could be read is returned; the next stream then continues from the same timestamp as this one.
    pub fn last(&self) -> Option<NaiveDateTime> {
        self.last
    }

    /// The next row, without `StreamExt`.
    pub async fn next_row(&mut self) -> Option<Result<T, Error>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Processes a page: keeps its new rows, and moves the window.
    fn process(&mut self, page: Page<T>) -> Result<(), Error> {
        let Page { rows, end } = page;
        let (count, size) = (rows.len() as u64, self.page_size);
        if count > size {
            let reason = format!(
                "the page has {count} rows, but {size} were requested: the server ignores the page size"
            );
            return Err(Error::unreadable(reason));
        }
        let keys: Result<Vec<_>, _> = rows.iter().map(|row| self.key(row)).collect();
        let keys = keys?;
        let total = match end {
            End::Total(total) => Some(total),
            End::ShortPage | End::EmptyPage => None,
        };
        let PageResult { is_new, is_end } = self.window.process(&keys, total)?;
        let timestamps = keys.iter().map(Key::timestamp);
        let new = timestamps
            .zip(rows)
            .zip(is_new)
            .filter_map(|(row, is_new)| is_new.then_some(row));
        self.rows = new.collect::<Vec<_>>().into_iter();
        self.is_end = is_end;
        Ok(())
    }

    /// Whether there are no further rows, or the limit is reached. The limit does not end the stream between rows with
    /// the same timestamp, because the next stream returns all of them again.
    fn is_over(&self) -> bool {
        match (self.rows.as_slice().first(), self.last) {
            _ if self.left > 0 => self.is_end && self.rows.as_slice().is_empty(),
            (_, None) => true,
            (Some((timestamp, _)), Some(last)) => timestamp.is_some_and(|next| next != last),
            (None, Some(_)) => self.is_end,
        }
    }

    fn key(&self, row: &Result<T, Error>) -> Result<Key, Error> {
        let row = match row {
            Ok(row) => row,
            Err(error) => {
                let row = error.unreadable_rows().first();
                let key = row.map(|row| (row.identifier(), row.raw().to_vec()));
                let (id, raw) = key.unwrap_or_default();
                return Ok(Key::Unreadable(id, raw));
            }
        };
        match ((self.identify)(row), (self.timestamp)(row)) {
            (Some(id), Some(timestamp)) => Ok(Key::Row(id, timestamp)),
            (None, _) => Err(Error::unreadable(
                "a row has no ID, so it is unknown whether it was returned before",
            )),
            (Some(id), None) => Err(Error::unreadable(format!(
                "the row {id} has no timestamp, so it is unknown when it changed"
            ))),
        }
    }
}

// Only the boxed futures are pinned.
impl<T> Unpin for Changes<'_, T> {}

impl<T> Stream for Changes<'_, T> {
    type Item = Result<T, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let changes = self.get_mut();
        while !changes.is_over() {
            if let Some((timestamp, row)) = changes.rows.next() {
                if timestamp.is_some_and(|timestamp| timestamp > changes.since) {
                    changes.left = changes.left.saturating_sub(1);
                }
                changes.last = changes.last.max(timestamp);
                return Poll::Ready(Some(row));
            }
            // The previous page is freed before the next one arrives.
            changes.rows = Vec::new().into_iter();
            let (window, size) = (&changes.window, changes.page_size);
            let request = changes
                .request
                .get_or_insert_with(|| (changes.fetch)(window.after(), window.offset(), size));
            let page = ready!(request.as_mut().poll(context));
            changes.request = None;
            if let Err(error) = page.and_then(|page| changes.process(page)) {
                changes.is_end = true;
                return Poll::Ready(Some(Err(error.of(changes.operation))));
            }
        }
        Poll::Ready(None)
    }
}

impl<T> fmt::Debug for Changes<'_, T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Changes")
            .field("since", &self.since)
            .field("after", &self.window.after())
            .field("last", &self.last)
            .field("rows", &self.rows.len())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
