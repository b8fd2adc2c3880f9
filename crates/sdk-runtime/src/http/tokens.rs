//! Access tokens: fetched when needed, kept until shortly before they end, renewed once for all who wait.

use std::{
    fmt,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, SystemTime},
};

use tokio::sync::Mutex;

use super::{Error, Grant};

/// A future in a box, as a trait object can return it.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Where access tokens come from.
pub trait TokenSource: Send + Sync {
    /// Fetches a new token: the server and the headers to use from now on.
    fn fetch(&self) -> BoxFuture<'_, Result<Grant, Error>>;
}

/// The tokens of a client. Whoever needs one while another fetches it waits for that one, and gets the same token or
/// the same error.
pub struct Tokens {
    source: Box<dyn TokenSource>,
    margin: Duration,
    state: Mutex<State>,
    /// How many fetches have ended.
    rounds: AtomicU64,
}

#[derive(Default)]
struct State {
    grant: Option<Arc<Grant>>,
    failure: Option<Error>,
}

impl Tokens {
    /// Tokens from a source; each is given up one minute before its end.
    pub fn new(source: impl TokenSource + 'static) -> Self {
        Self {
            source: Box::new(source),
            margin: Duration::from_secs(60),
            state: Mutex::default(),
            rounds: AtomicU64::new(0),
        }
    }

    /// The tokens with a grant to begin with.
    #[must_use]
    pub fn starting_with(mut self, grant: Grant) -> Self {
        self.state = Mutex::new(State {
            grant: Some(Arc::new(grant)),
            failure: None,
        });
        self
    }

    /// The tokens, each given up `margin` before its end.
    #[must_use]
    pub fn margin(self, margin: Duration) -> Self {
        Self { margin, ..self }
    }

    /// A token that is still good.
    pub(super) async fn current(&self) -> Result<Arc<Grant>, Error> {
        self.get(|grant| !self.ends(grant)).await
    }

    /// A token other than the one that the server refused.
    pub(super) async fn renewed(&self, refused: &Arc<Grant>) -> Result<Arc<Grant>, Error> {
        self.get(|grant| !Arc::ptr_eq(grant, refused)).await
    }

    async fn get(&self, is_good: impl Fn(&Arc<Grant>) -> bool) -> Result<Arc<Grant>, Error> {
        let seen = self.rounds.load(Ordering::Acquire);
        let mut state = self.state.lock().await;
        if let Some(grant) = state.grant.as_ref().filter(|grant| is_good(grant)) {
            return Ok(grant.clone());
        }
        let ended_meanwhile = self.rounds.load(Ordering::Acquire) > seen;
        if let Some(failure) = state.failure.as_ref().filter(|_| ended_meanwhile) {
            return Err(failure.clone());
        }
        let fetched = self.source.fetch().await;
        self.rounds.fetch_add(1, Ordering::Release);
        match fetched {
            Ok(grant) => {
                let grant = Arc::new(grant);
                *state = State {
                    grant: Some(grant.clone()),
                    failure: None,
                };
                Ok(grant)
            }
            Err(error) => {
                state.failure = Some(error.clone());
                Err(error)
            }
        }
    }

    fn ends(&self, grant: &Grant) -> bool {
        let left = |until: SystemTime| until.duration_since(SystemTime::now()).ok();
        match grant.valid_until() {
            Some(until) => left(until).is_none_or(|left| left <= self.margin),
            None => false,
        }
    }
}

impl fmt::Debug for Tokens {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Tokens").finish_non_exhaustive()
    }
}
