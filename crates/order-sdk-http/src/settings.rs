//! The settings of a client: how it sends requests.

use std::{fmt, sync::Arc, time::Duration};

use reqwest::{ClientBuilder, Request, redirect::Policy, retry};

use super::{
    Api, Attempt, ConfigError, RateLimit, Report, RetryPolicy,
    hooks::{After, Before},
};

/// How long an unused connection is kept. Servers close such connections after 5 seconds or more, and a write on a
/// connection that is being closed has an unknown outcome.
const IDLE: Duration = Duration::from_secs(4);

/// Longer times have no use, and make time calculations overflow.
pub(super) const LONGEST: Duration = Duration::from_secs(365 * 24 * 3600);

type Customise = Arc<dyn Fn(ClientBuilder) -> ClientBuilder + Send + Sync>;

/// How requests are sent: timeouts, retries, limits, hooks. The defaults suit a service that runs unattended.
#[derive(Clone)]
pub struct Settings {
    pub(super) connect_timeout: Duration,
    pub(super) request_timeout: Duration,
    pub(super) deadline: Duration,
    pub(super) retry: RetryPolicy,
    pub(super) rate_limit: Option<RateLimit>,
    pub(super) plain_http: bool,
    pub(super) max_response_bytes: usize,
    pub(super) max_rows: usize,
    pub(super) bodies: bool,
    pub(super) before: Vec<Before>,
    pub(super) after: Vec<After>,
    user_agent: Option<String>,
    customise: Option<Customise>,
}

impl Default for Settings {
    /// 10 seconds to connect, 30 for an attempt, 2 minutes for a call with its retries; responses of at most 64 MiB and
    /// 10,000 rows.
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            request_timeout: Duration::from_secs(30),
            deadline: Duration::from_secs(120),
            retry: RetryPolicy::default(),
            rate_limit: None,
            plain_http: false,
            max_response_bytes: 64 << 20,
            max_rows: 10_000,
            bodies: false,
            before: Vec::new(),
            after: Vec::new(),
            user_agent: None,
            customise: None,
        }
    }
}

impl Settings {
    /// The defaults: 10 seconds to connect, 30 for an attempt, 2 minutes for a call with its retries; responses of at
    /// most 64 MiB and 10,000 rows; the default [`RetryPolicy`] (4 attempts, waiting times from 0.5 to 20 seconds, a
    /// budget of 500); the rate limit of the crate, if it has one.
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends the name of your program, for example `shop/2.1`, to the `user-agent` header of the SDK.
    #[must_use]
    pub fn user_agent(self, program: &str) -> Self {
        Self {
            user_agent: Some(program.to_owned()),
            ..self
        }
    }

    /// How long connecting may take: at most four fifths of the time for an attempt, and of the deadline. A write that
    /// could not connect is not repeated if less than this is left before the deadline.
    #[must_use]
    pub fn connect_timeout(self, time: Duration) -> Self {
        Self {
            connect_timeout: time.min(LONGEST),
            ..self
        }
    }

    /// How long one attempt may take, from the request to the end of the response. In a download, how long the client
    /// waits for the next part.
    #[must_use]
    pub fn request_timeout(self, time: Duration) -> Self {
        Self {
            request_timeout: time.min(LONGEST),
            ..self
        }
    }

    /// How long a call may take, including all attempts, the waiting times between them, and the wait for the rate
    /// limit.
    #[must_use]
    pub fn deadline(self, time: Duration) -> Self {
        Self {
            deadline: time.min(LONGEST),
            ..self
        }
    }

    /// Which calls are retried, and how often.
    #[must_use]
    pub fn retry(self, policy: RetryPolicy) -> Self {
        Self {
            retry: policy,
            ..self
        }
    }

    /// How fast the client sends requests. The default is the limit of the crate, if it has one. A default limit does
    /// not apply to requests to this machine, for example to a mock server. A limit that you set applies to them too.
    #[must_use]
    pub fn rate_limit(self, limit: RateLimit) -> Self {
        Self {
            rate_limit: Some(limit),
            ..self
        }
    }

    /// Allows plain `http` to other machines, for test servers in a closed network. It sends credentials unencrypted.
    /// Plain `http` to this machine never uses a proxy.
    #[must_use]
    pub fn allow_plain_http(self) -> Self {
        Self {
            plain_http: true,
            ..self
        }
    }

