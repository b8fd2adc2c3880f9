//! The window of a list that a stream of changes reads: the rows after a timestamp, which moves forward as rows are
//! read.

use std::collections::HashMap;

use chrono::{NaiveDateTime, TimeDelta};

use crate::Error;

/// The maximum number of restarts of a window without a new row; one more is an error.
const RESTARTS: u32 = 3;

/// Identifies a row.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub(super) enum Key {
    /// The ID and timestamp of a row.
    Row(i64, NaiveDateTime),
    /// The ID and JSON of a row that could not be read.
    Unreadable(Option<i64>, Vec<u8>),
}

impl Key {
    pub(super) fn timestamp(&self) -> Option<NaiveDateTime> {
        match self {
            Self::Row(_, timestamp) => Some(*timestamp),
            Self::Unreadable(..) => None,
        }
    }
}

/// The result of a page.
#[derive(Debug, Default)]
pub(super) struct PageResult {
    /// Which rows of the page are new. The list may be shorter than the page; further rows are ignored.
    pub(super) is_new: Vec<bool>,
    /// Whether there are no rows after the page.
    pub(super) is_end: bool,
}

/// The rows whose timestamp is greater than `after`, sorted by timestamp, and how many of them were read.
///
/// Timestamps have a resolution of one second, and any number of rows can have the same timestamp. After a page, the
/// window is moved so that it begins with the second of the last row. If it already begins there, the next page is
/// requested with an offset.
///
/// A row that changes while pages are requested with an offset moves to the end of the window, and the rows after it
/// move forward by one. To notice that, each such page is requested so that it begins with the last row of the page
/// before it. If it does not, the window is read again from its beginning. Pages with an offset prove only that the
/// first second is complete; therefore the window then moves by one second.
pub(super) struct Window {
    after: NaiveDateTime,
    /// How many rows of the window were read.
    read: u64,
    /// The last of these rows.
    tail: Option<Key>,
    /// Whether a row newer than the first second was seen. From then on, the first second gets no more rows.
    is_settled: bool,
    /// How often the window was read again since the last new row.
    restarts: u32,
    /// Rows that were read and may be in the window, each with its timestamp. A row that could not be read has the
    /// greatest timestamp that is possible for it.
    seen: HashMap<Key, NaiveDateTime>,
}

impl Window {
    pub(super) fn new(after: NaiveDateTime) -> Self {
        Self {
            after,
            read: 0,
            tail: None,
            is_settled: false,
            restarts: 0,
            seen: HashMap::new(),
        }
    }

    /// The rows of the next page have later timestamps than this.
    pub(super) fn after(&self) -> NaiveDateTime {
        self.after
    }

    /// How many rows of the window to skip before the next page.
    pub(super) fn offset(&self) -> u64 {
        match self.read {
            // With an offset of 0, a server that returns one row per page would repeat that row forever. So the offset
            // is 1, and any row in the response restarts the window.
            1 => 1,
            read => read.saturating_sub(1),
        }
    }

    /// Processes a page. `total` is how many rows the window has, if the server says so.
    pub(super) fn process(
        &mut self,
        keys: &[Key],
        total: Option<u64>,
    ) -> Result<PageResult, Error> {
        self.check(keys)?;
        let read = self.offset() + keys.len() as u64;
        if !self.is_continued_by(keys) {
            return self.restart();
        }
        let first_second = second_after(self.after);
        let is_newer = |key: &Key| key.timestamp().is_some_and(|it| it > first_second);
        if self.read > 0
            && let Some(newer) = keys.iter().position(is_newer)
        {
            return Ok(self.leave_first_second(&keys[..newer]));
        }
        let is_new = self.remember(keys);
        let is_end = read == self.read || total.is_some_and(|total| read >= total);
        let latest = keys.iter().rev().find_map(Key::timestamp);
        match latest.map(|latest| earlier(latest, 1)) {
            Some(next) if next > self.after => self.move_to(next),
            _ => {
                self.read = read;
                self.tail = keys.last().cloned();
            }
        }
        Ok(PageResult { is_new, is_end })
    }

    /// Ends the first second: `keys` are its last rows. Only for pages that are requested with an offset.
    fn leave_first_second(&mut self, keys: &[Key]) -> PageResult {
        if !self.is_settled {
            // While the second was read, rows may have been added to it and as many removed; the row that two pages
            // share does not reveal that. So the second is read once more.
            self.is_settled = true;
            self.rewind();
            return PageResult::default();
        }
        let is_new = self.remember(keys);
        self.move_to(second_after(self.after));
        PageResult {
            is_new,
            is_end: false,
        }
    }

    /// Checks that a page has rows of the window in the order of their timestamps. A row whose timestamp equals `after`
    /// is accepted: the server may keep fractions of a second that it does not show.
    fn check(&self, keys: &[Key]) -> Result<(), Error> {
        let timestamps: Vec<_> = keys.iter().filter_map(Key::timestamp).collect();
        if !timestamps.is_sorted() {
            let reason = "the rows are not sorted by timestamp: the server ignores `sort`";
            return Err(Error::unreadable(reason));
        }
        match timestamps.first() {
            Some(first) if *first < self.after => Err(Error::unreadable(format!(
                "a row has the timestamp {first}, but only rows after {} were requested: the server ignores the filter",
                self.after
            ))),
            _ => Ok(()),
        }
    }

    /// Whether a page continues at the last row that was read.
    fn is_continued_by(&self, keys: &[Key]) -> bool {
        match self.read {
            0 => true,
            1 => keys.is_empty(),
            _ => keys.first() == self.tail.as_ref(),
        }
    }

    /// Reads the window again, because rows before the page changed.
    fn restart(&mut self) -> Result<PageResult, Error> {
        self.restarts += 1;
        if self.restarts > RESTARTS {
            return Err(Error::unreadable(
                "a page does not continue where the page before it ended: rows change too fast (continue later from `last`), \
                 or the server ignores the offset, returns one row at a time, or reorders rows with the same timestamp",
            ));
        }
        self.rewind();
        Ok(PageResult::default())
    }

    fn rewind(&mut self) {
        self.read = 0;
        self.tail = None;
    }

    fn move_to(&mut self, after: NaiveDateTime) {
        self.rewind();
        self.after = after;
        self.is_settled = false;
        self.seen.retain(|_, latest| *latest >= after);
    }

    /// Remembers the rows of a page, and returns which of them are new.
    fn remember(&mut self, keys: &[Key]) -> Vec<bool> {
        // A row that could not be read is not newer than the next row that could be read.
        let mut latest = NaiveDateTime::MAX;
        let keys = keys.iter().rev().map(|key| {
            latest = key.timestamp().unwrap_or(latest);
            let is_earlier = key.timestamp() == Some(self.after);
            self.seen.insert(key.clone(), latest).is_none() && !is_earlier
        });
        let mut is_new: Vec<_> = keys.collect();
        is_new.reverse();
        if is_new.contains(&true) {
            self.restarts = 0;
        }
        is_new
    }
}

/// The timestamp one second later.
fn second_after(timestamp: NaiveDateTime) -> NaiveDateTime {
    let later = timestamp.checked_add_signed(TimeDelta::seconds(1));
    later.unwrap_or(NaiveDateTime::MAX)
}

/// `timestamp` minus `seconds`.
pub(super) fn earlier(timestamp: NaiveDateTime, seconds: u64) -> NaiveDateTime {
    let seconds = i64::try_from(seconds).ok().and_then(TimeDelta::try_seconds);
    let earlier = seconds.and_then(|seconds| timestamp.checked_sub_signed(seconds));
    earlier.unwrap_or(NaiveDateTime::MIN)
}
