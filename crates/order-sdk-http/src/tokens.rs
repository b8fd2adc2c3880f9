//! The access tokens of a client.
//!
//! A token is fetched when a call needs one, and kept until a minute before it expires, or for half its life if that is
//! shorter. All calls that need a token while one is being fetched wait for the same fetch, and get the same token or the
//! same error; calls in the second after a failure get that error too. The fetch runs in a task of its own, so that a
//! cancelled call does not stop it for the others. A call whose token is refused gets one other token. If a server cannot
//! be reached, or refuses a call for a reason that may not be the token, another token is fetched for later calls, at most
//! every ten seconds, and the present one is used until then.

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

/// How long before it expires a token is replaced.
const MARGIN: Duration = Duration::from_secs(60);
/// How long calls get the error of the last fetch, so that calls that were refused together cause one fetch.
const FAILED: Duration = Duration::from_secs(1);
/// The shortest time between two fetches because a token may be of no use.
const DOUBTED: Duration = Duration::from_secs(10);
/// How often a call starts a fetch, if the runtime of the fetch stops before its end.
const ENDED: usize = 3;
/// How long calls wait for a fetch, counted from its start, if they have a token that has not expired.
const PATIENCE: Duration = Duration::from_secs(1);
/// How long a fetch may take.
const LONGEST: Duration = Duration::from_secs(120);

/// A token that is being fetched.
type Fetching = Work<Result<Arc<Grant>, Error>>;

/// A future in a box, as a trait object can return it.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A source of access tokens.
pub trait TokenSource: Send + Sync {
    /// Fetches a new token: the server and the headers for the requests that follow. It runs in its own task, which
    /// continues if the call that needs the token is cancelled.
    fn fetch(&self) -> BoxFuture<'_, Result<Grant, Error>>;
}

/// The token cache of a client. Calls that need a token while it is being fetched wait for it, and get the same token or
/// the same error.
pub struct Tokens {
    source: Arc<dyn TokenSource>,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    kept: Option<Kept>,
    failure: Option<(Error, Instant)>,
    fetching: Option<Fetching>,
    /// How many fetches were begun, and the last one that brought a token.
    begun: u64,
    brought: u64,
    /// When a token was doubted last.
    last_doubt: Option<Instant>,
}

/// A token, and when it came.
struct Kept {
    grant: Arc<Grant>,
    since: SystemTime,
    /// Whether another one is to be fetched for calls to come.
    doubted: bool,
}

impl Kept {
    fn new(grant: Grant) -> Self {
        Self {
            grant: Arc::new(grant),
            since: SystemTime::now(),
            doubted: false,
        }
    }

    fn is(&self, grant: &Arc<Grant>) -> bool {
        Arc::ptr_eq(&self.grant, grant)
    }

