//! String formats that become a Rust type of another crate, one row per type. The row determines what generated code
//! imports, how it reads and writes such a value, and how callers pass it.

/// A Rust type for strings with certain formats.
#[derive(Debug, PartialEq)]
pub struct Scalar {
    /// The formats.
    pub formats: &'static [&'static str],
    /// The Rust type, with its full path. It implements `Copy` and `Display`.
    pub path: &'static str,
    /// The module of `order_sdk_core::scalar` that reads and writes it.
    pub module: &'static str,
}

/// All scalars.
pub static SCALARS: &[Scalar] = &[
    Scalar {
        formats: &["date", "date-or-empty"],
        path: "::chrono::NaiveDate",
        module: "date",
    },
    Scalar {
        formats: &["local-date-time"],
        path: "::chrono::NaiveDateTime",
        module: "date_time",
    },
    Scalar {
        formats: &["utc-date-time"],
        path: "::chrono::DateTime<::chrono::Utc>",
        module: "utc",
    },
];

impl Scalar {
    /// The scalar whose type has this name, without path and arguments.
    pub fn named(name: &str) -> Option<&'static Self> {
        let mut all = SCALARS.iter();
        all.find(|scalar| {
            scalar
                .imports()
                .next()
                .is_some_and(|(_, known)| known == name)
        })
    }

    /// The imports for code that writes the type without paths: pairs of module and name, the type itself first.
    pub fn imports(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let paths = self.path.split(['<', '>', ',']);
        paths.filter_map(|path| path.trim().trim_start_matches("::").rsplit_once("::"))
    }

    /// The type, written without paths.
    pub fn short(&self) -> String {
        let modules = self.imports().map(|(module, _)| format!("::{module}::"));
        modules.fold(self.path.to_owned(), |text, module| {
            text.replace(&module, "")
        })
    }
}

/// The names of all types in the paths of the scalars.
pub fn names() -> impl Iterator<Item = &'static str> {
    SCALARS
        .iter()
        .flat_map(Scalar::imports)
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_and_short_names_follow_from_the_path() {
        let utc = Scalar::named("DateTime").expect("a row");
        let imports: Vec<_> = utc.imports().collect();
        assert_eq!(imports, [("chrono", "DateTime"), ("chrono", "Utc")]);
        assert_eq!(utc.short(), "DateTime<Utc>");
        assert_eq!(Scalar::named("Utc"), None);
    }
}
