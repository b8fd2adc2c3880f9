//! The access tokens of a client.
//!
//! A token is fetched when a call needs one, and kept until a minute before it expires or, if its lifetime is less than
//! two minutes, for half of it. A token that has expired when it is received is kept until the server refuses it.
//!
//! All calls without a token wait for the same fetch, and get its token or its error; calls in the second after a
//! failure get that error too. If the token must be replaced but has not expired, calls wait at most a second for the
//! new one, and then use the old one; they also use it if the fetch fails. The fetch runs in its own task, so that a
//! cancelled call does not stop it for the others.
//!
//! A call whose token is refused gets one other token. If a server cannot be reached, or refuses a call for a reason
//! that may not be the token, another token is fetched for later calls, at most every ten seconds. The current token is
//! used until then.

use std::{
    fmt,
    pin::Pin,
    sync::{Arc, Mutex},
    time::{Duration, Instant, SystemTime},
};

use tracing::Instrument;

use super::{
    Error, Grant,
    lock::lock,
    progress::{self, Work, Worker},
};

/// How long before its expiry a token is replaced.
const MARGIN: Duration = Duration::from_secs(60);
/// How long calls get the error of the last fetch, so that calls that were refused together cause one fetch.
const FAILED: Duration = Duration::from_secs(1);
/// The minimum time between two fetches for tokens that may be invalid.
const SUSPECT_INTERVAL: Duration = Duration::from_secs(10);
/// How many fetches a call starts, if the runtime of each fetch stops before its end.
const MAX_FETCHES: usize = 3;
/// How long calls wait for a fetch, counted from its start, if they have a token that has not expired.
const PATIENCE: Duration = Duration::from_secs(1);
/// How long a fetch may take.
const LONGEST: Duration = Duration::from_secs(120);

/// A token that is being fetched.
type Fetching = Work<Result<Arc<Grant>, Error>>;

/// A boxed future, which a method of a trait object can return.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A source of access tokens.
pub trait TokenSource: Send + Sync {
    /// Fetches a new token: the server and the headers for later requests. It runs in its own task, which continues if
    /// the call that needs the token is cancelled.
    fn fetch(&self) -> BoxFuture<'_, Result<Grant, Error>>;
}

/// The token cache of a client. Calls that need a new token wait for the same fetch. If they have a token that has not
/// expired, they wait at most a second, and then use that token.
pub struct Tokens {
    source: Arc<dyn TokenSource>,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    kept: Option<Kept>,
    failure: Option<(Error, Instant)>,
    fetching: Option<Fetching>,
    /// The number of fetches that were started.
    started: u64,
    /// The number of the last fetch that returned a token.
    newest: u64,
    /// When a token was last suspected to be invalid.
    last_suspected: Option<Instant>,
}

/// A token, and when it was received.
struct Kept {
    grant: Arc<Grant>,
    since: SystemTime,
    /// Whether the token may be invalid, so that another one must be fetched for later calls.
    is_suspect: bool,
}

impl Kept {
    fn new(grant: Grant) -> Self {
        Self {
            grant: Arc::new(grant),
            since: SystemTime::now(),
            is_suspect: false,
        }
    }

    fn is(&self, grant: &Arc<Grant>) -> bool {
        Arc::ptr_eq(&self.grant, grant)
    }

    /// Whether the token need not be replaced at `now`. A token with a short lifetime is replaced after half of it.
    /// A token that was expired when it was received is kept until the server refuses it: the clocks differ, and
    /// another token would be expired too.
    fn is_fresh(&self, now: SystemTime) -> bool {
        let Some(until) = self.grant.valid_until() else {
            return true;
        };
        match until.duration_since(self.since) {
            Ok(life) if !life.is_zero() => until
                .duration_since(now)
                .is_ok_and(|left| left > MARGIN.min(life / 2)),
            _ => true,
        }
    }
}

impl Tokens {
    /// Tokens from a source. Each is replaced one minute before it expires, or after half its lifetime if that is less
    /// than two minutes.
    pub fn new(source: impl TokenSource + 'static) -> Self {
        Self {
            source: Arc::new(source),
            state: Arc::default(),
        }
    }

