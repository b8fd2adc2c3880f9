//! Rules that every request of every SDK follows.

use std::{fmt, time::Duration};

use base64::{Engine, engine::general_purpose::STANDARD};
use progenitor_client::{ClientHooks, Error, OperationInfo, ResponseValue};
use reqwest::{
    Client, Request, Response, Url,
    header::{HeaderMap, HeaderName, HeaderValue},
    redirect::Policy,
};
use serde::de::DeserializeOwned;

use crate::{Secret, json};

/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(10);
/// How long a whole call may take.
const CALL: Duration = Duration::from_secs(30);

/// Why a client cannot be made.
#[derive(Debug)]
#[non_exhaustive]
pub enum ConfigError {
    /// The base URL is not an absolute `https` or `http` URL.
    BaseUrl {
        /// What was given.
        url: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A value cannot travel as a header. The value itself is not told: it may be a credential.
    Header {
        /// Name of the header.
        name: String,
    },
    /// The HTTP client cannot be made, for want of a TLS set-up for example.
    Client(reqwest::Error),
}

impl fmt::Display for ConfigError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BaseUrl { url, reason } => write!(
                out,
                "`{url}` is not a base URL ({reason}); give one such as https://example.be/api/v1"
            ),
            Self::Header { name } => write!(
                out,
                "the value for the header {name} has characters that cannot stand in a header"
            ),
            Self::Client(_) => out.write_str("the HTTP client cannot be made"),
        }
    }
}

impl std::error::Error for ConfigError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Client(error) => Some(error),
            Self::BaseUrl { .. } | Self::Header { .. } => None,
        }
    }
}

/// A client that sends `secrets` as headers with every request, and never follows a redirect: reqwest would take
/// custom headers along to another host.
///
/// # Errors
///
/// Where a value cannot travel as a header, or TLS cannot be set up.
pub fn client(secrets: &[(&str, &str)]) -> Result<Client, ConfigError> {
    let mut headers = HeaderMap::new();
    for (name, value) in secrets {
        let refused = || ConfigError::Header {
            name: (*name).to_owned(),
        };
        let mut value = HeaderValue::from_str(value).map_err(|_| refused())?;
        value.set_sensitive(true);
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| refused())?;
        headers.insert(name, value);
    }
    Client::builder()
        .default_headers(headers)
        .redirect(Policy::none())
        .connect_timeout(CONNECT)
        .timeout(CALL)
        .build()
        .map_err(ConfigError::Client)
}

/// The value of a header that is a secret: nothing that prints the header shows it.
///
/// # Errors
///
/// Where it cannot travel as a header; the secret itself is not told.
pub fn secret_header(name: &str, secret: &Secret) -> Result<HeaderValue, String> {
    let mut value = HeaderValue::from_str(secret.expose()).map_err(|_| {
        ConfigError::Header {
            name: name.to_owned(),
        }
        .to_string()
    })?;
    value.set_sensitive(true);
    Ok(value)
}

/// The value of an `Authorization` header for a user and password.
pub fn basic(user: &str, password: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{user}:{password}")))
}

/// A base URL without the slash at its end, to which operations add their paths.
///
/// # Errors
///
/// Where it is not an absolute `https` or `http` URL.
pub fn base_url(url: &str) -> Result<String, ConfigError> {
    let refused = |reason: String| ConfigError::BaseUrl {
        // What stands before an `@` or behind a `?` may be a credential.
        url: shown(url),
        reason,
    };
    let parsed = Url::parse(url).map_err(|error| refused(error.to_string()))?;
    if !parsed.username().is_empty() || parsed.password().is_some() {
        return Err(refused("it has a user name or password".into()));
    }
    if !matches!(parsed.scheme(), "http" | "https") {
        return Err(refused(format!("the scheme is {}", parsed.scheme())));
    }
    if parsed.query().is_some() || parsed.fragment().is_some() {
        return Err(refused("it has a query or fragment".into()));
    }
    Ok(url.trim_end_matches('/').to_owned())
}

fn shown(url: &str) -> String {
    let end = url.find(['?', '#']).unwrap_or(url.len());
    let bare = &url[..end];
    match (bare.rfind('@'), bare.find("://")) {
        (Some(at), Some(scheme)) => format!("{}[…]{}", &bare[..scheme + 3], &bare[at..]),
        (Some(at), None) => format!("[…]{}", &bare[at..]),
        (None, _) => bare.to_owned(),
    }
}

