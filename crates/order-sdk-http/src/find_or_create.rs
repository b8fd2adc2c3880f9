//! Creates a record only if no record has the same value in a field that should be unique.

use std::{borrow::Cow, future::Future, time::Duration};

use super::{
    Error, Http, Operation, Rows,
    once::{Guard, Mark},
    sleep,
};

/// The waits between requests for a record that a server may not return yet: less than 2 seconds in total.
pub const RECHECK_WAITS: [Duration; 3] = [
    Duration::from_millis(250),
    Duration::from_millis(500),
    Duration::from_secs(1),
];

/// A record to create, and the field by which an existing one is found.
///
/// Error messages contain `RECORD`, [`field`](Self::field), [`value`](Self::value) and the IDs of the operations.
pub trait CreateOnce: Sync {
    /// The record that a search or a get returns.
    type Record: Send;
    /// The result of a create.
    type Created: Send;

    /// The name of the kind of record in error messages, for example `order`.
    const RECORD: &'static str;
    /// The operation that creates a record. Errors contain the ID of this operation.
    const CREATE: &'static Operation;
    /// The operation that searches for records. Its `identifier` is the property that contains the ID of a record.
    const SEARCH: &'static Operation;

    /// The name of the field.
    fn field(&self) -> &'static str;

    /// The value of the field in the new record; empty if it is not set.
    fn value(&self) -> &str;

    /// The records that may have the value. They may include others, because not every server applies a filter, and
    /// some filters ignore case or white space. No request is sent until the first row is polled.
    ///
    /// # Errors
    ///
    /// If the value cannot be searched for.
    fn search(&self) -> Result<Rows<'_, Self::Record>, Error>;

    /// Gets the record with this ID. Implementations set the ID in the result if the response does not contain it.
    fn get(&self, id: i64) -> impl Future<Output = Result<Self::Record, Error>> + Send;

    /// Creates the record.
    fn create(&self) -> impl Future<Output = Result<Self::Created, Error>> + Send;

    /// The ID of a record.
    fn id(record: &Self::Record) -> Option<i64>;

    /// The ID of the record that was created.
    fn created_id(created: &Self::Created) -> Option<i64>;

    /// The value of the field in a record.
    fn found_value<'r>(&self, record: &'r Self::Record) -> Option<Cow<'r, str>>;

    /// Whether the error of a get says that the record does not exist.
    fn is_gone(error: &Error) -> bool;
}

/// A record that existed already, or that was created.
#[derive(Clone, Debug, PartialEq)]
pub enum FoundOrCreated<R, C> {
    /// The record existed. If several records have the value of the field, this is the one with the lowest ID.
    Found(R),
    /// The record was created.
    Created(C),
}

/// Creates a record, unless a record with the same value in the field exists.
///
/// Calls with the same transport or a clone of it, and the same record type, field and value, wait for each other. If
/// the outcome of a create is unknown, the record is searched for a few times, by this call and by all later calls;
/// none of them creates it again. The same applies if the future was dropped during the create. A record that an
/// earlier call created or found and that the search does not return is requested by its ID, and created again only if
/// it does not exist.
///
/// # Errors
///
/// If the value is empty or cannot be searched for, if a record has it in another spelling, if the record of an earlier
/// call has another value now, or if the outcome of an earlier create is still unknown. Also if no search result has
/// the value, and a search result has no ID or lacks the field. Also the errors of the requests.
pub async fn find_or_create<O: CreateOnce>(
    http: &Http,
    once: &O,
) -> Result<FoundOrCreated<O::Record, O::Created>, Error> {
    check(once)?;
    // The service may treat two spellings as equal.
    let key = [O::RECORD, once.field(), &once.value().to_lowercase()].join(" ");
    let guard = http.lock(O::CREATE, &key).await?;
    let before = guard.mark();
    if let Some(unknown @ Mark::Unknown(_)) = before {
        let found = search_repeatedly(once, guard, unknown).await;
        return found.map(FoundOrCreated::Found);
    }
    if let Some(record) = search(once).await? {
        if let Some(id) = O::id(&record) {
            guard.set_mark(Mark::Done(id));
        }
        return Ok(FoundOrCreated::Found(record));
    }
    if let Some(Mark::Done(id)) = before
        && let Some(record) = get_known(once, id).await?
    {
        return Ok(FoundOrCreated::Found(record));
    }
    create(once, guard, before).await
}

