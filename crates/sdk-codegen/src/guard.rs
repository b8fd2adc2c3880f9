//! Runs a generator so that its panic becomes an error, and prints no backtrace.

use std::{
    cell::Cell,
    panic::{self, AssertUnwindSafe},
    sync::Once,
};

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}
static HOOK: Once = Once::new();

/// The result of `work`, or the text of its panic.
pub fn guarded<T>(work: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    // The hook is global and tests run in threads: it keeps quiet on the thread that asked for it alone.
    HOOK.call_once(|| {
        let loud = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !QUIET.get() {
                loud(info);
            }
        }));
    });
    QUIET.set(true);
    // Whatever the work leaves half-done is dropped with it.
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
    fn a_panic_becomes_its_text() {
        let value = 3;
        let outcome = guarded::<()>(|| panic!("no {value}"));
        assert_eq!(outcome, Err("no 3".to_owned()));
        assert_eq!(guarded(|| Ok(1)), Ok(1));
    }
}
