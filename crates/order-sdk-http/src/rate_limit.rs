//! How fast a client sends requests.

use std::time::Duration;

use tokio::{
    sync::{Mutex, Semaphore, SemaphorePermit},
    time::{Instant, sleep_until},
};

/// How many requests a client and its clones send at a time and per second.
///
/// Each attempt of a call counts, so retries respect the limit too. An attempt is in progress until its response has
/// been read; a download, until its first bytes have arrived. Requests are sent in the order in which they were made,
/// at least one interval apart, for example 200 ms for 5 per second. The wait is part of the deadline of the call, but
/// not of the timeout of the attempt. If the deadline passes first, nothing is sent, and the call fails with
/// [`ErrorKind::Timeout`](super::ErrorKind::Timeout). A write that waited is also not sent if less time than the
/// timeout for connecting is left, because its outcome might then be unknown.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct RateLimit {
    /// The maximum number of requests at a time and per second.
    limits: Option<(u32, u32)>,
}

impl RateLimit {
    /// At most this many requests at a time, and this many per second. 0 counts as 1.
    pub const fn new(at_a_time: u32, per_second: u32) -> Self {
        const fn one_or_more(number: u32) -> u32 {
            if number == 0 { 1 } else { number }
        }
        Self {
            limits: Some((one_or_more(at_a_time), one_or_more(per_second))),
        }
    }

    /// No limit.
    pub const fn none() -> Self {
        Self { limits: None }
    }
}

/// Makes requests wait for their turn.
#[derive(Debug)]
pub(super) struct Limiter {
    slots: Semaphore,
    interval: Duration,
    /// When the next request may be sent. The request that holds the lock is next.
    next: Mutex<Instant>,
    /// Whether requests to this machine are exempt, because they go to mock servers.
    exempts_loopback: bool,
}

impl Limiter {
    /// A limiter for the limit that the caller set or, if none is set, for the default of the API. Only the default
    /// exempts requests to this machine. `None` if there is no limit.
    pub(super) fn new(set: Option<RateLimit>, default: RateLimit) -> Option<Self> {
        let (at_a_time, per_second) = set.unwrap_or(default).limits?;
        let slots = usize::try_from(at_a_time).unwrap_or(usize::MAX);
        Some(Self {
            slots: Semaphore::new(slots.min(Semaphore::MAX_PERMITS)),
            interval: Duration::from_secs(1) / per_second,
            next: Mutex::new(Instant::now()),
            exempts_loopback: set.is_none(),
        })
    }

    /// Whether it limits requests to a server.
    pub(super) fn applies(&self, is_loopback: bool) -> bool {
        !(self.exempts_loopback && is_loopback)
    }

    /// Waits until a request may be sent. The caller keeps the permit until the response is read.
    pub(super) async fn turn(&self) -> Option<SemaphorePermit<'_>> {
        let permit = self.slots.acquire().await.ok();
        let mut next = self.next.lock().await;
        sleep_until(*next).await;
        *next = Instant::now() + self.interval;
        permit
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limiter(at_a_time: u32, per_second: u32) -> Limiter {
        let limit = RateLimit::new(at_a_time, per_second);
        Limiter::new(Some(limit), RateLimit::none()).expect("a limit")
    }

    #[tokio::test(start_paused = true)]
    async fn requests_are_sent_at_equal_intervals_in_their_order() {
        let limiter = limiter(100, 5);
        let start = Instant::now();
        for number in 0..11_u32 {
            drop(limiter.turn().await);
            assert_eq!(start.elapsed().as_millis(), u128::from(number) * 200);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn no_more_requests_than_allowed_are_in_progress() {
        let limiter = limiter(2, 1000);
        let first = limiter.turn().await;
        let _second = limiter.turn().await;
        let third = tokio::time::timeout(Duration::from_secs(60), limiter.turn());
        third.await.expect_err("two are in progress");
        drop(first);
        let third = tokio::time::timeout(Duration::from_secs(60), limiter.turn());
        third.await.expect("one is in progress");
    }

    #[tokio::test(start_paused = true)]
    async fn a_request_that_gives_up_does_not_hold_up_others() {
        let limiter = limiter(1, 1);
        drop(limiter.turn().await);
        let start = Instant::now();
        let impatient = tokio::time::timeout(Duration::from_millis(100), limiter.turn());
        impatient.await.expect_err("its turn is later");
        drop(limiter.turn().await);
        assert_eq!(start.elapsed().as_millis(), 1000);
    }

    #[test]
    fn only_the_default_exempts_this_machine() {
        let default = RateLimit::new(4, 5);
        let set = Limiter::new(Some(default), RateLimit::none()).expect("a limit");
        assert!(set.applies(true) && set.applies(false));
        let default = Limiter::new(None, default).expect("a limit");
        assert!(!default.applies(true) && default.applies(false));
        assert!(Limiter::new(None, RateLimit::none()).is_none());
        assert!(Limiter::new(Some(RateLimit::none()), RateLimit::new(4, 5)).is_none());
        assert_eq!(RateLimit::new(0, 0), RateLimit::new(1, 1));
    }
}
