//! Work that is done once at a time for each key, and what is not known of its outcome.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, Weak,
        atomic::{AtomicU64, Ordering},
    },
};

use tokio::sync::{Mutex as Turn, OwnedMutexGuard};

use super::{Error, ErrorKind, error::Fault, held::held};

/// The keys that somebody works on. Whoever comes later waits for those before.
#[derive(Debug, Default)]
pub(super) struct Keys {
    turns: Mutex<HashMap<String, Weak<Turn<()>>>>,
    marks: Arc<Mutex<HashMap<String, Mark>>>,
}

/// What is known of something that must not be done twice.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Mark {
    /// It was begun, and nobody knows what came of it. See [`Mark::begun`].
    Unknown(u64),
    /// It was done, and made the record with this number.
    Done(i64),
}

impl Mark {
    /// The mark of something that begins, unlike that of any other.
    pub fn begun() -> Self {
        static BEGUN: AtomicU64 = AtomicU64::new(0);
        Self::Unknown(BEGUN.fetch_add(1, Ordering::Relaxed))
    }
}

/// The turn of one who works on a key; the next one has it when this is dropped.
///
/// Before something is done that must not be done twice, the key is marked; when it is known what came of it, the mark
/// says that. Whoever is cancelled in between leaves the first mark behind, and the next one sees it. A mark is kept for
/// as long as the client is.
#[derive(Debug)]
pub struct Guard {
    turn: Option<OwnedMutexGuard<()>>,
    key: String,
    marks: Arc<Mutex<HashMap<String, Mark>>>,
}

impl Keys {
    /// Waits until nobody else works on `key`.
    pub(super) async fn lock(&self, key: &str) -> Guard {
        let turn = self.turn(key);
        Guard {
            turn: Some(turn.lock_owned().await),
            key: key.to_owned(),
            marks: self.marks.clone(),
        }
    }

    fn turn(&self, key: &str) -> Arc<Turn<()>> {
        let mut turns = held(&self.turns);
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
    /// What those before left behind.
    pub fn mark(&self) -> Option<Mark> {
        held(&self.marks).get(&self.key).copied()
    }

    /// Leaves a mark. That the outcome is unknown is said before something is done.
    pub fn set_mark(&self, mark: Mark) {
        held(&self.marks).insert(self.key.clone(), mark);
    }

    /// Leaves a mark in place of another one, unless somebody left yet another one since: for those whose turn is over.
    pub fn replace_mark(&self, before: Mark, mark: Mark) {
        let mut marks = held(&self.marks);
        if let Some(kept) = marks.get_mut(&self.key).filter(|kept| **kept == before) {
            *kept = mark;
        }
    }

    /// Leaves what those before left behind: nothing was done since.
    pub fn restore(&self, before: Option<Mark>) {
        let mut marks = held(&self.marks);
        match before {
            Some(mark) => marks.insert(self.key.clone(), mark),
            None => marks.remove(&self.key),
        };
    }

    /// Lets the next one have its turn. The mark stays as it is.
    pub fn release(&mut self) {
        self.turn = None;
    }

    /// The error of an operation that an earlier call may have carried out, why that is still not known, and what went
    /// wrong last, where something did.
    pub fn unknown_outcome(
        &self,
        operation: &'static str,
        reason: impl Into<String>,
        last: Option<Error>,
    ) -> Error {
        let fault = Fault {
            operation,
            perhaps_done: true,
            // That of the earlier call: 0 would say that nothing was ever sent.
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
    async fn one_key_is_worked_on_once_at_a_time() {
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
        assert_eq!(left, 1, "keys that nobody works on are forgotten");
    }

    #[tokio::test]
    async fn a_mark_stays_until_it_is_taken_away() {
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
        assert_eq!(third.mark(), Some(Mark::Done(5)), "it is another by now");
        third.replace_mark(Mark::Done(5), Mark::Done(6));
        assert_eq!(third.mark(), Some(Mark::Done(6)));
        third.restore(None);
        assert_eq!(third.mark(), None);
        assert!(held(&keys.marks).is_empty());
    }
}
