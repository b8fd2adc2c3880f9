//! A call that has not been sent: the values of its arguments, its body and its options.

use std::{fmt, time::Duration};

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use reqwest::{
    Method, Request, Url,
    header::{ACCEPT, CONTENT_TYPE, HeaderName, HeaderValue},
};
use serde::{Serialize, de::DeserializeOwned};

use super::{
    Download, Error, File, Http, Operation, Preview, Response, RetryPolicy, Sending, address,
    argument::{self, Value},
    options::Options,
    parameter::{Location, Parameter},
    payload::Payload,
    reader::Reader,
    secret_header,
};
use crate::{
    Secret,
    validate::{Invalid, Validate, Violation, validate},
};

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

/// A call that has not been sent; `T` is its result. Generated code wraps it in a struct for each operation.
///
/// Nothing fails while a call is prepared: whatever is wrong is reported when it is sent, with the name of the argument.
pub struct Prepared<'a, T> {
    http: &'a Http,
    operation: &'static Operation,
    /// In the order of the operation's parameters, so that the order in which they are set has no effect on the request.
    values: Vec<Value>,
    body: Payload,
    options: Options,
    reader: Reader<T>,
}

impl<T> Clone for Prepared<'_, T> {
    fn clone(&self) -> Self {
        Self {
            http: self.http,
            operation: self.operation,
            values: self.values.clone(),
            body: self.body.clone(),
            options: self.options.clone(),
            reader: self.reader.clone(),
        }
    }
}

impl<'a, T> Prepared<'a, T> {
    fn new(http: &'a Http, operation: &'static Operation, reader: Reader<T>) -> Self {
        Self {
            http,
            operation,
            values: vec![Value::Absent; operation.parameters.len()],
            body: Payload::None,
            options: Options::default(),
            reader,
        }
    }

