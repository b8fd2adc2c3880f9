//! The values of arguments, as they are sent, and the rules between them.

use std::fmt;

use reqwest::header::HeaderValue;
use serde::Serialize;

use super::{Operation, Parameter, parameter::Location};
use order_sdk_core::{
    parameter_text,
    validate::{Checker, Violation},
};

/// The value of an argument.
#[derive(Clone, Debug, Default)]
pub(super) enum Value {
    #[default]
    Absent,
    One(String),
    /// A list that is sent as several parameters of one name.
    Many(Vec<String>),
    Secret(HeaderValue),
    Invalid(Vec<Violation>),
}

impl Value {
    /// A value as it is sent, or what is wrong with it.
    pub(super) fn of<V: Serialize>(parameter: &Parameter, value: &V) -> Self {
        let json = match serde_json::to_value(value) {
            Ok(json) => json,
            Err(error) => return Self::invalid(parameter.name, error),
        };
        let serde_json::Value::Array(items) = json else {
            return match parameter_text(json) {
                Some(text) => Self::checked(parameter, text),
                None => Self::invalid(parameter.name, UNSENDABLE),
            };
        };
        let texts: Option<Vec<_>> = items.into_iter().map(parameter_text).collect();
        match (texts, parameter.location) {
            (None, _) => Self::invalid(parameter.name, UNSENDABLE),
            (Some(texts), _) if texts.is_empty() => Self::Absent,
            (Some(texts), Location::Query) => Self::Many(texts),
            // Paths and headers allow only the simple style.
            (Some(texts), Location::Path | Location::Header) => {
                Self::checked(parameter, texts.join(","))
            }
        }
    }

    fn checked(parameter: &Parameter, text: String) -> Self {
        let mut violations = Vec::new();
        if parameter.location == Location::Path && matches!(text.as_str(), "" | "." | "..") {
            let reason = "an empty string, `.` and `..` cannot be sent in a path";
            violations.push(Violation::new(parameter.name, reason));
        }
        parameter.check(&text, &mut Checker::new(&mut violations));
        if violations.is_empty() {
            Self::One(text)
        } else {
            Self::Invalid(violations)
        }
    }

    /// A list that is sent as one string, separated by commas.
    pub(super) fn joined(parameter: &Parameter, texts: &[String]) -> Self {
        let mut violations = Vec::new();
        parameter.check_each(texts, &mut Checker::new(&mut violations));
        match (violations.is_empty(), texts) {
            (false, _) => Self::Invalid(violations),
            (true, []) => Self::Absent,
            (true, texts) => Self::One(texts.join(",")),
        }
    }

    pub(super) fn invalid(name: &str, reason: impl fmt::Display) -> Self {
        Self::Invalid(vec![Violation::new(name, reason.to_string())])
    }

    pub(super) fn is_given(&self) -> bool {
        !matches!(self, Self::Absent)
    }

    /// The strings that are sent, except for a secret.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        let texts = match self {
            Self::One(text) => std::slice::from_ref(text),
            Self::Many(texts) => texts,
            Self::Absent | Self::Secret(_) | Self::Invalid(_) => &[],
        };
        texts.iter().map(String::as_str)
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Self::Secret(header) => header.len(),
            value => value.texts().map(str::len).sum(),
        }
    }
}

/// What is wrong with a value that cannot be sent. JSON cannot express numbers that are not finite.
const UNSENDABLE: &str = "it is not a string, a finite number, a boolean or a list of these";

/// All violations of the arguments of an operation: of each value, and of the rules between them.
pub(super) fn violations(operation: &Operation, values: &[Value]) -> Vec<Violation> {
    let mut found = Vec::new();
    for (parameter, value) in operation.parameters.iter().zip(values) {
        match value {
            Value::Invalid(violations) => found.extend(violations.iter().cloned()),
            // Without the value, the path would be that of another operation.
            Value::Absent | Value::Secret(_) if parameter.location == Location::Path => {
                found.push(Violation::new(parameter.name, "it is missing in the path"));
            }
            _ => {}
        }
    }
    let is_given = |name: &str| {
        let mut all = operation.parameters.iter().zip(values);
        all.any(|(parameter, value)| parameter.name == name && value.is_given())
    };
    let given = |group: &'static str| -> Vec<(&str, bool)> {
        group
            .split(", ")
            .map(|name| (name, is_given(name)))
            .collect()
    };
    let mut at = Checker::new(&mut found);
    for group in operation.one_of {
        at.one_of(&given(group));
    }
    for group in operation.excludes {
        at.excludes(&given(group));
    }
    found
}
