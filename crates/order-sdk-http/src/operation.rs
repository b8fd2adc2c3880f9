//! What generated code declares for an API and for each of its operations.

use super::{
    RateLimit,
    parameter::{Location, Parameter},
};
use order_sdk_core::{Model, error_body::Errors};

/// What all operations of an API share.
#[derive(Clone, Copy, Debug)]
pub struct Api {
    /// Name and version of the SDK, as they appear in the `user-agent` header.
    pub user_agent: &'static str,
    /// How the service reports errors.
    pub errors: Errors,
    /// The headers that the client sets itself, for example those with credentials, in lower case.
    pub reserved_headers: &'static [&'static str],
    /// The query parameters that the client sets itself.
    pub reserved_query: &'static [&'static str],
    /// How fast clients send requests, unless their settings say otherwise. Requests to this machine are exempt.
    pub rate_limit: RateLimit,
}

/// An operation: its requests and responses.
#[derive(Clone, Copy, Debug)]
pub struct Operation {
    /// Its `operationId` in the contract.
    pub id: &'static str,
    /// The HTTP method in capitals.
    pub method: &'static str,
    /// The path, with the names of parameters in braces. It is the same for every call, as metrics require.
    pub route: &'static str,
    /// The parameters, in the order in which they are sent.
    pub parameters: &'static [Parameter],
    /// Groups of parameters of which at least one is required. The names in a group are separated by `, `.
    pub one_of: &'static [&'static str],
    /// Groups of parameters of which at most one is allowed. The names in a group are separated by `, `.
    pub excludes: &'static [&'static str],
    /// The value of the `Accept` header.
    pub accept: Option<&'static str>,
    /// The base URL, if the operation has a server of its own, which does not get the credentials of the client.
    pub server: Option<&'static str>,
    /// The property that contains the records, if the response is an object around a list.
    pub envelope: Option<&'static str>,
    /// The names of the properties that a record in the response may have; empty if they are not known.
    pub fields: &'static [&'static str],
    /// Whether the result is the first record in the envelope of the response, without the envelope.
    pub has_record: bool,
    /// The property of a record that identifies it.
    pub identifier: Option<&'static str>,
    /// Path parameters whose value the record in the response repeats, each with the name of the property.
    pub repeats: &'static [(&'static str, &'static str)],
    /// The property that contains the content if the response is a JSON object; `None` if the response is never such an
    /// object.
    pub wrapped_content: Option<&'static str>,
    /// Whether the response contains credentials, so that no error keeps it and it is not traced.
    pub secret: bool,
}

impl Operation {
    /// An operation without parameters, whose response is not described.
    pub const DEFAULT: Self = Self {
        id: "",
        method: "GET",
        route: "",
        parameters: &[],
        one_of: &[],
        excludes: &[],
        accept: Some("application/json"),
        server: None,
        envelope: None,
        fields: &[],
        has_record: false,
        identifier: None,
        repeats: &[],
        wrapped_content: None,
        secret: false,
    };

    /// An operation whose response is a record of this model, a list of such records, or contains them in an envelope.
    pub const fn of<T: Model>() -> Self {
        Self {
            fields: T::FIELDS,
            ..Self::DEFAULT
        }
    }

    /// Whether a record in the response may have a property of this name.
    pub(super) fn knows(&self, name: &str) -> bool {
        self.fields.contains(&name)
    }

    /// Whether a parameter at this location has the name.
    pub(super) fn has(&self, location: Location, is_name: impl Fn(&str) -> bool) -> bool {
        let mut parameters = self.parameters.iter();
        parameters.any(|known| known.location == location && is_name(known.name))
    }
}
