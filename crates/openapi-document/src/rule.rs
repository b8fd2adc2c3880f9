//! Rules and their severity.

/// A rule. Crates that check documents declare theirs with [`rules!`](crate::rules!).
#[derive(Debug, Eq, PartialEq)]
pub struct Rule {
    /// Its ID, which findings show.
    pub id: &'static str,
    /// The heading of its section in the documentation.
    pub family: &'static str,
    /// How serious a finding is.
    pub severity: Severity,
    /// What it requires, as one or two sentences in Markdown.
    pub text: &'static str,
}

/// How serious a finding is.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Severity {
    /// The document is invalid: programs reject it or misread it.
    Error,
    /// The document is valid, but could be better.
    Warning,
}

impl Severity {
    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// Declares rules as constants, and `RULES`, a list of all of them.
///
/// ```
/// openapi_document::rules! {
///     "Names" {
///         warning NAME_LENGTH = "name-length": "Names are shorter than 40 characters.",
///     }
/// }
/// assert_eq!(RULES[0].id, NAME_LENGTH.id);
/// ```
#[macro_export]
macro_rules! rules {
    ($($family:literal { $($severity:ident $name:ident = $id:literal: $text:literal,)* })*) => {
        $($(
            #[doc = $text]
            pub const $name: $crate::Rule = $crate::Rule {
                id: $id,
                family: $family,
                severity: $crate::rules!(@$severity),
                text: $text,
            };
        )*)*

        /// All rules, family by family.
        pub const RULES: &[$crate::Rule] = &[$($($name,)*)*];
    };
    (@error) => { $crate::Severity::Error };
    (@warning) => { $crate::Severity::Warning };
}

/// The rule about files that cannot be parsed.
pub const SYNTAX: Rule = Rule {
    id: "syntax",
    family: "Text and grammar",
    severity: Severity::Error,
    text: "The file is UTF-8 and one YAML document, without duplicate keys and without tabs as indentation.",
};

/// The rule about files that cannot be opened.
pub const UNREADABLE: Rule = Rule {
    id: "unreadable",
    family: SYNTAX.family,
    severity: Severity::Error,
    text: "The document and the files that belong to it exist and can be read.",
};

/// The rule about documents in a version of OpenAPI that the tools do not support.
pub const OPENAPI_VERSION: Rule = Rule {
    id: "openapi-version",
    family: SYNTAX.family,
    severity: Severity::Error,
    text: "`openapi` is a version of OpenAPI 3.0.",
};

/// The rules as Markdown tables, with a heading for each family.
pub fn table<'a>(rules: impl IntoIterator<Item = &'a Rule>) -> String {
    let mut text = String::new();
    let mut family = "";
    for rule in rules {
        if rule.family != family {
            family = rule.family;
            text.push_str(&format!(
                "\n### {family}\n\n| Rule | Severity | Requires |\n|---|---|---|\n"
            ));
        }
        let Rule {
            id,
            severity,
            text: requires,
            ..
        } = rule;
        text.push_str(&format!("| `{id}` | {} | {requires} |\n", severity.name()));
    }
    text
}