    /// The transport of the client that made the call.
    pub fn http(&self) -> &'a Http {
        self.http
    }

    /// Sets an argument, after conversion.
    pub fn set<V: Serialize>(&mut self, name: &str, value: impl TryInto<V, Error: fmt::Display>) {
        match value.try_into() {
            Ok(value) => self.put(name, |parameter| Value::of(parameter, &value)),
            Err(error) => self.put(name, |parameter| Value::invalid(parameter.name, error)),
        }
    }

    /// Sets an argument, or removes it.
    pub fn set_optional<V: Serialize>(&mut self, name: &str, value: impl Into<Option<V>>) {
        match value.into() {
            Some(value) => self.put(name, |parameter| Value::of(parameter, &value)),
            None => self.put(name, |_| Value::Absent),
        }
    }

    /// Sets a list that is sent as one string, separated by commas. An empty list is not sent.
    pub fn set_list<V: fmt::Display>(&mut self, name: &str, values: impl IntoIterator<Item = V>) {
        let texts: Vec<_> = values.into_iter().map(|value| value.to_string()).collect();
        self.put(name, |parameter| Value::joined(parameter, &texts));
    }

    /// Sets a secret header.
    pub fn set_secret(&mut self, name: &str, value: impl Into<Secret>) {
        let value = value.into();
        self.put(name, |parameter| {
            match secret_header(parameter.name, &value) {
                Ok(header) => Value::Secret(header),
                Err(error) => Value::invalid(parameter.name, error),
            }
        });
    }

    fn put(&mut self, name: &str, value: impl FnOnce(&'static Parameter) -> Value) {
        let parameters = self.operation.parameters;
        let place = parameters
            .iter()
            .position(|parameter| parameter.name == name);
        debug_assert!(
            place.is_some(),
            "{}: no parameter {name}",
            self.operation.id
        );
        if let Some(place) = place {
            self.values[place] = value(&parameters[place]);
        }
    }

    /// The value of an argument as it is sent, if it is set, valid and not a list.
    pub fn text(&self, name: &str) -> Option<&str> {
        let place = self
            .operation
            .parameters
            .iter()
            .position(|parameter| parameter.name == name)?;
        match &self.values[place] {
            Value::One(text) => Some(text),
            _ => None,
        }
    }

    /// Sets the body to JSON, checked against its limits.
    pub fn set_json<B: Serialize + Validate>(&mut self, body: &B) {
        self.body = Payload::json("body", body, validate(body));
    }

    /// Sets the body to JSON that has no limits in the contract.
    pub fn set_json_unchecked<B: Serialize>(&mut self, body: &B) {
        self.body = Payload::json("body", body, Ok(()));
    }

    /// Sets the body to a form, checked against its limits.
    pub fn set_form<B: Serialize + Validate>(&mut self, body: &B) {
        self.body = Payload::form("body", body, validate(body));
    }

    /// Sets the body to a form that has no limits in the contract.
    pub fn set_form_unchecked<B: Serialize>(&mut self, body: &B) {
        self.body = Payload::form("body", body, Ok(()));
    }

    /// Sets the body to text.
    pub fn set_text(&mut self, content_type: &'static str, body: impl Into<String>) {
        self.body = Payload::Bytes(content_type, body.into().into());
    }

    /// Sets the body to a file, after conversion.
    pub fn set_file<F: File>(&mut self, body: impl TryInto<F, Error: fmt::Display>) {
        self.body = match body.try_into() {
            Ok(file) => {
                let (content_type, body) = file.into_parts();
                Payload::File(content_type, body)
            }
            Err(error) => Payload::Invalid(vec![Violation::new("body", error.to_string())]),
        };
    }

    /// Sets the time limit of this call.
    pub fn set_timeout(&mut self, time: Duration) {
        self.options.deadline = Some(time);
    }

    /// Sets the retry policy of this call.
    pub fn set_retry(&mut self, policy: RetryPolicy) {
        self.options.retry = Some(policy);
    }

    /// Takes the time limit and the retry policy of another call.
    pub fn limit_like<U>(&mut self, other: &Prepared<'_, U>) {
        self.options.deadline = other.options.deadline;
        self.options.retry = other.options.retry;
    }

    /// Adds a header that the contract does not have.
    pub fn add_header(&mut self, name: &str, value: &str) {
        self.options
            .header(name, value, self.http.api(), self.operation);
    }

    /// Adds a query parameter that the contract does not have.
    pub fn add_query(&mut self, name: &str, value: &str) {
        self.options
            .query(name, value, self.http.api(), self.operation);
    }

    /// The request without its body, with a stand-in for the server and without the credentials of the client.
    fn head(&self) -> Result<Request, Error> {
        let mut violations = argument::violations(self.operation, &self.values);
        violations.extend_from_slice(self.body.violations());
        let problems = self.options.problems.iter();
        violations.extend(problems.map(|problem| Violation::new("", problem.as_str())));
        if !violations.is_empty() {
            return Err(Error::invalid_request(Invalid { violations }.to_string()));
        }
        let method = Method::from_bytes(self.operation.method.as_bytes());
        let method = method.map_err(|error| Error::invalid_request(error.to_string()))?;
        let mut request = Request::new(method, self.url()?);
        self.put_headers(&mut request)?;
        Ok(request)
    }

    fn url(&self) -> Result<Url, Error> {
        let invalid =
            |error: <Url as std::str::FromStr>::Err| Error::invalid_request(error.to_string());
        let mut url =
            Url::parse(&format!("{}{}", address::STAND_IN, self.path())).map_err(invalid)?;
        let own = self.each(Location::Query);
        let mut own = own
            .flat_map(|(name, value)| value.texts().map(move |text| (name, text)))
            .peekable();
        if own.peek().is_some() || !self.options.query.is_empty() {
            let mut query = url.query_pairs_mut();
            query.extend_pairs(own).extend_pairs(&self.options.query);
        }
        Ok(url)
    }

    fn path(&self) -> String {
        let mut path = String::new();
        let mut rest = self.operation.route;
        while let Some((fixed, parameter)) = rest.split_once('{') {
            let (name, after) = parameter.split_once('}').unwrap_or((parameter, ""));
            path.push_str(fixed);
            path.extend(utf8_percent_encode(
                self.text(name).unwrap_or_default(),
                SEGMENT,
            ));
            rest = after;
        }
        path + rest
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
        headers.extend(self.options.headers.clone());
        Ok(())
    }

    /// The parameters that are set, in the order in which they are sent.
    fn each(&self, location: Location) -> impl Iterator<Item = (&'static str, &Value)> {
        let all = self.operation.parameters.iter().zip(&self.values);
        all.filter(move |(parameter, value)| parameter.location == location && value.is_given())
            .map(|(parameter, value)| (parameter.name, value))
    }

    /// Checks the arguments, the body and the options without sending anything.
    ///
    /// # Errors
    ///
    /// If the request is not valid.
    pub fn check(&self) -> Result<(), Error> {
        self.head().map(drop)
    }

    /// The request as it would be sent, with credentials redacted.
    ///
    /// # Errors
    ///
    /// If the request is not valid.
    pub fn preview(&self) -> Result<Preview, Error> {
        let head = self
            .head()
            .and_then(|head| self.http.placed(self.operation, head));
        let head = head.map_err(|error| error.of(self.operation.id))?;
        Ok(Preview::new(head, &self.body))
    }
}

