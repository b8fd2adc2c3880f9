//! Work in a task of its own for which others wait, and how they notice that its runtime does not run it.
//!
//! A time limit instead would not distinguish a slow token server from a runtime that has stopped, as that of a program
//! that blocks between calls: it would fetch twice from the one, or wait too long for the other.

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

/// How often the work shows that its runtime runs it.
const BEAT: Duration = Duration::from_millis(250);
/// How long it may fail to, before it is taken for given up.
const STALLED: Duration = Duration::from_secs(2);
/// The same where a thread is at it.
const BLOCKED: Duration = Duration::from_secs(120);

/// Work that somebody does, seen by those who wait for it.
#[derive(Clone)]
pub(super) struct Work<T> {
    pub(super) begun: Instant,
    progress: watch::Receiver<Progress<T>>,
    /// Whether a thread is at it right now, however long it takes before it looks up.
    at_it: Arc<AtomicBool>,
}

/// Work, seen by who does it.
pub(super) struct Worker<T> {
    progress: watch::Sender<Progress<T>>,
    at_it: Arc<AtomicBool>,
}

enum Progress<T> {
    /// It is under way, and was seen to be at this time.
    Begun(Instant),
    Ended(T),
}

/// Work that begins.
pub(super) fn work<T>() -> (Worker<T>, Work<T>) {
    let (begun, at_it) = (Instant::now(), Arc::<AtomicBool>::default());
    let (tell, progress) = watch::channel(Progress::Begun(begun));
    let worker = Worker {
        progress: tell,
        at_it: at_it.clone(),
    };
    let work = Work {
        begun,
        progress,
        at_it,
    };
    (worker, work)
}

impl<T> Worker<T> {
    /// Does the work, and shows all the while that it is being done.
    pub(super) async fn shown<R>(&self, work: impl Future<Output = R>) -> R {
        let mut work = pin!(work);
        let mut watched = |context: &mut Context<'_>| -> Poll<R> {
            self.at_it.store(true, Ordering::Relaxed);
            let polled = work.as_mut().poll(context);
            self.at_it.store(false, Ordering::Relaxed);
            polled
        };
        loop {
            if let Ok(done) = tokio::time::timeout(BEAT, poll_fn(&mut watched)).await {
                return done;
            }
            self.progress.send_replace(Progress::Begun(Instant::now()));
        }
    }

    /// Tells those who wait what it ended in. They may be gone.
    pub(super) fn end(self, told: T) {
        self.progress.send_replace(Progress::Ended(told));
    }
}

impl<T: Clone> Work<T> {
    /// Whether it goes on.
    pub(super) fn is_alive(&self) -> bool {
        let seen = match &*self.progress.borrow() {
            Progress::Begun(seen) => *seen,
            Progress::Ended(_) => return true,
        };
        let longest = match self.at_it.load(Ordering::Relaxed) {
            true => BLOCKED,
            false => STALLED,
        };
        self.progress.has_changed().is_ok() && seen.elapsed() < longest
    }

    /// What it ends in, or what somebody else brings in the meantime; none where it does not end: it panics, or its runtime
    /// is shut down or stands still.
    pub(super) async fn ended(mut self, other: impl Fn() -> Option<T>) -> Option<T> {
        let mut limit = STALLED;
        loop {
            if let Progress::Ended(told) = &*self.progress.borrow_and_update() {
                return Some(told.clone());
            }
            if let Some(other) = other() {
                return Some(other);
            }
            limit = match tokio::time::timeout(limit, self.progress.changed()).await {
                Ok(changed) => changed.map(|()| STALLED).ok()?,
                Err(_) if self.is_alive() => STALLED,
                // Both may be of a runtime that was busy with something else, and goes on now.
                Err(_) if limit == STALLED => BEAT * 2,
                Err(_) => return None,
            };
        }
    }
}