    /// Whether it is good at a time. One that ends within the margin is given up at half its life, and one that was over
    /// when it came is kept until the server refuses it: the clocks differ, and another one would be over as well.
    fn is_good(&self, now: SystemTime) -> bool {
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
    /// Tokens from a source. Each is replaced one minute before it expires.
    pub fn new(source: impl TokenSource + 'static) -> Self {
        Self {
            source: Arc::new(source),
            state: Arc::default(),
        }
    }

    /// The tokens with a grant to begin with.
    #[must_use]
    pub fn starting_with(mut self, grant: Grant) -> Self {
        self.state = Arc::new(Mutex::new(State {
            kept: Some(Kept::new(grant)),
            ..State::default()
        }));
        self
    }

    /// A token that is still good, for a call that has so much time left.
    pub(super) async fn current(&self, left: Duration) -> Result<Arc<Grant>, Error> {
        let now = SystemTime::now();
        // While a token lasts, that no other can be had is no reason to fail.
        let lasts = |kept: &Kept| kept.grant.valid_until().is_some_and(|until| until > now);
        let is_good = |kept: &Kept| kept.is_good(now);
        self.get(is_good, lasts, left).await
    }

    /// Has another token fetched for calls to come, because this one may be of no use: its server cannot be reached, and may
    /// have moved, or refused a call that it may refuse for other reasons. This one is used until another has come.
    pub(super) fn doubt(&self, grant: &Arc<Grant>) {
        let mut state = lock(&self.state);
        let is_due = state.last_doubt.is_none_or(|at| at.elapsed() > DOUBTED);
        let kept = state.kept.as_mut().filter(|kept| kept.is(grant));
        if let Some(kept) = kept.filter(|_| is_due) {
            kept.doubted = true;
            state.last_doubt = Some(Instant::now());
            self.fetching(&mut state);
        }
    }

    /// Has another token fetched in place of this one, which the server refused.
    pub(super) fn give_up(&self, grant: &Arc<Grant>) {
        let mut state = lock(&self.state);
        if state.kept.take_if(|kept| kept.is(grant)).is_some() {
            self.fetching(&mut state);
        }
    }

    /// Ends the doubts about a token that the server took.
    pub(super) fn trust(&self, grant: &Arc<Grant>) {
        let mut state = lock(&self.state);
        if let Some(kept) = state.kept.as_mut().filter(|kept| kept.is(grant)) {
            kept.doubted = false;
        }
    }

    /// The token that came last, however good.
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

    /// A token that is good, or, where another cannot be fetched in time, one that will do.
    async fn get(
        &self,
        is_good: impl Fn(&Kept) -> bool,
        will_do: impl Fn(&Kept) -> bool,
        left: Duration,
    ) -> Result<Arc<Grant>, Error> {
        let sure = |state: &State| state.grant(|kept| is_good(kept) && !kept.doubted);
        for _ in 0..ENDED {
            let (fetching, other) = {
                let mut state = lock(&self.state);
                if let Some(grant) = sure(&state) {
                    return Ok(grant);
                }
                let other = state.grant(|kept| is_good(kept) || will_do(kept));
                if let Some(failure) = state.failed() {
                    return other.ok_or(failure);
                }
                (self.fetching(&mut state), other)
            };
            let patience = PATIENCE.saturating_sub(fetching.begun.elapsed());
            // A fetch that seemed to be given up may bring one as well.
            let fetched = fetching.ended(|| sure(&lock(&self.state)).map(Ok));
            let Some(other) = other else {
                match fetched.await {
                    Some(Ok(grant)) => return Ok(grant),
                    Some(Err(error)) => return sure(&lock(&self.state)).ok_or(error),
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

    /// What comes of the fetch that is under way, or of one that begins. It runs in a task of its own: whoever needs a token
    /// may be cancelled, or not be looked at for long, and neither may keep the others waiting.
    fn fetching(&self, state: &mut State) -> Fetching {
        if let Some(fetching) = state.fetching.as_ref().filter(|work| work.is_alive()) {
            return fetching.clone();
        }
        let (worker, fetching) = progress::work();
        state.fetching = Some(fetching.clone());
        state.begun += 1;
        let fetch = fetch(self.source.clone(), self.state.clone(), worker, state.begun);
        tokio::spawn(fetch.in_current_span());
        fetching
    }
}

/// Fetches a token, for all who wait for it.
async fn fetch(
    source: Arc<dyn TokenSource>,
    state: Arc<Mutex<State>>,
    worker: Worker<Result<Arc<Grant>, Error>>,
    number: u64,
) {
    let fetched = async { source.fetch().await };
    let fetched = worker.shown(tokio::time::timeout(LONGEST, fetched)).await;
    let late = |_| {
        let reason = format!("nothing was received within {LONGEST:?}");
        Err(Error::timeout(reason, None))
    };
    let fetched = fetched.unwrap_or_else(late).map(Kept::new);
    let told = match &fetched {
        Ok(kept) => Ok(kept.grant.clone()),
        Err(error) => Err(error.clone()),
    };
    lock(&state).ended(fetched, number);
    worker.end(told);
}

impl State {
    /// The token that is kept, where it is such a one.
    fn grant(&self, is_such: impl FnOnce(&Kept) -> bool) -> Option<Arc<Grant>> {
        let kept = self.kept.as_ref().filter(|kept| is_such(kept));
        kept.map(|kept| kept.grant.clone())
    }

    /// Why the last fetch failed, where it has just now.
    fn failed(&self) -> Option<Error> {
        let failure = self.failure.as_ref();
        let failure = failure.filter(|(_, at)| at.elapsed() < FAILED);
        failure.map(|(error, _)| error.clone())
    }

    /// Keeps what the fetch with this number brought. Another one may have been begun since, because this one seemed to be
    /// given up; what that one brings is newer.
    fn ended(&mut self, fetched: Result<Kept, Error>, number: u64) {
        let is_last = number == self.begun;
        if is_last {
            self.fetching = None;
        }
        match fetched {
            Ok(kept) if number > self.brought => {
                self.kept = Some(kept);
                self.brought = number;
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

    /// Whether a token that comes with so many seconds to live is good after so many seconds.
    fn is_good(life: i64, after: u64) -> bool {
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
            doubted: false,
        };
        kept.is_good(since + Duration::from_secs(after))
    }

    #[test]
    fn a_token_is_given_up_a_minute_before_its_end() {
        assert!(is_good(3600, 0));
        assert!(is_good(3600, 3539));
        assert!(!is_good(3600, 3540));
        assert!(!is_good(3600, 4000));
    }

    #[test]
    fn a_short_life_is_used_by_half() {
        assert!(is_good(40, 19));
        assert!(!is_good(40, 20));
    }

    #[test]
    fn what_is_over_when_it_comes_is_kept_until_it_is_refused() {
        assert!(is_good(0, 10));
        assert!(is_good(-3600, 0));
        assert!(is_good(-3600, 100_000));
    }
}
