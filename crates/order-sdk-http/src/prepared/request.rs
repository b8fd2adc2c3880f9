//! Builds the request of a call.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use reqwest::{
    Method, Request, Url,
    header::{ACCEPT, CONTENT_TYPE, HeaderName, HeaderValue},
};

use super::Draft;
use crate::{
    Error, address,
    argument::{self, Value},
    parameter::Location,
};
use order_sdk_core::validate::{Invalid, Violation};

/// Characters that are percent-encoded in a value in the path. A `/` or `\` would begin another segment.
const SEGMENT: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'/')
    .add(b'\\')
    .add(b'%');

/// In bytes: space for the path and a short query.
const USUAL_PATH: usize = 64;
/// Space for the headers of most requests, including those of the client and its credentials.
const HEADERS: usize = 12;

impl Draft<'_> {
    /// The request without its body and the credentials of the client, for the usual server of the client.
    pub(super) fn head(&self) -> Result<Request, Error> {
        let mut violations = argument::violations(self.operation, &self.values);
        violations.extend_from_slice(self.body.violations());
        let problems = self.options.problems.iter();
        violations.extend(problems.map(|problem| Violation::new("", problem.as_str())));
        if !violations.is_empty() {
            return Err(Error::invalid_request(Invalid::new(violations).to_string()));
        }
        let method = Method::from_bytes(self.operation.method.as_bytes());
        let method = method.map_err(|error| Error::invalid_request(error.to_string()))?;
        let mut request = Request::new(method, self.url()?);
        request.headers_mut().reserve(HEADERS);
        self.put_headers(&mut request)?;
        Ok(request)
    }

    fn url(&self) -> Result<Url, Error> {
        let base = self.http.usual_base();
        let mut url = String::with_capacity(base.len() + USUAL_PATH);
        url.push_str(base);
        self.add_path(&mut url);
        let own = self.each(Location::Query);
        let own = own.flat_map(|(name, value)| value.texts().map(move |text| (name, text)));
        let added = self.options.query.iter();
        let added = added.map(|(name, value)| (name.as_str(), value.as_str()));
        address::add_query(&mut url, own.chain(added));
        Url::parse(&url).map_err(|error| Error::invalid_request(error.to_string()))
    }

    fn add_path(&self, url: &mut String) {
        if let Some(path) = &self.options.path {
            return url.push_str(path);
        }
        let mut rest = self.operation.route;
        while let Some((fixed, parameter)) = rest.split_once('{') {
            let (name, after) = parameter.split_once('}').unwrap_or((parameter, ""));
            url.push_str(fixed);
            url.extend(utf8_percent_encode(
                self.text(name).unwrap_or_default(),
                SEGMENT,
            ));
            rest = after;
        }
        url.push_str(rest);
    }

    fn put_headers(&self, request: &mut Request) -> Result<(), Error> {
        for (name, value) in self.each(Location::Header) {
            let header = match value {
                Value::Secret(header) => header.clone(),
                value => {
                    let texts: Vec<_> = value.texts().collect();
                    let invalid = |_| {
                        Error::invalid_request(format!(
                            "{name}: it contains characters that are not valid in a header"
                        ))
                    };
                    HeaderValue::try_from(texts.join(",")).map_err(invalid)?
                }
            };
            let name = HeaderName::try_from(name)
                .map_err(|error| Error::invalid_request(format!("{name}: {error}")))?;
            request.headers_mut().insert(name, header);
        }
        let headers = request.headers_mut();
        if let Some(content_type) = self.body.content_type() {
            headers.entry(CONTENT_TYPE).or_insert(content_type);
        }
        if let Some(accept) = self.operation.accept {
            let accept = HeaderValue::from_static(accept);
            headers.entry(ACCEPT).or_insert(accept);
        }
        if !self.options.headers.is_empty() {
            headers.extend(self.options.headers.clone());
        }
        Ok(())
    }

    /// The parameters that are set, in the order in which they are sent.
    fn each(&self, location: Location) -> impl Iterator<Item = (&'static str, &Value)> {
        let all = self.operation.parameters.iter().zip(&self.values);
        all.filter(move |(parameter, value)| parameter.location == location && value.is_given())
            .map(|(parameter, value)| (parameter.name, value))
    }
}
