//! Runs a generator so that a panic becomes an error and does not print a message or backtrace.

use std::{
    cell::Cell,
    panic::{self, AssertUnwindSafe},
    sync::Once,
};

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}
static HOOK: Once = Once::new();

/// Returns the result of `work`, or its panic message as an error.
pub fn guarded<T>(work: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    // The hook is global and tests run in threads, so it is quiet only on a thread that runs `guarded`.
    HOOK.call_once(|| {
        let previous = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !QUIET.get() {
                previous(info);
            }
        }));
    });
    QUIET.set(true);
    // A panic drops everything that the work leaves unfinished.
    let outcome = panic::catch_unwind(AssertUnwindSafe(work));
    QUIET.set(false);
    outcome.unwrap_or_else(|payload| {
        let text = payload.downcast_ref::<String>().cloned().or_else(|| {
            payload
                .downcast_ref::<&str>()
                .map(|text| (*text).to_owned())
        });
        Err(text.unwrap_or_else(|| "it panicked without a message".into()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_an_error_with_its_message() {
        let value = 3;
        let outcome = guarded::<()>(|| panic!("no {value}"));
        assert_eq!(outcome, Err("no 3".to_owned()));
        assert_eq!(guarded(|| Ok(1)), Ok(1));
    }
}