/// Rejects a value that cannot be searched for.
fn check<O: CreateOnce>(once: &O) -> Result<(), Error> {
    let (record, field, value) = (O::RECORD, once.field(), once.value());
    if value.is_empty() {
        let reason = format!("the {record} has no {field}; set one");
        return Err(invalid::<O>(reason));
    }
    if value.trim() != value {
        let reason = format!(
            "the {field} starts or ends with white space, which the service may remove; trim the {field}"
        );
        return Err(invalid::<O>(reason));
    }
    let rows = once.search().map(drop);
    rows.map_err(|error| error.of(O::CREATE.id))
}

/// Creates the record. `before` is what earlier calls recorded for this value.
async fn create<O: CreateOnce>(
    once: &O,
    guard: Guard,
    before: Option<Mark>,
) -> Result<FoundOrCreated<O::Record, O::Created>, Error> {
    // The mark is set before the request is sent, so that it remains if this call is cancelled.
    let begun = Mark::begun();
    guard.set_mark(begun);
    let error = match once.create().await {
        Ok(created) => {
            // Without an ID, later calls can only search for the record.
            if let Some(id) = O::created_id(&created) {
                guard.set_mark(Mark::Done(id));
            }
            return Ok(FoundOrCreated::Created(created));
        }
        Err(error) => error,
    };
    if !error.may_have_been_applied() {
        guard.restore(before);
        return Err(error);
    }
    // The response could not be read, so the ID in it may be that of another record.
    if let Some(id) = error.identifier()
        && let Ok(Some(record)) = get_known(once, id).await
        && trimmed_value(once, &record).as_deref() == Some(once.value())
    {
        guard.set_mark(Mark::Done(id));
        return Ok(FoundOrCreated::Found(record));
    }
    let found = search_repeatedly(once, guard, begun).await;
    // If the search fails too, the caller needs to know what happened to the create.
    found.map(FoundOrCreated::Found).map_err(|_| error)
}

/// The record with this ID, which an earlier call created or found; `None` if it does not exist. A replica that lags
/// may not have it yet, so it is requested a few times.
async fn get_known<O: CreateOnce>(once: &O, id: i64) -> Result<Option<O::Record>, Error> {
    let mut waits = RECHECK_WAITS.into_iter();
    loop {
        match once.get(id).await {
            Ok(record) => {
                return match trimmed_value(once, &record) {
                    Some(theirs) if theirs != once.value() => {
                        Err(invalid::<O>(other_value(once, &record)))
                    }
                    // The ID alone identifies it if the response does not show the value.
                    _ => Ok(Some(record)),
                };
            }
            Err(error) if O::is_gone(&error) => {}
            Err(error) => return Err(error),
        }
        let Some(wait) = waits.next() else {
            return Ok(None);
        };
        sleep(wait).await;
    }
}

/// Searches a few times for a record that an earlier request may have created. Several calls may search at once,
/// because the lock is released.
async fn search_repeatedly<O: CreateOnce>(
    once: &O,
    mut guard: Guard,
    unknown: Mark,
) -> Result<O::Record, Error> {
    guard.release();
    let mut waits = RECHECK_WAITS.into_iter();
    loop {
        match search(once).await {
            Ok(Some(record)) => {
                if let Some(id) = O::id(&record) {
                    guard.replace_mark(unknown, Mark::Done(id));
                }
                return Ok(record);
            }
            Ok(None) => {}
            Err(error) => {
                let reason = format!(
                    "an earlier call may have created it, and the search for it failed: {error}"
                );
                return Err(guard.unknown_outcome(O::CREATE.id, reason, Some(error)));
            }
        }
        let Some(wait) = waits.next() else {
            let reason = "an earlier call may have created it, but it was not found";
            return Err(guard.unknown_outcome(O::CREATE.id, reason, None));
        };
        sleep(wait).await;
    }
}