    /// Starts with a grant that was obtained before.
    #[must_use]
    pub fn starting_with(mut self, grant: Grant) -> Self {
        self.state = Arc::new(Mutex::new(State {
            kept: Some(Kept::new(grant)),
            ..State::default()
        }));
        self
    }

    /// A fresh token, for a call that has `left` time left. If none can be fetched, a token that has not expired.
    pub(super) async fn current(&self, left: Duration) -> Result<Arc<Grant>, Error> {
        let now = SystemTime::now();
        let is_unexpired = |kept: &Kept| kept.grant.valid_until().is_some_and(|until| until > now);
        let is_fresh = |kept: &Kept| kept.is_fresh(now);
        self.get(is_fresh, is_unexpired, left).await
    }

    /// Starts to fetch another token for later calls, because this one may be invalid: its server cannot be reached and
    /// may have moved, or the server refused a call, perhaps for another reason. This token is used until another is
    /// received.
    pub(super) fn suspect(&self, grant: &Arc<Grant>) {
        let mut state = lock(&self.state);
        let is_due = state
            .last_suspected
            .is_none_or(|at| at.elapsed() > SUSPECT_INTERVAL);
        let kept = state.kept.as_mut().filter(|kept| kept.is(grant));
        if let Some(kept) = kept.filter(|_| is_due) {
            kept.is_suspect = true;
            state.last_suspected = Some(Instant::now());
            self.fetching(&mut state);
        }
    }

    /// Starts to fetch another token in place of this one, which the server refused.
    pub(super) fn give_up(&self, grant: &Arc<Grant>) {
        let mut state = lock(&self.state);
        if state.kept.take_if(|kept| kept.is(grant)).is_some() {
            self.fetching(&mut state);
        }
    }

    /// Marks a token as valid, because the server accepted it.
    pub(super) fn trust(&self, grant: &Arc<Grant>) {
        let mut state = lock(&self.state);
        if let Some(kept) = state.kept.as_mut().filter(|kept| kept.is(grant)) {
            kept.is_suspect = false;
        }
    }

    /// The token that was received last, even if it must be replaced.
    pub(super) fn latest(&self) -> Option<Arc<Grant>> {
        lock(&self.state).grant(|_| true)
    }

    /// A token other than the one that the server refused.
    pub(super) async fn renewed(
        &self,
        refused: &Arc<Grant>,
        left: Duration,
    ) -> Result<Arc<Grant>, Error> {
        self.get(|kept| !kept.is(refused), |_| false, left).await
    }

    /// A wanted token or, if none can be fetched in time, an acceptable one.
    async fn get(
        &self,
        is_wanted: impl Fn(&Kept) -> bool,
        is_acceptable: impl Fn(&Kept) -> bool,
        left: Duration,
    ) -> Result<Arc<Grant>, Error> {
        let wanted = |state: &State| state.grant(|kept| is_wanted(kept) && !kept.is_suspect);
        for _ in 0..MAX_FETCHES {
            let (fetching, other) = {
                let mut state = lock(&self.state);
                if let Some(grant) = wanted(&state) {
                    return Ok(grant);
                }
                let other = state.grant(|kept| is_wanted(kept) || is_acceptable(kept));
                if let Some(failure) = state.failed() {
                    return other.ok_or(failure);
                }
                (self.fetching(&mut state), other)
            };
            let patience = PATIENCE.saturating_sub(fetching.started.elapsed());
            // A fetch that seemed to have stopped may return a token too.
            let fetched = fetching.ended(|| wanted(&lock(&self.state)).map(Ok));
            let Some(other) = other else {
                match fetched.await {
                    Some(Ok(grant)) => return Ok(grant),
                    Some(Err(error)) => return wanted(&lock(&self.state)).ok_or(error),
                    None => continue,
                }
            };
            let fetched = tokio::time::timeout(patience.min(left / 2), fetched).await;
            let fetched = fetched.ok().flatten().and_then(Result::ok);
            return Ok(fetched.unwrap_or(other));
        }
        let reason = "the token request stopped before it finished";
        Err(Error::authentication(reason))
    }

