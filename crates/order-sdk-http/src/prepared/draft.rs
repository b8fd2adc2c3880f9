//! The part of an unsent call that does not depend on the type of its result.

use std::{fmt, time::Duration};

use reqwest::Request;
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    BoxFuture, Error, File, Http, Operation, Preview, RetryPolicy,
    argument::Value,
    attempt::{Form, Received},
    fault::Fault,
    options::Options,
    parameter::Parameter,
    payload::Payload,
    response::Reading,
    secret_header,
};
use order_sdk_core::{
    Secret,
    validate::{Validate, Violation, validate},
};

/// The values of the arguments of a call, its body and its options.
#[derive(Clone)]
pub struct Draft<'a> {
    pub(super) http: &'a Http,
    pub(super) operation: &'static Operation,
    /// In the order of the operation's parameters, so that the order in which they are set has no effect on the
    /// request.
    pub(super) values: Vec<Value>,
    pub(super) body: Payload,
    pub(super) options: Options,
}

impl<'a> Draft<'a> {
    pub(super) fn new(http: &'a Http, operation: &'static Operation) -> Self {
        Self {
            http,
            operation,
            values: vec![Value::Absent; operation.parameters.len()],
            body: Payload::None,
            options: Options::default(),
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
        let text = std::str::from_utf8(self.body.bytes()?).ok()?;
        serde_json::from_str(text).ok()
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
    pub fn limit_like(&mut self, other: &Draft<'_>) {
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

    /// Sends the request and passes what was received to `read`. This function does not depend on the type of the
    /// result, so it is compiled once. Its future is large; it is boxed, so that moving the future of the call does not
    /// copy it.
    pub(super) fn send<'s>(
        &'s mut self,
        form: Form,
        read: &'s mut Read<'s>,
    ) -> BoxFuture<'s, Result<(), Error>> {
        Box::pin(async move {
            // A request with a file is cloned now, unless its body is a stream. Any other request is built again if it
            // is needed, which is rare.
            let is_file = matches!(self.body, Payload::File(..));
            // Boxed, because the request is large and is moved often.
            let request = self.head().map(|mut request| {
                *request.body_mut() = self.body.take_body();
                Box::new(request)
            });
            let copy = request.as_ref().ok().filter(|_| is_file);
            let copy = copy.and_then(|request| request.try_clone().map(Box::new));
            let can_repeat = copy.is_some() || !is_file;
            let draft = &*self;
            let again = || match &copy {
                Some(copy) => copy.try_clone().map(Box::new),
                None => {
                    let mut request = draft.head().ok()?;
                    *request.body_mut() = draft.body.again();
                    Some(Box::new(request))
                }
            };
            let again: Option<&Again<'_>> = if can_repeat { Some(&again) } else { None };
            let (operation, options) = (draft.operation, &draft.options);
            draft
                .http
                .send(operation, request, again, options, form, read)
                .await
        })
    }
}

/// Makes the request of a call once more; `None` if that is not possible.
pub(crate) type Again<'a> = dyn Fn() -> Option<Box<Request>> + Send + Sync + 'a;

/// Reads what was received, and keeps the result.
pub(crate) type Read<'a> = dyn FnMut(Received, &Reading<'_>) -> Result<(), Fault> + Send + 'a;

/// Shows the operation and lengths, because arguments may contain personal data.
impl fmt::Debug for Draft<'_> {
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
