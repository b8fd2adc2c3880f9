//! A server in memory, whose rows change between requests.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use chrono::{NaiveDate, TimeDelta};

use super::super::*;
use crate::{ErrorKind, Operation, UnreadableRow, fault::Fault};
use order_sdk_core::json::ReadError;

/// The timestamp this many seconds after the start of 2026.
pub(super) fn second(seconds: i64) -> NaiveDateTime {
    let day = NaiveDate::from_ymd_opt(2026, 1, 1).expect("a day");
    day.and_hms_opt(0, 0, 0).expect("midnight") + TimeDelta::seconds(seconds)
}

/// A row with its ID and timestamp.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Row(pub(super) Option<i64>, pub(super) Option<i64>);

/// What happens between two requests.
#[derive(Clone, Debug)]
pub(super) enum Event {
    /// The row changes or is created, this many seconds after the previous change.
    Change(i64, i64),
    Delete(i64),
}

/// The order of rows with the same timestamp.
#[derive(Clone, Copy, Debug)]
pub(super) enum Ties {
    /// By ID.
    Ascending,
    Descending,
    /// The row that changed last comes last.
    LatestLast,
}

/// The rows of the server, and how it behaves.
#[derive(Clone, Debug)]
pub(super) struct Server {
    /// The rows by ID: their timestamps, and `changes` as of their last change.
    pub(super) rows: BTreeMap<i64, (i64, usize)>,
    pub(super) clock: i64,
    pub(super) changes: usize,
    pub(super) ties: Ties,
    /// The maximum number of rows in a page.
    pub(super) cap: u64,
    pub(super) says_total: bool,
    /// Whether the filter compares fractions of a second that the server does not show, so that a page may begin with
    /// rows whose timestamp equals the bound of the filter.
    pub(super) has_fractions: bool,
    /// The IDs of the rows that cannot be read.
    pub(super) unreadable: Vec<i64>,
    /// What happens after each request.
    pub(super) events: std::vec::IntoIter<Vec<Event>>,
    pub(super) requested: Vec<(i64, u64)>,
}

impl Server {
    /// A server with these rows, given as ID and timestamp, and without events.
    pub(super) fn of(rows: &[(i64, i64)]) -> Self {
        Self {
            rows: rows.iter().map(|(id, time)| (*id, (*time, 0))).collect(),
            clock: rows.iter().map(|(_, time)| *time).max().unwrap_or(0),
            changes: 0,
            ties: Ties::Ascending,
            cap: 100,
            says_total: false,
            has_fractions: false,
            unreadable: Vec::new(),
            events: Vec::new().into_iter(),
            requested: Vec::new(),
        }
    }

    pub(super) fn events(self, events: &[&[Event]]) -> Self {
        let events: Vec<_> = events.iter().map(|events| events.to_vec()).collect();
        Self {
            events: events.into_iter(),
            ..self
        }
    }

    fn apply(&mut self, event: Event) {
        match event {
            Event::Change(id, later) => {
                self.clock += later;
                self.changes += 1;
                self.rows.insert(id, (self.clock, self.changes));
            }
            Event::Delete(id) => {
                self.rows.remove(&id);
            }
        }
    }

    /// Returns a page. After that, the next events happen.
    pub(super) fn page(&mut self, after: NaiveDateTime, offset: u64, size: u64) -> Page<Row> {
        let after = (after - second(0)).num_seconds();
        self.requested.push((after, offset));
        let mut rows: Vec<_> = self.rows.iter().collect();
        rows.retain(|(_, (time, _))| *time > after || self.has_fractions && *time == after);
        rows.sort_by_key(|(id, (time, change))| match self.ties {
            Ties::Ascending => (*time, **id),
            Ties::Descending => (*time, -**id),
            Ties::LatestLast => (*time, *change as i64),
        });
        let total = rows.len() as u64;
        let rows = rows
            .into_iter()
            .skip(offset as usize)
            .take(size.min(self.cap) as usize);
        let rows = rows.map(|(id, (time, _))| {
            if self.unreadable.contains(id) {
                Err(unreadable(*id, *time))
            } else {
                Ok(Row(Some(*id), Some(*time)))
            }
        });
        let page = Page {
            rows: rows.collect(),
            end: if self.says_total {
                End::Total(total)
            } else {
                End::EmptyPage
            },
        };
        for event in self.events.next().unwrap_or_default() {
            self.apply(event);
        }
        page
    }

    pub(super) fn shared(self) -> Shared {
        Shared(Arc::new(Mutex::new(self)))
    }
}

/// A server that a stream and its test share.
#[derive(Clone)]
pub(super) struct Shared(Arc<Mutex<Server>>);

impl Shared {
    pub(super) fn with<R>(&self, use_it: impl FnOnce(&mut Server) -> R) -> R {
        use_it(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn changes(&self, since: NaiveDateTime) -> Changes<'static, Row> {
        let server = self.clone();
        streamed(since, move |after, offset, size| {
            Ok(server.with(|server| server.page(after, offset, size)))
        })
    }

    /// The requests since the last call.
    pub(super) fn requested(&self) -> Vec<(i64, u64)> {
        self.with(|server| std::mem::take(&mut server.requested))
    }
}

/// A stream of changes that gets its pages from `page`.
pub(super) fn streamed(
    since: NaiveDateTime,
    mut page: impl FnMut(NaiveDateTime, u64, u64) -> Result<Page<Row>, Error> + Send + 'static,
) -> Changes<'static, Row> {
    let mut requests = 0;
    changes(
        "list_rows",
        since,
        |row: &Row| row.0,
        |row| row.1.map(second),
        move |after, offset, size| {
            requests += 1;
            assert!(requests < 1000, "the stream does not end");
            let page = page(after, offset, size);
            Box::pin(async move { page })
        },
    )
}

const OPERATION: Operation = Operation {
    identifier: Some("id"),
    ..Operation::DEFAULT
};

fn unreadable(id: i64, time: i64) -> Error {
    let raw = format!(r#"{{"id":{id},"time":{time}}}"#);
    let error = ReadError::new(String::new(), "expected something else", b"");
    Fault {
        unreadable: vec![UnreadableRow::new(0, raw.as_bytes(), error, &OPERATION)],
        ..Fault::new(ErrorKind::UnreadableResponse)
    }
    .into()
}

/// The ID and timestamp of an item; those of a row that could not be read are from its JSON.
pub(super) fn shown(item: &Result<Row, Error>) -> Result<(i64, i64), String> {
    match item {
        Ok(Row(id, time)) => Ok((id.unwrap_or(-1), time.unwrap_or(-1))),
        Err(error) => match error.unreadable_rows() {
            [row] => {
                let raw: serde_json::Value = serde_json::from_slice(row.raw()).expect("JSON");
                let number = |name: &str| raw[name].as_i64().expect("a number");
                Ok((number("id"), number("time")))
            }
            _ => Err(error.to_string()),
        },
    }
}

/// All items of a stream.
pub(super) fn found(stream: Changes<'_, Row>) -> Vec<Result<(i64, i64), String>> {
    let items = crate::testing::all(stream);
    items.iter().map(shown).collect()
}

/// All items of a stream without errors.
pub(super) fn rows(stream: Changes<'_, Row>) -> Vec<(i64, i64)> {
    let found: Result<_, _> = found(stream).into_iter().collect();
    found.expect("no errors")
}
