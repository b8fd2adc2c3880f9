//! Decides what follows a failed attempt. It sends nothing.

use std::time::Duration;

use super::{ErrorKind, fault::Fault, retry::Budget};

/// What follows a failed attempt.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Next {
    /// The request is sent again after this time.
    Retry(Duration),
    /// The request is sent again with another access token.
    Reauthenticate,
    /// The call fails.
    Fail,
}

/// What the decision depends on, besides the failure.
#[derive(Clone, Copy, Debug)]
pub(super) struct Situation {
    /// Whether the call only reads.
    pub(super) reads: bool,
    /// Whether the request can be sent again. A stream cannot.
    pub(super) can_repeat: bool,
    /// Whether the client fetches access tokens, and has not fetched another one for this call.
    pub(super) can_reauthenticate: bool,
    /// The time in which the request may still be sent.
    pub(super) left: Duration,
}

impl Situation {
    /// Decides what follows. A retry takes the next waiting time, and its cost from the budget.
    pub(super) fn next(
        self,
        fault: &Fault,
        waits: &mut impl Iterator<Item = Duration>,
        budget: &Budget,
    ) -> Next {
        if fault.kind == ErrorKind::Authentication && self.can_reauthenticate {
            // For a write, only the status 401 proves that it was not applied.
            let is_harmless = self.reads || fault.status == Some(401);
            return if self.can_repeat && is_harmless {
                Next::Reauthenticate
            } else {
                Next::Fail
            };
        }
        let is_harmless = self.reads || fault.unsent;
        if !(self.can_repeat && fault.retryable && is_harmless) {
            return Next::Fail;
        }
        let requested = fault.retry_after.unwrap_or_default();
        match waits.next().map(|wait| wait.max(requested)) {
            Some(wait) if wait < self.left && budget.spend() => Next::Retry(wait),
            _ => Next::Fail,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);
    const READ: Situation = Situation {
        reads: true,
        can_repeat: true,
        can_reauthenticate: true,
        left: Duration::from_secs(10),
    };
    const WRITE: Situation = Situation {
        reads: false,
        ..READ
    };

    fn next(situation: Situation, fault: &Fault) -> Next {
        situation.next(fault, &mut [SECOND].into_iter(), &Budget::new(10))
    }

    fn status(kind: ErrorKind, status: u16) -> Fault {
        Fault {
            status: Some(status),
            retryable: true,
            ..Fault::new(kind)
        }
    }

    #[test]
    fn a_read_is_retried_and_a_write_only_if_nothing_was_sent() {
        let busy = status(ErrorKind::ServerFault, 503);
        assert_eq!(next(READ, &busy), Next::Retry(SECOND));
        assert_eq!(next(WRITE, &busy), Next::Fail);
        let unsent = Fault {
            unsent: true,
            retryable: true,
            ..Fault::new(ErrorKind::Transport)
        };
        assert_eq!(next(WRITE, &unsent), Next::Retry(SECOND));
        let stream = Situation {
            can_repeat: false,
            ..WRITE
        };
        let budget = Budget::new(10);
        let failed = stream.next(&unsent, &mut [SECOND].into_iter(), &budget);
        assert_eq!(failed, Next::Fail);
        assert!(
            budget.spend(),
            "a request that cannot be sent again costs nothing"
        );
        let rejected = Fault {
            retryable: false,
            ..status(ErrorKind::Rejected, 400)
        };
        assert_eq!(next(READ, &rejected), Next::Fail);
    }

    #[test]
    fn the_server_the_deadline_the_policy_and_the_budget_limit_retries() {
        let busy = |seconds| Fault {
            retry_after: Some(Duration::from_secs(seconds)),
            ..status(ErrorKind::RateLimited, 429)
        };
        assert_eq!(next(READ, &busy(3)), Next::Retry(3 * SECOND));
        assert_eq!(next(READ, &busy(10)), Next::Fail);
        let no_more = READ.next(&busy(0), &mut [].into_iter(), &Budget::new(10));
        assert_eq!(no_more, Next::Fail);
        let spent = READ.next(&busy(0), &mut [SECOND].into_iter(), &Budget::new(9));
        assert_eq!(spent, Next::Fail);
    }

    #[test]
    fn a_refused_token_is_replaced_once_and_for_a_write_only_after_a_401() {
        let refused = status(ErrorKind::Authentication, 401);
        assert_eq!(next(READ, &refused), Next::Reauthenticate);
        assert_eq!(next(WRITE, &refused), Next::Reauthenticate);
        let reported = status(ErrorKind::Authentication, 200);
        assert_eq!(next(READ, &reported), Next::Reauthenticate);
        assert_eq!(next(WRITE, &reported), Next::Fail);
        let again = Situation {
            can_reauthenticate: false,
            ..READ
        };
        let refused = Fault {
            retryable: false,
            ..refused
        };
        assert_eq!(next(again, &refused), Next::Fail);
    }
}