    /// How many bytes a response may have after decompression. A longer response is an error. A download that is read
    /// as a stream has no limit.
    #[must_use]
    pub fn max_response_bytes(self, bytes: usize) -> Self {
        Self {
            max_response_bytes: bytes,
            ..self
        }
    }

    /// Sets how many rows a response may have. The limit of rows also limits the JSON in a response: for each allowed
    /// row, it may have 10 objects and 200 values, including nested ones; a limit of fewer than 1,000 rows counts as
    /// 1,000 here. A response that exceeds any of these limits is an error, and none of its rows is read into a model.
    #[must_use]
    pub fn max_rows(self, rows: usize) -> Self {
        Self {
            max_rows: rows,
            ..self
        }
    }

    /// Traces the bodies of requests and responses at the level `trace`. They contain customer data; credentials are
    /// redacted.
    #[must_use]
    pub fn trace_bodies(self) -> Self {
        Self {
            bodies: true,
            ..self
        }
    }

    /// Calls `hook` before each attempt. It may change the request, for example add a header, but not its method or
    /// server. If it changes one of these, or panics, the call fails and nothing is sent. The request has no
    /// credentials yet.
    #[must_use]
    pub fn before(mut self, hook: impl Fn(&Attempt, &mut Request) + Send + Sync + 'static) -> Self {
        self.before.push(Arc::new(hook));
        self
    }

    /// Calls `hook` at the end of each operation, for example for metrics, but not if the operation is dropped before
    /// its end. A panic of the hook is traced and does not affect the call: the response may be the only record of a
    /// new order.
    #[must_use]
    pub fn after(mut self, hook: impl Fn(&Report) + Send + Sync + 'static) -> Self {
        self.after.push(Arc::new(hook));
        self
    }

    /// Configures the HTTP client: proxies, root certificates, connection pools. It cannot change that redirects are
    /// not followed, that only the SDK retries, that plain `http` to this machine uses no proxy, and that the time
    /// limit of a request is [`request_timeout`](Self::request_timeout); files have that limit for each part.
    #[must_use]
    pub fn http_client(
        self,
        change: impl Fn(ClientBuilder) -> ClientBuilder + Send + Sync + 'static,
    ) -> Self {
        Self {
            customise: Some(Arc::new(change)),
            ..self
        }
    }

    /// The HTTP client. If `direct` is true, it is for plain `http` to this machine, and uses no proxy.
    pub(super) fn build(&self, api: &Api, direct: bool) -> Result<reqwest::Client, ConfigError> {
        let user_agent = match &self.user_agent {
            Some(program) => format!("{} {program}", api.user_agent),
            None => api.user_agent.to_owned(),
        };
        let builder = reqwest::Client::builder()
            .user_agent(user_agent)
            // If an attempt ends before its connection is made, it is unknown whether anything was sent.
            .connect_timeout(self.time_to_connect())
            .pool_idle_timeout(IDLE);
        let builder = if direct {
            // It uses no TLS, and reading root certificates is most of the work of creating a client.
            builder.tls_certs_only([])
        } else {
            builder
        };
        let builder = match &self.customise {
            Some(change) => change(builder),
            None => builder,
        };
        // Last, so that it also removes the proxies of the caller.
        let builder = if direct { builder.no_proxy() } else { builder };
        // reqwest would send credential headers to another host, and retry by its own rules.
        let builder = builder.redirect(Policy::none()).retry(retry::never());
        // Most requests have this timeout, so they need none of their own.
        let builder = builder.timeout(self.request_timeout);
        builder.build().map_err(ConfigError::Client)
    }

    /// The maximum time for making a connection.
    pub(super) fn time_to_connect(&self) -> Duration {
        let attempt = self.request_timeout.min(self.deadline);
        self.connect_timeout.min(attempt * 4 / 5)
    }

    /// Whether plain `http` to other machines is allowed.
    pub fn allows_plain_http(&self) -> bool {
        self.plain_http
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Settings")
            .field("connect_timeout", &self.connect_timeout)
            .field("request_timeout", &self.request_timeout)
            .field("deadline", &self.deadline)
            .field("retry", &self.retry)
            .finish_non_exhaustive()
    }
}