/// The value of an argument as the operation needs it, or why it cannot be: that is told when the call is sent.
///
/// # Errors
///
/// Where the value cannot be converted.
pub fn argument<T>(name: &str, value: impl TryInto<T, Error: fmt::Display>) -> Result<T, String> {
    value.try_into().map_err(|error| format!("{name}: {error}"))
}

/// Sends the request of an operation, and reads the answer: `success` has the model, all other 2xx and 3xx are
/// unexpected.
///
/// # Errors
///
/// Where a hook of the client refuses the request, it cannot be sent, the server refuses it, or the answer cannot be
/// read.
pub async fn call<T: DeserializeOwned, E: DeserializeOwned>(
    client: &(impl ClientHooks<()> + Sync),
    mut request: Request,
    operation_id: &'static str,
    success: u16,
) -> Result<ResponseValue<T>, Error<E>> {
    let info = OperationInfo { operation_id };
    client.pre(&mut request, &info).await?;
    let result = client.exec(request, &info).await;
    client.post(&result, &info).await?;
    let response = result?;
    match response.status().as_u16() {
        status if status == success => read(response).await,
        400..=599 => Err(Error::ErrorResponse(read(response).await?)),
        _ => Err(Error::UnexpectedResponse(response)),
    }
}

/// Reads the body of an answer; an error names the field, and keeps the body.
///
/// # Errors
///
/// Where the body breaks off, or is not what the model expects.
pub async fn read<T: DeserializeOwned, E>(
    response: Response,
) -> Result<ResponseValue<T>, Error<E>> {
    let status = response.status();
    let headers = response.headers().clone();
    let body = response.bytes().await.map_err(Error::ResponseBodyError)?;
    let value = json::read(&body).map_err(|error| {
        let told = <serde_json::Error as serde::de::Error>::custom(error);
        Error::InvalidResponsePayload(body, told)
    })?;
    Ok(ResponseValue::new(value, status, headers))
}

/// Adapts a request just before it is sent: a blank in its query becomes `%20`, which every server reads as a blank;
/// `+` is read so by some alone. A plus sign is `%2B` already.
pub fn prepare(request: &mut Request) {
    let query = request.url().query().filter(|query| query.contains('+'));
    if let Some(query) = query.map(|query| query.replace('+', "%20")) {
        request.url_mut().set_query(Some(&query));
    }
}

#[cfg(test)]
mod tests {
    use reqwest::Method;

    use super::*;

    #[test]
    fn a_blank_is_percent_encoded_and_a_plus_stays_one() {
        let url = Url::parse_with_params("https://x.be/", [("filter", "a = b+c")]).expect("a URL");
        let mut request = Request::new(Method::GET, url);
        prepare(&mut request);
        assert_eq!(request.url().query(), Some("filter=a%20%3D%20b%2Bc"));
    }

    #[test]
    fn base_urls_are_checked() {
        let good = base_url("https://ra.bouwsoft.be/api/v1/").expect("a base URL");
        assert_eq!(good, "https://ra.bouwsoft.be/api/v1");
        for (bad, reason) in [
            ("ra.bouwsoft.be", "relative URL"),
            ("ftp://x.be", "the scheme is ftp"),
            ("https://x.be/?a=secret", "query or fragment"),
            ("https://me:secret@x.be/api", "user name or password"),
            ("me:secret@x.be", "the scheme is me"),
        ] {
            let error = base_url(bad).expect_err(bad);
            assert!(!format!("{error:?}").contains("secret"), "{error:?}");
            let error = error.to_string();
            assert!(error.contains(reason), "{error}");
        }
    }

    #[test]
    fn a_credential_that_is_no_header_is_named_and_not_shown() {
        let error = client(&[("X-Key", "se\ncret")]).expect_err("a line break");
        assert_eq!(
            error.to_string(),
            "the value for the header X-Key has characters that cannot stand in a header"
        );
        assert!(!format!("{error:?}").contains("cret"));
    }

    #[test]
    fn a_secret_header_is_not_shown() {
        let value = secret_header("X-Key", &"topsecret".into()).expect("a header");
        assert_eq!(value, "topsecret");
        assert!(!format!("{value:?}").contains("topsecret"), "{value:?}");
        let error = secret_header("X-Key", &"se\ncret".into()).expect_err("a line break");
        assert!(
            error.contains("X-Key") && !error.contains("cret"),
            "{error}"
        );
    }

    #[test]
    fn a_client_does_not_show_its_credentials() {
        let client = client(&[("X-Key", "topsecret")]).expect("a client");
        assert!(!format!("{client:?}").contains("topsecret"));
    }
}
