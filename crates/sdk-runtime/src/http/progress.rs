//! Work in a task of its own for which others wait, and how they see that its runtime does not run it.

use std::{
    pin::pin,
    time::{Duration, Instant},
};

use tokio::sync::watch::{Receiver, Sender};

/// How often the work shows that its runtime runs it.
const BEAT: Duration = Duration::from_millis(250);
/// How long it may fail to, before it is taken for given up.
const STALLED: Duration = Duration::from_secs(2);

/// How the work stands.
pub(super) enum Progress<T> {
    /// It is under way, and was seen to be at this time.
    Begun(Instant),
    Ended(T),
}

impl<T> Progress<T> {
    pub(super) fn begun() -> Self {
        Self::Begun(Instant::now())
    }
}

/// Does the work, and shows all the while that it is being done.
pub(super) async fn shown<R, T>(work: impl Future<Output = R>, tell: &Sender<Progress<T>>) -> R {
    let mut work = pin!(work);
    loop {
        if let Ok(done) = tokio::time::timeout(BEAT, &mut work).await {
            return done;
        }
        tell.send_replace(Progress::begun());
    }
}

/// Whether the work goes on.
pub(super) fn is_alive<T>(work: &Receiver<Progress<T>>) -> bool {
    let is_stalled = matches!(&*work.borrow(), Progress::Begun(seen) if seen.elapsed() >= STALLED);
    work.has_changed().is_ok() && !is_stalled
}

/// What the work ends in; none where it does not: it panics, or its runtime is shut down or stands still.
pub(super) async fn ended<T: Clone>(mut work: Receiver<Progress<T>>) -> Option<T> {
    loop {
        if let Progress::Ended(told) = &*work.borrow_and_update() {
            return Some(told.clone());
        }
        let changed = tokio::time::timeout(STALLED, work.changed()).await;
        changed.ok()?.ok()?;
    }
}
