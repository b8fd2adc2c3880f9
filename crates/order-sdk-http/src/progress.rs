//! Work that runs in its own task while other tasks wait for it. The waiting tasks notice if the runtime of the work
//! does not run it.
//!
//! A timeout cannot distinguish a slow token server from a runtime that has stopped, for example because its program
//! blocks between calls. With a timeout, a client would fetch twice from the slow server, or wait too long for the
//! stopped runtime.

use std::{
    future::poll_fn,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
    time::{Duration, Instant},
};

use tokio::sync::watch;

/// The interval at which the work shows that its runtime runs it.
const HEARTBEAT: Duration = Duration::from_millis(250);
/// If the work shows no progress for this time, it counts as stopped.
const STALLED: Duration = Duration::from_secs(2);
/// The same, but while a thread polls the work.
const BLOCKED: Duration = Duration::from_secs(120);

/// A handle to wait for the work.
#[derive(Clone)]
pub(super) struct Work<T> {
    pub(super) started: Instant,
    progress: watch::Receiver<Progress<T>>,
    /// Whether a thread polls the work now. A poll may block for any time.
    is_polled: Arc<AtomicBool>,
}

/// A handle to do the work.
pub(super) struct Worker<T> {
    progress: watch::Sender<Progress<T>>,
    is_polled: Arc<AtomicBool>,
}

enum Progress<T> {
    /// The work was running at this time.
    Running(Instant),
    Ended(T),
}

/// The two handles of new work.
pub(super) fn work<T>() -> (Worker<T>, Work<T>) {
    let (started, is_polled) = (Instant::now(), Arc::<AtomicBool>::default());
    let (sender, progress) = watch::channel(Progress::Running(started));
    let worker = Worker {
        progress: sender,
        is_polled: is_polled.clone(),
    };
    let work = Work {
        started,
        progress,
        is_polled,
    };
    (worker, work)
}

impl<T> Worker<T> {
    /// Does the work, and shows regularly that its runtime runs it.
    pub(super) async fn run<R>(&self, work: impl Future<Output = R>) -> R {
        let mut work = pin!(work);
        let mut watched = |context: &mut Context<'_>| -> Poll<R> {
            self.is_polled.store(true, Ordering::Relaxed);
            let polled = work.as_mut().poll(context);
            self.is_polled.store(false, Ordering::Relaxed);
            polled
        };
        loop {
            if let Ok(done) = tokio::time::timeout(HEARTBEAT, poll_fn(&mut watched)).await {
                return done;
            }
            self.progress
                .send_replace(Progress::Running(Instant::now()));
        }
    }

    /// Passes the result to the tasks that wait for it, if any.
    pub(super) fn end(self, result: T) {
        self.progress.send_replace(Progress::Ended(result));
    }
}

impl<T: Clone> Work<T> {
    /// Whether the work has ended, or its runtime still runs it.
    pub(super) fn is_alive(&self) -> bool {
        let seen = match &*self.progress.borrow() {
            Progress::Running(seen) => *seen,
            Progress::Ended(_) => return true,
        };
        let longest = if self.is_polled.load(Ordering::Relaxed) {
            BLOCKED
        } else {
            STALLED
        };
        self.progress.has_changed().is_ok() && seen.elapsed() < longest
    }

    /// The result of the work, or what `other` returns in the meantime. `None` if the work does not end because it
    /// panics, or because its runtime is shut down or does not run it.
    pub(super) async fn ended(mut self, other: impl Fn() -> Option<T>) -> Option<T> {
        let mut limit = STALLED;
        loop {
            if let Progress::Ended(result) = &*self.progress.borrow_and_update() {
                return Some(result.clone());
            }
            if let Some(other) = other() {
                return Some(other);
            }
            limit = match tokio::time::timeout(limit, self.progress.changed()).await {
                Ok(changed) => changed.map(|()| STALLED).ok()?,
                Err(_) if self.is_alive() => STALLED,
                // The work and this call may share a runtime that was blocked, and runs again now.
                Err(_) if limit == STALLED => HEARTBEAT * 2,
                Err(_) => return None,
            };
        }
    }
}
