//! Work that is done once at a time for each key.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, Weak},
};

use tokio::sync::{Mutex as Turn, OwnedMutexGuard};

/// The keys that somebody works on. Whoever comes later waits for those before.
#[derive(Debug, Default)]
pub(super) struct Keys(Mutex<HashMap<String, Weak<Turn<()>>>>);

/// The turn of one who works on a key; the next one has it when this is dropped.
#[derive(Debug)]
pub struct Guard(#[expect(dead_code, reason = "held, not looked at")] OwnedMutexGuard<()>);

impl Keys {
    /// Waits until nobody else works on `key`.
    pub(super) async fn lock(&self, key: &str) -> Guard {
        let turn = self.turn(key);
        Guard(turn.lock_owned().await)
    }

    fn turn(&self, key: &str) -> Arc<Turn<()>> {
        // A map of weak references is sound however a panic left it.
        let mut turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(turn) = turns.get(key).and_then(Weak::upgrade) {
            return turn;
        }
        turns.retain(|_, turn| turn.strong_count() > 0);
        let turn = Arc::default();
        turns.insert(key.to_owned(), Arc::downgrade(&turn));
        turn
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
        let left = keys.0.lock().expect("not poisoned").len();
        assert_eq!(left, 1, "keys that nobody works on are forgotten");
    }
}