impl<'a, T: DeserializeOwned + Send + Sync + 'static> Prepared<'a, T> {
    /// A call that returns a record.
    pub fn record(http: &'a Http, operation: &'static Operation) -> Self {
        Self::new(http, operation, Reader::record())
    }
}

impl<'a, T: DeserializeOwned + Send + Sync + 'static> Prepared<'a, Vec<T>> {
    /// A call that returns a list, whose rows are read one by one.
    pub fn list(http: &'a Http, operation: &'static Operation) -> Self {
        Self::new(http, operation, Reader::list())
    }
}

impl<'a> Prepared<'a, ()> {
    /// A call whose result is only that it succeeded.
    pub fn empty(http: &'a Http, operation: &'static Operation) -> Self {
        Self::new(http, operation, Reader::empty())
    }
}

impl<'a> Prepared<'a, Download> {
    /// A call that returns a file. If `mark` is not empty, the file has it near its beginning; any other response is an
    /// error. `name` is the name of the file if the server gives none.
    pub fn file(
        http: &'a Http,
        operation: &'static Operation,
        mark: &'static [u8],
        name: impl Into<String>,
    ) -> Self {
        Self::new(http, operation, Reader::file(mark, name.into()))
    }
}

impl<'a, T: Send + 'a> Prepared<'a, T> {
    /// Sends the request and reads the response.
    ///
    /// # Errors
    ///
    /// Everything that can go wrong, as one kind of error.
    pub async fn send(mut self) -> Result<Response<T>, Error> {
        let request = self.head().map(|mut request| {
            *request.body_mut() = std::mem::take(&mut self.body).into_body();
            request
        });
        self.http
            .send(self.operation, request, &self.options, self.reader)
            .await
    }

    /// The future of the result alone.
    pub fn sending(self) -> Sending<'a, T> {
        Sending(Box::pin(async move { Ok(self.send().await?.into_inner()) }))
    }
}