/// The record with the value and the lowest ID.
async fn search<O: CreateOnce>(once: &O) -> Result<Option<O::Record>, Error> {
    let mut rows = once.search()?;
    let (mut found, mut alike) = (None, None);
    let mut absent = None;
    let mut unreadable = None;
    while let Some(row) = rows.next_row().await {
        let record = match row {
            Ok(record) => record,
            // Another row may be the record.
            Err(error) if !error.unreadable_rows().is_empty() => {
                unreadable = Some(error);
                continue;
            }
            Err(error) => return Err(error),
        };
        if O::id(&record).is_none() {
            absent = Some(O::SEARCH.identifier.unwrap_or("ID"));
        }
        let Some(theirs) = once.found_value(&record) else {
            absent = absent.or(Some(once.field()));
            continue;
        };
        let place = match &*theirs {
            theirs if theirs == once.value() => &mut found,
            theirs if is_alike(theirs, once.value()) => &mut alike,
            _ => continue,
        };
        drop(theirs);
        keep_lowest::<O>(place, record);
    }
    if let (None, Some(error)) = (&found, unreadable) {
        return Err(error);
    }
    match (found, alike, absent) {
        (None, Some(alike), _) => Err(invalid::<O>(other_spelling(once, &alike))),
        // A row without its ID or the field may be the record, so the record may exist.
        (None, None, Some(absent)) => {
            let reason = format!(
                "a row of the list has no {absent}, so it is unknown whether the {} exists",
                O::RECORD
            );
            Err(Error::unreadable(reason).of(O::SEARCH.id))
        }
        (found, ..) => Ok(found),
    }
}

fn keep_lowest<O: CreateOnce>(place: &mut Option<O::Record>, record: O::Record) {
    let id = |record: &O::Record| O::id(record).unwrap_or(i64::MAX);
    if place.as_ref().is_none_or(|kept| id(&record) < id(kept)) {
        *place = Some(record);
    }
}

fn trimmed_value<O: CreateOnce>(once: &O, record: &O::Record) -> Option<String> {
    let value = once.found_value(record)?;
    Some(value.trim().to_owned())
}

/// Whether the service may treat two values as equal.
fn is_alike(theirs: &str, value: &str) -> bool {
    theirs.trim().to_lowercase() == value.to_lowercase()
}

fn invalid<O: CreateOnce>(reason: String) -> Error {
    Error::invalid_request(reason).of(O::CREATE.id)
}

/// The error message if a record has the value in another spelling.
fn other_spelling<O: CreateOnce>(once: &O, record: &O::Record) -> String {
    let (noun, field, value) = (O::RECORD, once.field(), once.value());
    let id = O::id(record).unwrap_or_default();
    let theirs = once.found_value(record).unwrap_or_default();
    format!(
        "the {noun} {id} has the {field} `{theirs}`, which is `{value}` in another spelling; use the spelling of the {noun}"
    )
}

/// The error message if the record of an earlier call now has another value.
fn other_value<O: CreateOnce>(once: &O, record: &O::Record) -> String {
    let (noun, field, value) = (O::RECORD, once.field(), once.value());
    let id = O::id(record).unwrap_or_default();
    let theirs = once.found_value(record).unwrap_or_default();
    if is_alike(&theirs, value) {
        return other_spelling(once, record);
    }
    let create = O::CREATE.id;
    format!(
        "the {noun} {id} had the {field} `{value}` and now has `{theirs}`; look it up, and use {create} if you need another one"
    )
}

#[cfg(test)]
mod tests;
