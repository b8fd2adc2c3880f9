//! What a finding is an instance of.

/// A rule. Crates that check documents declare theirs with [`rules!`](crate::rules!).
#[derive(Debug, Eq, PartialEq)]
pub struct Rule {
    /// Its name, which findings show.
    pub id: &'static str,
    /// The heading that it is documented under.
    pub family: &'static str,
    /// How much a finding matters.
    pub severity: Severity,
    /// What it requires, as one or two sentences in Markdown.
    pub text: &'static str,
}

/// How much a finding matters.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Severity {
    /// The document is not what it has to be: programs refuse it or get it wrong.
    Error,
    /// The document is valid, but not as good as it could be.
    Warning,
}

impl Severity {
    /// The word for it.
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

/// The rule about files that cannot be read at all.
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
    text: "The document and the files that belong to it are there and can be read.",
};

/// The rule about documents in another language than the one that our tools read.
pub const OPENAPI_VERSION: Rule = Rule {
    id: "openapi-version",
    family: SYNTAX.family,
    severity: Severity::Error,
    text: "`openapi` is a version of OpenAPI 3.0.",
};

/// The rules as tables in Markdown, a heading for each family.
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