/// Shows the operation and lengths, because arguments may contain personal data.
impl<T> fmt::Debug for Prepared<'_, T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Operation { method, route, .. } = self.operation;
        let arguments: usize = self.values.iter().map(Value::len).sum();
        let body = self.body.bytes().map_or(0, <[u8]>::len);
        write!(
            out,
            "{method} {route}, {arguments} bytes of arguments, {body} bytes of body"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        http::{Api, Errors, Grant, Settings},
        validate::decimal,
    };

    const API: Api = Api {
        user_agent: "test/1",
        errors: Errors::USUAL,
        reserved_headers: &[],
        reserved_query: &[],
    };
    const OPERATION: Operation = Operation {
        id: "get_part",
        route: "/a/{id}/parts/{name}",
        parameters: &[
            Parameter::path("id"),
            Parameter::path("name"),
            Parameter::query("each"),
            Parameter::query("joined"),
            Parameter::query("ratio").max(decimal(5, 1)),
            Parameter::header("X-Mark"),
        ],
        ..Operation::DEFAULT
    };

    fn http() -> Http {
        let grant = Grant::new("https://x.be/api", false).expect("a grant");
        Http::new(&API, grant, &Settings::new()).expect("a transport")
    }

    fn call<'a>(http: &'a Http, name: &str) -> Prepared<'a, ()> {
        let mut call = Prepared::empty(http, &OPERATION);
        call.set::<i64>("id", 5);
        call.set::<String>("name", name);
        call
    }

    #[test]
    fn a_value_in_the_path_stays_one_segment() {
        let http = http();
        for (name, expected) in [
            ("a b", "a%20b"),
            ("a/b", "a%2Fb"),
            ("a\\b", "a%5Cb"),
            ("a?b#c", "a%3Fb%23c"),
            ("50%", "50%25"),
            ("{id}", "%7Bid%7D"),
            ("...", "..."),
            ("ë", "%C3%AB"),
        ] {
            let preview = call(&http, name).preview().expect("valid");
            let expected = format!("https://x.be/api/a/5/parts/{expected}");
            assert_eq!(preview.url().as_str(), expected);
        }
        for name in ["", ".", ".."] {
            let error = call(&http, name).preview().expect_err("another path");
            assert!(
                error.to_string().contains("name: an empty string"),
                "{error}"
            );
        }
    }

    #[test]
    fn lists_are_joined_or_repeated_and_empty_ones_are_not_sent() {
        let http = http();
        let mut call = call(&http, "n");
        call.set::<Vec<String>>("each", vec!["a".to_owned(), "b c".to_owned()]);
        call.set_list("joined", [1, 2]);
        let query = |call: &Prepared<'_, ()>| {
            call.preview()
                .expect("valid")
                .url()
                .query()
                .map(str::to_owned)
        };
        assert_eq!(
            query(&call).as_deref(),
            Some("each=a&each=b%20c&joined=1%2C2")
        );
        call.set_list("joined", [0_i64; 0]);
        call.set::<Vec<String>>("each", Vec::new());
        assert_eq!(query(&call), None);
    }

    #[test]
    fn lists_in_paths_and_headers_are_joined() {
        let http = http();
        let mut call = call(&http, "n");
        call.set::<Vec<i64>>("name", vec![1, 2]);
        call.set::<Vec<i64>>("X-Mark", vec![3, 4]);
        let preview = call.preview().expect("valid");
        assert_eq!(preview.url().as_str(), "https://x.be/api/a/5/parts/1,2");
        assert_eq!(preview.headers()["x-mark"], "3,4");
    }

    #[test]
    fn a_number_that_cannot_be_sent_or_checked_is_refused() {
        let http = http();
        for (ratio, reason) in [
            (f64::NAN, "ratio: it is not a string, a finite number"),
            (f64::INFINITY, "ratio: it is not a string, a finite number"),
            (1e300, "ratio: it cannot be checked against its limits"),
            (0.6, "ratio: 0.6 is more than 0.5"),
        ] {
            let mut call = call(&http, "n");
            call.set_optional::<f64>("ratio", ratio);
            let error = call.check().expect_err("refused").to_string();
            assert!(error.contains(reason), "{error}");
        }
        let mut call = call(&http, "n");
        call.set_optional::<f64>("ratio", 1e-7);
        assert!(call.check().is_ok());
    }

    #[test]
    fn a_header_that_is_not_valid_is_reported_by_its_name() {
        let http = http();
        let mut call = call(&http, "n");
        call.set::<String>("X-Mark", "a\nb");
        let error = call.check().expect_err("a line break");
        assert!(error.to_string().contains("X-Mark: it contains"), "{error}");
    }

    #[test]
    fn the_clone_of_a_call_with_a_stream_is_invalid() {
        let http = http();
        let mut call = call(&http, "n");
        call.set_file::<reqwest::Body>(reqwest::Body::wrap(String::from("bytes")));
        assert!(call.check().is_ok());
        let error = call.clone().check().expect_err("a stream");
        assert!(
            error
                .to_string()
                .contains("body: a stream can be sent only once"),
            "{error}"
        );
    }
}
