//! A call that has not been sent: the values of its arguments, its body and its options.

mod paged;
mod request;
#[cfg(test)]
mod tests;

use std::{fmt, time::Duration};

use reqwest::Request;
use serde::{Serialize, de::DeserializeOwned};

pub use paged::{ListParameters, refused_page};

use super::{
    Download, Error, File, Http, Operation, Preview, Response, RetryPolicy, Sending,
    argument::Value, options::Options, parameter::Parameter, payload::Payload, response::Reader,
    secret_header,
};
use order_sdk_core::{
    Secret,
    nested::Nested,
    validate::{Validate, Violation, validate},
};

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
        match place {
            Some(place) => self.values[place] = value(&parameters[place]),
            None => {
                let problem = format!("{name}: the operation has no such parameter");
                self.options.problems.push(problem);
            }
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

    /// The body, if it is JSON that can be read as this type.
    pub fn json<B: DeserializeOwned>(&self) -> Option<B> {
        serde_json::from_slice(self.body.bytes()?).ok()
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

impl<'a, T: Nested + Send + Sync + 'static> Prepared<'a, T> {
    /// A call that returns a scalar with a wire form of its own, or a container of such scalars.
    pub fn nested(http: &'a Http, operation: &'static Operation) -> Self {
        Self::new(http, operation, Reader::nested())
    }
}

impl<'a, T: DeserializeOwned + Send + Sync + 'static> Prepared<'a, Vec<T>> {
    /// A call that returns a list, whose rows are read one by one.
    pub fn list(http: &'a Http, operation: &'static Operation) -> Self {
        Self::new(http, operation, Reader::list())
    }
}

impl<'a> Prepared<'a, serde_json::Value> {
    /// A raw call of `path`. Its result is any JSON. If `problems` is not empty, the call is not sent and fails with
    /// them.
    pub(super) fn raw(
        http: &'a Http,
        operation: &'static Operation,
        path: String,
        problems: Vec<String>,
    ) -> Self {
        let options = Options {
            path: Some(path),
            problems,
            ..Options::default()
        };
        Self {
            options,
            ..Self::new(http, operation, Reader::value())
        }
    }
}

impl<'a> Prepared<'a, ()> {
    /// A call whose result is only that it succeeded.
    pub fn empty(http: &'a Http, operation: &'static Operation) -> Self {
        Self::new(http, operation, Reader::empty())
    }
}

impl<'a> Prepared<'a, String> {
    /// A call whose result is the body as a string, or the string in the property that `Operation::wrapped_content`
    /// names.
    pub fn content(http: &'a Http, operation: &'static Operation) -> Self {
        Self::new(http, operation, Reader::text())
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
        let is_file = matches!(self.body, Payload::File(..));
        let request = self.head().map(|mut request| {
            *request.body_mut() = self.body.take_body();
            request
        });
        // There is no copy of a stream. Any request without a file is made again if it is needed, which is rare.
        let copy = request.as_ref().ok().filter(|_| is_file);
        let copy = copy.and_then(Request::try_clone);
        let can_repeat = copy.is_some() || !is_file;
        let again = can_repeat.then_some(|| match &copy {
            Some(copy) => copy.try_clone(),
            None => {
                let mut request = self.head().ok()?;
                *request.body_mut() = self.body.again();
                Some(request)
            }
        });
        let reader = self.reader.clone();
        self.http
            .send(self.operation, request, again, &self.options, reader)
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
