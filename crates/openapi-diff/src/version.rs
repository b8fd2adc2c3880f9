//! The version that the changes require in `info.version`.

use semver::Version;

use super::{change::Change, rule::Kind, source::Source};

/// The versions of two documents, and the worst of the changes between them.
#[derive(Debug)]
pub struct Versions {
    before: Stated,
    after: Stated,
    worst: Option<Kind>,
}

#[derive(Debug)]
struct Stated {
    text: String,
    version: Option<Version>,
}

impl Stated {
    fn of(source: &Source) -> Self {
        let root = source.root();
        let info = root.get("info");
        let text = info.and_then(|info| info.text("version"));
        Self::parse(text.unwrap_or_default())
    }

    fn parse(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            version: Version::parse(text).ok(),
        }
    }
}

impl Versions {
    /// The versions of two documents that differ by `changes`.
    pub fn of(old: &Source, new: &Source, changes: &[Change]) -> Self {
        Self {
            before: Stated::of(old),
            after: Stated::of(new),
            worst: changes.iter().map(|change| change.kind).min(),
        }
    }

    /// The version for the release of the changes: the version of the new document, or the lowest version that the
    /// changes require if it is higher.
    pub fn due(&self) -> String {
        match (&self.after.version, self.next()) {
            (Some(after), Some(next)) if *after < next => next.to_string(),
            _ => self.after.text.clone(),
        }
    }

    /// Whether the new version allows the changes. A breaking change needs a new major version, or below 1.0 a new
    /// minor version.
    pub fn allow(&self) -> bool {
        self.worst != Some(Kind::Breaking) || self.raised()
    }

    fn raised(&self) -> bool {
        let (Some(before), Some(after)) = (&self.before.version, &self.after.version) else {
            return false;
        };
        let unstable = before.major == 0 && after.major == 0;
        after.major > before.major || unstable && after.minor > before.minor
    }

    /// The lowest version that the changes require.
    pub fn next(&self) -> Option<Version> {
        let (before, worst) = (self.before.version.as_ref()?, self.worst?);
        let Version {
            major,
            minor,
            patch,
            ..
        } = *before;
        let unstable = major == 0;
        Some(match worst {
            Kind::Breaking if !unstable => Version::new(major + 1, 0, 0),
            Kind::Breaking => Version::new(0, minor + 1, 0),
            Kind::Additive if !unstable => Version::new(major, minor + 1, 0),
            Kind::Additive | Kind::Documentation => Version::new(major, minor, patch + 1),
        })
    }

    /// A sentence that says what to do about the version. `None` if nothing has changed.
    pub fn advice(&self) -> Option<String> {
        let worst = self.worst?;
        let stated = &self.after.text;
        let Some(next) = self.next() else {
            let before = &self.before.text;
            return Some(format!(
                "info.version was `{before}`, which is not a semantic version, so the next one is unknown"
            ));
        };
        let enough = self
            .after
            .version
            .as_ref()
            .is_some_and(|after| *after >= next);
        Some(if enough {
            format!("info.version is {stated}, which is enough: the minimum is {next}")
        } else {
            format!(
                "info.version is {stated}: make it {next}, since the worst change is {}",
                match worst {
                    Kind::Documentation => "in the documentation".to_owned(),
                    worst => worst.to_string(),
                }
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn versions(before: &str, after: &str, worst: Kind) -> Versions {
        Versions {
            before: Stated::parse(before),
            after: Stated::parse(after),
            worst: Some(worst),
        }
    }

    #[test]
    fn the_next_version_depends_on_the_worst_change() {
        let next = |before: &str, worst| {
            let next = versions(before, before, worst).next();
            next.expect("a version").to_string()
        };
        assert_eq!(next("1.2.3", Kind::Breaking), "2.0.0");
        assert_eq!(next("1.2.3", Kind::Additive), "1.3.0");
        assert_eq!(next("1.2.3", Kind::Documentation), "1.2.4");
        assert_eq!(next("0.2.3", Kind::Breaking), "0.3.0");
        assert_eq!(next("0.2.3", Kind::Additive), "0.2.4");
    }

    #[test]
    fn only_a_raised_version_allows_a_breaking_change() {
        let allow = |before, after| versions(before, after, Kind::Breaking).allow();
        assert!(allow("1.2.3", "2.0.0") && allow("0.1.0", "0.2.0") && allow("0.9.0", "1.0.0"));
        assert!(!allow("1.2.3", "1.3.0") && !allow("0.1.0", "0.1.1") && !allow("0.1.0", "0.1.0"));
        assert!(!allow("1.0.0", "0.9.0") && !allow("one", "two"));
        assert!(versions("1.0.0", "1.0.0", Kind::Additive).allow());
    }

    #[test]
    fn the_advice_names_the_version() {
        let advice = |after| versions("0.1.0", after, Kind::Breaking).advice();
        let says = |after| advice(after).expect("changes");
        assert_eq!(
            says("0.1.1"),
            "info.version is 0.1.1: make it 0.2.0, since the worst change is breaking"
        );
        assert_eq!(
            says("0.2.0"),
            "info.version is 0.2.0, which is enough: the minimum is 0.2.0"
        );
    }
}
