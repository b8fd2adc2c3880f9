//! What generated code says of an API and of each of its operations.

use crate::{error_body::Errors, model::Read};

/// What all operations of an API share.
#[derive(Clone, Copy, Debug)]
pub struct Api {
    /// Name and version of the SDK, as the user agent says them.
    pub user_agent: &'static str,
    /// How the service says that something went wrong.
    pub errors: Errors,
}

/// An operation, as far as the way of its request depends on it.
#[derive(Clone, Copy, Debug)]
pub struct Operation {
    /// Its name in the contract.
    pub id: &'static str,
    /// Its path, with the parameters by name: the same for every call, as metrics need it.
    pub route: &'static str,
    /// The base URL of the operation, where it does not run on the server of the others.
    pub server: Option<&'static str>,
    /// The member that holds the records, where the answer is a list in an object.
    pub envelope: Option<&'static str>,
    /// The names of the members that a record in its answer may have; none where that is not known.
    pub fields: &'static [&'static str],
    /// Other names of such members, each with the index of its field.
    pub aliases: &'static [(&'static str, usize)],
    /// Whether the envelope of a successful response always contains a record.
    pub has_record: bool,
    /// The member of a record that identifies it.
    pub identifier: Option<&'static str>,
    /// Path parameters whose value the record in the response repeats, each with the name of the member.
    pub repeats: &'static [(&'static str, &'static str)],
    /// Whether its answer has credentials in it, so that no error keeps it and nothing traces it.
    pub secret: bool,
}

impl Operation {
    /// An operation on the server of all others, whose answer is what it is.
    pub const fn new(id: &'static str, route: &'static str) -> Self {
        Self {
            id,
            route,
            server: None,
            envelope: None,
            fields: &[],
            aliases: &[],
            has_record: false,
            identifier: None,
            repeats: &[],
            secret: false,
        }
    }

    /// The operation on a server of its own. It is sent without the credentials of the client.
    #[must_use]
    pub const fn on(self, server: &'static str) -> Self {
        Self {
            server: Some(server),
            ..self
        }
    }

    /// The operation with records in the member `envelope` of its answer.
    #[must_use]
    pub const fn in_envelope(self, envelope: &'static str) -> Self {
        Self {
            envelope: Some(envelope),
            ..self
        }
    }

    /// The operation, with an envelope that always contains a record.
    #[must_use]
    pub const fn with_record(self) -> Self {
        Self {
            has_record: true,
            ..self
        }
    }

    /// The operation, with records that this member identifies.
    #[must_use]
    pub const fn identified_by(self, member: &'static str) -> Self {
        Self {
            identifier: Some(member),
            ..self
        }
    }

    /// The operation, with a response whose record repeats these path parameters, each in the given member.
    #[must_use]
    pub const fn repeating(self, repeats: &'static [(&'static str, &'static str)]) -> Self {
        Self { repeats, ..self }
    }

    /// The operation with an answer that is a record of this model, or made of such.
    #[must_use]
    pub const fn of<T: Read>(self) -> Self {
        Self {
            fields: T::FIELDS,
            aliases: T::ALIASES,
            ..self
        }
    }

    /// Whether a record in its answer may have a member of this name.
    pub(super) fn knows(&self, name: &str) -> bool {
        let is_alias = |(alias, _): &(&str, usize)| *alias == name;
        self.fields.contains(&name) || self.aliases.iter().any(is_alias)
    }

    /// The operation with credentials in its answer.
    #[must_use]
    pub const fn secret(self) -> Self {
        Self {
            secret: true,
            ..self
        }
    }
}
