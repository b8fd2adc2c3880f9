//! Runs one call at a time for each key, and remembers what is known about the outcome for later calls. Both SDKs use
//! it to create records once, each with its own keys.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, Weak,
        atomic::{AtomicU64, Ordering},
    },
};

use tokio::sync::{Mutex as Turn, OwnedMutexGuard};

use super::{Error, ErrorKind, fault::Fault, lock::lock};

/// The keys that calls work on. A call waits for the earlier ones with the same key.
#[derive(Debug, Default)]
pub(super) struct Keys {
    turns: Mutex<HashMap<String, Weak<Turn<()>>>>,
    marks: Arc<Mutex<HashMap<String, Mark>>>,
}

/// What is known about a create that must not be repeated.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Mark {
    /// The create began, and its outcome is unknown. See [`Mark::begun`].
    Unknown(u64),
    /// The record with this ID exists.
    Done(i64),
}

impl Mark {
    /// The mark of a create that begins. It differs from every other mark.
    pub(super) fn begun() -> Self {
        static BEGUN: AtomicU64 = AtomicU64::new(0);
        Self::Unknown(BEGUN.fetch_add(1, Ordering::Relaxed))
    }
}

/// Locks a key for one call. When the guard is dropped, the next call with the same key continues.
///
/// A call marks the key before it sends a create, and changes the mark when the outcome is known. If it is cancelled in
/// between, the first mark remains for later calls. Marks are kept for the lifetime of the client.
#[derive(Debug)]
pub struct Guard {
    turn: Option<OwnedMutexGuard<()>>,
    key: String,
    marks: Arc<Mutex<HashMap<String, Mark>>>,
}

impl Keys {
    /// Waits until no other call works on `key`.
    pub(super) async fn lock(&self, key: &str) -> Guard {
        let turn = self.turn(key);
        Guard {
            turn: Some(turn.lock_owned().await),
            key: key.to_owned(),
            marks: self.marks.clone(),
        }
    }

    fn turn(&self, key: &str) -> Arc<Turn<()>> {
        let mut turns = lock(&self.turns);
        if let Some(turn) = turns.get(key).and_then(Weak::upgrade) {
            return turn;
        }
        turns.retain(|_, turn| turn.strong_count() > 0);
        let turn = Arc::default();
        turns.insert(key.to_owned(), Arc::downgrade(&turn));
        turn
    }
}

impl Guard {
    /// The mark that earlier calls left.
    pub(super) fn mark(&self) -> Option<Mark> {
        lock(&self.marks).get(&self.key).copied()
    }

    /// Sets the mark.
    pub(super) fn set_mark(&self, mark: Mark) {
        lock(&self.marks).insert(self.key.clone(), mark);
    }

    /// Replaces the mark `before`, unless another call has already replaced it: for calls that have released the key.
    pub(super) fn replace_mark(&self, before: Mark, mark: Mark) {
        let mut marks = lock(&self.marks);
        if let Some(kept) = marks.get_mut(&self.key).filter(|kept| **kept == before) {
            *kept = mark;
        }
    }

    /// Restores the mark that earlier calls left, because this call changed nothing.
    pub(super) fn restore(&self, before: Option<Mark>) {
        let mut marks = lock(&self.marks);
        match before {
            Some(mark) => marks.insert(self.key.clone(), mark),
            None => marks.remove(&self.key),
        };
    }

    /// Lets the next call proceed. The mark does not change.
    pub(super) fn release(&mut self) {
        self.turn = None;
    }

    /// The error of an operation that an earlier call may have applied. `reason` says why the outcome is still unknown,
    /// and `last` is the last error, if any.
    pub(super) fn unknown_outcome(
        &self,
        operation: &'static str,
        reason: impl Into<String>,
        last: Option<Error>,
    ) -> Error {
        let fault = Fault {
            operation,
            maybe_applied: true,
            // The attempt of the earlier call: 0 would mean that nothing was ever sent.
            attempts: 1,
            ..Fault::new(ErrorKind::UnknownOutcome).because(reason)
        };
        match last {
            Some(last) => fault.caused_by(last).into(),
            None => fault.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn calls_with_the_same_key_run_one_at_a_time() {
        let keys = Arc::new(Keys::default());
        let first = keys.lock("a").await;
        let other = keys.lock("b").await;
        let waiting = tokio::spawn({
            let keys = keys.clone();
            async move { keys.lock("a").await }
        });
        tokio::task::yield_now().await;
        assert!(!waiting.is_finished());
        drop(first);
        drop(waiting.await.expect("its turn"));
        drop(other);
        drop(keys.lock("c").await);
        let left = keys.turns.lock().expect("not poisoned").len();
        assert_eq!(left, 1, "unused keys are removed");
    }

    #[tokio::test]
    async fn a_mark_stays_until_it_is_replaced_or_removed() {
        let keys = Keys::default();
        let mut first = keys.lock("a").await;
        assert_eq!(first.mark(), None);
        let begun = Mark::begun();
        first.set_mark(begun);
        first.release();
        let second = keys.lock("a").await;
        assert_eq!(second.mark(), Some(begun));
        assert_eq!(keys.lock("b").await.mark(), None);
        second.set_mark(Mark::Done(5));
        drop((first, second));
        let third = keys.lock("a").await;
        assert_eq!(third.mark(), Some(Mark::Done(5)));
        third.replace_mark(begun, Mark::Done(6));
        assert_eq!(
            third.mark(),
            Some(Mark::Done(5)),
            "another call has replaced it"
        );
        third.replace_mark(Mark::Done(5), Mark::Done(6));
        assert_eq!(third.mark(), Some(Mark::Done(6)));
        third.restore(None);
        assert_eq!(third.mark(), None);
        assert!(lock(&keys.marks).is_empty());
    }
}