    /// The current fetch, or a new one. The fetch runs in its own task: a call that needs a token may be cancelled, or
    /// not be polled for a long time, and must not delay other calls.
    fn fetching(&self, state: &mut State) -> Fetching {
        if let Some(fetching) = state.fetching.as_ref().filter(|work| work.is_alive()) {
            return fetching.clone();
        }
        let (worker, fetching) = progress::work();
        state.fetching = Some(fetching.clone());
        state.started += 1;
        let fetch = fetch(
            self.source.clone(),
            self.state.clone(),
            worker,
            state.started,
        );
        tokio::spawn(fetch.in_current_span());
        fetching
    }
}

/// Fetches a token for all calls that wait for it.
async fn fetch(
    source: Arc<dyn TokenSource>,
    state: Arc<Mutex<State>>,
    worker: Worker<Result<Arc<Grant>, Error>>,
    number: u64,
) {
    let fetched = async { source.fetch().await };
    let fetched = worker.run(tokio::time::timeout(LONGEST, fetched)).await;
    let late = |_| {
        let reason = format!("nothing was received within {LONGEST:?}");
        Err(Error::timeout(reason, None))
    };
    let fetched = fetched.unwrap_or_else(late).map(Kept::new);
    let result = match &fetched {
        Ok(kept) => Ok(kept.grant.clone()),
        Err(error) => Err(error.clone()),
    };
    lock(&state).ended(fetched, number);
    worker.end(result);
}

impl State {
    /// The kept token, if it matches.
    fn grant(&self, matches: impl FnOnce(&Kept) -> bool) -> Option<Arc<Grant>> {
        let kept = self.kept.as_ref().filter(|kept| matches(kept));
        kept.map(|kept| kept.grant.clone())
    }

    /// The error of the last fetch, if it failed just now.
    fn failed(&self) -> Option<Error> {
        let failure = self.failure.as_ref();
        let failure = failure.filter(|(_, at)| at.elapsed() < FAILED);
        failure.map(|(error, _)| error.clone())
    }

    /// Stores the result of the fetch with this number. A later fetch may have started since, because this one seemed
    /// to have stopped; the token of the later fetch is newer.
    fn ended(&mut self, fetched: Result<Kept, Error>, number: u64) {
        let is_last = number == self.started;
        if is_last {
            self.fetching = None;
        }
        match fetched {
            Ok(kept) if number > self.newest => {
                self.kept = Some(kept);
                self.newest = number;
                self.failure = None;
            }
            Err(error) if is_last => self.failure = Some((error, Instant::now())),
            _ => {}
        }
    }
}

impl fmt::Debug for Tokens {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Tokens").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a token that has `life` seconds to live when it is received is fresh `after` seconds later.
    fn is_fresh(life: i64, after: u64) -> bool {
        let since = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000);
        let shift = Duration::from_secs(life.unsigned_abs());
        let until = if life < 0 {
            since - shift
        } else {
            since + shift
        };
        let grant = Grant::new("https://x.be", false).expect("a URL");
        let kept = Kept {
            grant: Arc::new(grant.expires_at(until)),
            since,
            is_suspect: false,
        };
        kept.is_fresh(since + Duration::from_secs(after))
    }

    #[test]
    fn a_token_is_replaced_a_minute_before_it_expires() {
        assert!(is_fresh(3600, 0));
        assert!(is_fresh(3600, 3539));
        assert!(!is_fresh(3600, 3540));
        assert!(!is_fresh(3600, 4000));
    }

    #[test]
    fn a_token_with_a_short_lifetime_is_replaced_after_half_of_it() {
        assert!(is_fresh(40, 19));
        assert!(!is_fresh(40, 20));
    }

    #[test]
    fn a_token_that_is_expired_when_it_is_received_is_kept() {
        assert!(is_fresh(0, 10));
        assert!(is_fresh(-3600, 0));
        assert!(is_fresh(-3600, 100_000));
    }
}
