//! A client written by hand, with only reqwest and serde.

use std::{fmt, time::Duration};

use anyhow::Context;
use reqwest::{
    Client, RequestBuilder, StatusCode,
    header::{ACCEPT, HeaderMap, HeaderName, HeaderValue},
};
use serde::{Deserialize, de::DeserializeOwned};

use crate::reading::read;

/// The client of one service.
pub struct Bare {
    /// Sends requests with the credentials.
    pub http: Client,
    /// The URL of the service.
    pub url: String,
}

/// An error response.
#[derive(Debug)]
pub struct Refused {
    /// Its status.
    pub status: StatusCode,
    /// The error message in the body.
    pub message: String,
}

impl fmt::Display for Refused {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.status, self.message)
    }
}

impl std::error::Error for Refused {}

#[derive(Deserialize)]
struct Message {
    error: String,
}

impl Bare {
    /// A client that sends these headers with every request.
    pub fn new(url: &str, headers: &[(&'static str, &'static str)]) -> anyhow::Result<Self> {
        Ok(Self {
            http: http(headers)?,
            url: url.to_owned(),
        })
    }

    /// Sends a request and reads its response.
    pub async fn send<T: DeserializeOwned>(&self, request: RequestBuilder) -> anyhow::Result<T> {
        let response = request.send().await?;
        let status = response.status();
        let body = response.bytes().await?;
        if !status.is_success() {
            let Message { error } = read(&body);
            return Err(Refused {
                status,
                message: error,
            }
            .into());
        }
        let text = std::str::from_utf8(&body)?;
        serde_json::from_str(text).context("the response does not have the expected form")
    }
}

/// The HTTP client, with the timeouts that a careful program sets.
pub fn http(headers: &[(&'static str, &'static str)]) -> anyhow::Result<Client> {
    let pairs = headers.iter().map(|(name, value)| {
        (
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        )
    });
    let mut all: HeaderMap = pairs.collect();
    all.insert(ACCEPT, HeaderValue::from_static("application/json"));
    let client = Client::builder()
        .default_headers(all)
        .connect_timeout(Duration::from_secs(10))
        .timeout(Duration::from_secs(60));
    Ok(client.build()?)
}
