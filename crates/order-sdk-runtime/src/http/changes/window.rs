//! The window of a list that a stream of changes reads: the rows after a timestamp, which moves on with the rows read.

use std::collections::HashMap;

use chrono::{NaiveDateTime, TimeDelta};

use crate::http::Error;

/// How often a window is read again without a new row before that is an error.
const RESTARTS: u32 = 3;

/// What a row is recognized by.
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

/// What a page brings.
#[derive(Debug, Default)]
pub(super) struct Turn {
    /// Which rows of the page are new. Rows without an entry are not used.
    pub(super) is_new: Vec<bool>,
    /// Whether there are no rows after the page.
    pub(super) is_end: bool,
}

/// The rows whose timestamp is greater than `after`, sorted by timestamp, and how many of them were read.
///
/// Timestamps have a resolution of one second, and any number of rows can have the same. After a page, the window begins
/// with the second of the last row of the page. If it already did, the next page is requested by its offset.
///
/// A row that changes while pages are requested by offset moves to the end of the window, and the rows after it move
/// forward by one. To notice that, each such page begins with the last row of the page before it. If it
/// does not, the window is read again from its beginning. Such pages prove only that the first second of the window is
/// complete, so it moves on by that second alone.
pub(super) struct Window {
    after: NaiveDateTime,
    /// How many rows of the window were read.
    read: u64,
    /// The last of these rows.
    tail: Option<Key>,
    /// Whether a row was seen that is newer than the first second of the window, which therefore gets no more rows.
    is_settled: bool,
    /// How often the window was read again since the last new row.
    restarts: u32,
    /// Rows that were read and may be in the window, each with the greatest timestamp that it can have.
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

    /// The timestamp after which the next page is.
    pub(super) fn after(&self) -> NaiveDateTime {
        self.after
    }

    /// How many rows of the window to skip before the next page.
    pub(super) fn offset(&self) -> u64 {
        match self.read {
            // A server that returns one row at a time would return the same row again. If there is a row after it,
            // the page does not begin with the row before, and the window is read again.
            1 => 1,
            read => read.saturating_sub(1),
        }
    }

    /// Moves on by a page. `total` is how many rows the window has, if the server says so.
    pub(super) fn turn(&mut self, keys: &[Key], total: Option<u64>) -> Result<Turn, Error> {
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
        let is_new = self.see(keys);
        let is_end = read == self.read || total.is_some_and(|total| read >= total);
        let latest = keys.iter().rev().find_map(Key::timestamp);
        match latest.map(|latest| earlier(latest, 1)) {
            Some(next) if next > self.after => self.move_to(next),
            _ => {
                self.read = read;
                self.tail = keys.last().cloned();
            }
        }
        Ok(Turn { is_new, is_end })
    }

    /// Moves on to the second after the first one, whose last rows are these, in pages that are requested by offset.
    fn leave_first_second(&mut self, keys: &[Key]) -> Turn {
        if !self.is_settled {
            // The second got rows until now. The overlaps do not show that if as many rows left it, so it is read again.
            self.is_settled = true;
            self.rewind();
            return Turn::default();
        }
        let is_new = self.see(keys);
        self.move_to(second_after(self.after));
        Turn {
            is_new,
            is_end: false,
        }
    }

    /// Checks that a page has rows of the window in the order of their timestamps.
    fn check(&self, keys: &[Key]) -> Result<(), Error> {
        let timestamps: Vec<_> = keys.iter().filter_map(Key::timestamp).collect();
        if !timestamps.is_sorted() {
            let reason = "the rows are not sorted by timestamp: the server ignores the order";
            return Err(Error::unreadable(reason));
        }
        match timestamps.first() {
            Some(first) if *first <= self.after => Err(Error::unreadable(format!(
                "a row has the timestamp {first}, but only rows after {} were requested: the server ignores the filter",
                self.after
            ))),
            _ => Ok(()),
        }
    }

    /// Whether a page follows the rows that were read.
    fn is_continued_by(&self, keys: &[Key]) -> bool {
        match self.read {
            0 => true,
            1 => keys.is_empty(),
            _ => keys.first() == self.tail.as_ref(),
        }
    }

    /// Reads the window again, because the rows before the page are not those that were read.
    fn restart(&mut self) -> Result<Turn, Error> {
        self.restarts += 1;
        if self.restarts > RESTARTS {
            return Err(Error::unreadable(
                "pages do not begin where the page before them ends: the server ignores the offset, returns one row at a \
                 time, or does not keep the order of rows with the same timestamp",
            ));
        }
        self.rewind();
        Ok(Turn::default())
    }

    fn rewind(&mut self) {
        self.read = 0;
        self.tail = None;
    }

    fn move_to(&mut self, after: NaiveDateTime) {
        self.rewind();
        self.after = after;
        self.is_settled = false;
        self.seen.retain(|_, latest| *latest > after);
    }

    /// Remembers the rows of a page, and returns which of them are new.
    fn see(&mut self, keys: &[Key]) -> Vec<bool> {
        // A row that could not be read is not newer than the first one after it that could be.
        let mut latest = NaiveDateTime::MAX;
        let keys = keys.iter().rev().map(|key| {
            latest = key.timestamp().unwrap_or(latest);
            self.seen.insert(key.clone(), latest).is_none()
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

/// The timestamp so many seconds earlier.
pub(super) fn earlier(timestamp: NaiveDateTime, seconds: u64) -> NaiveDateTime {
    let seconds = i64::try_from(seconds).ok().and_then(TimeDelta::try_seconds);
    let earlier = seconds.and_then(|seconds| timestamp.checked_sub_signed(seconds));
    earlier.unwrap_or(NaiveDateTime::MIN)
}
