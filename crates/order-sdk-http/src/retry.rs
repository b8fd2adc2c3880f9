//! Which calls are retried, how often, and after which waiting times.

use std::{
    sync::atomic::{AtomicU32, Ordering},
    time::{Duration, SystemTime},
};

use backon::{BackoffBuilder, ExponentialBuilder};
use reqwest::header::{HeaderMap, RETRY_AFTER};

/// When and how often a call is retried.
///
/// A call that reads is retried if the connection fails or there is no response in time, and after the statuses 408,
/// 429, 502, 503 and 504, also if the status is the code of an error in a successful response. A call that writes is
/// retried only if no connection could be made, so that nothing was sent. A body that is a stream is never sent again.
/// The waiting time doubles after each attempt, has a random part, and is never shorter than the server's
/// `Retry-After`.
///
/// A 401 is handled separately: the call is sent once more with a new access token, if the client can fetch one.
///
/// All calls of a client share a budget: a retry takes 10 from it and a success gives 1 back, so that retries do not
/// keep an overloaded server down.
#[derive(Clone, Copy, Debug)]
pub struct RetryPolicy {
    pub(super) attempts: u32,
    pub(super) first: Duration,
    pub(super) longest: Duration,
    pub(super) budget: u32,
}

impl Default for RetryPolicy {
    /// 4 attempts, waiting times from 0.5 to 20 seconds, and a budget of 500.
    fn default() -> Self {
        Self {
            attempts: 4,
            first: Duration::from_millis(500),
            longest: Duration::from_secs(20),
            budget: 500,
        }
    }
}

impl RetryPolicy {
    /// No call is retried. A client that fetches access tokens still sends a call once more with a new token after a
    /// 401.
    pub fn none() -> Self {
        Self {
            attempts: 1,
            ..Self::default()
        }
    }

    /// The maximum number of attempts of a call, including the first.
    #[must_use]
    pub fn attempts(self, attempts: u32) -> Self {
        Self {
            attempts: attempts.max(1),
            ..self
        }
    }

    /// The first and the longest waiting time.
    #[must_use]
    pub fn delays(self, first: Duration, longest: Duration) -> Self {
        Self {
            first,
            longest,
            ..self
        }
    }

    /// The budget that all calls of a client share. Each retry costs 10.
    #[must_use]
    pub fn budget(self, budget: u32) -> Self {
        Self { budget, ..self }
    }

    /// The waits between the attempts of one call.
    pub(super) fn waits(&self) -> impl Iterator<Item = Duration> + Send + use<> {
        ExponentialBuilder::default()
            .with_min_delay(self.first)
            .with_max_delay(self.longest)
            .with_factor(2.0)
            .with_jitter()
            .with_max_times(self.attempts.saturating_sub(1) as usize)
            .build()
    }
}

/// The budget for retries that a client has left.
#[derive(Debug)]
pub(super) struct Budget {
    left: AtomicU32,
    full: u32,
}

impl Budget {
    const RETRY: u32 = 10;

    pub(super) fn new(full: u32) -> Self {
        Self {
            left: AtomicU32::new(full),
            full,
        }
    }

    /// Takes the cost of a retry; false if too little is left.
    pub(super) fn spend(&self) -> bool {
        let spent = |left: u32| left.checked_sub(Self::RETRY);
        self.change(spent)
    }

    pub(super) fn reward(&self) {
        self.change(|left| Some(left.saturating_add(1).min(self.full)));
    }

    fn change(&self, change: impl FnMut(u32) -> Option<u32>) -> bool {
        let (set, get) = (Ordering::AcqRel, Ordering::Acquire);
        self.left.fetch_update(set, get, change).is_ok()
    }
}

/// How long the server asks to wait: in seconds, or until a date.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // A number that is too large counts as the longest duration.
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    Some(date.duration_since(SystemTime::now()).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;

    #[test]
    fn waits_grow_and_end() {
        let (first, longest) = (Duration::from_millis(100), Duration::from_millis(300));
        let policy = RetryPolicy::default().attempts(5).delays(first, longest);
        let waits: Vec<_> = policy.waits().collect();
        assert_eq!(waits.len(), 4);
        for (wait, least) in waits.iter().zip([100, 200, 300, 300]) {
            let least = Duration::from_millis(least);
            assert!(*wait >= least && *wait <= least * 2, "{waits:?}");
        }
        assert_eq!(RetryPolicy::none().waits().count(), 0);
    }

    #[test]
    fn the_largest_budget_does_not_overflow() {
        let budget = Budget::new(u32::MAX);
        budget.reward();
        assert!(budget.spend());
    }

    #[test]
    fn a_budget_runs_out_and_is_earned_back() {
        let budget = Budget::new(20);
        assert!(budget.spend() && budget.spend() && !budget.spend());
        for _ in 0..40 {
            budget.reward();
        }
        assert!(budget.spend() && budget.spend() && !budget.spend());
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let parsed = |text: &str| {
            let value = HeaderValue::from_str(text).expect("a header");
            retry_after(&HeaderMap::from_iter([(RETRY_AFTER, value)]))
        };
        assert_eq!(parsed("7"), Some(Duration::from_secs(7)));
        assert_eq!(
            parsed("Thu, 01 Jan 1970 00:00:00 GMT"),
            Some(Duration::ZERO)
        );
        let later = SystemTime::now() + Duration::from_secs(100);
        let wait = parsed(&httpdate::fmt_http_date(later)).expect("a wait");
        assert!(wait > Duration::from_secs(97) && wait <= Duration::from_secs(100));
        let longest = Duration::from_secs(u64::MAX);
        assert_eq!(parsed(&"9".repeat(30)), Some(longest));
        for nonsense in ["soon", "-5", "+5", "1.5", ""] {
            assert_eq!(parsed(nonsense), None, "{nonsense}");
        }
    }
}
