//! Mutexes whose contents are sound however a panic left them.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// What is in it.
pub(super) fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
