//! The rule `openapi-version`: a document is OpenAPI 3.0.

use crate::{Diagnostic, Document, OPENAPI_VERSION};

impl Document {
    /// A finding if the document does not say that it is OpenAPI 3.0.
    pub fn other_version(&self) -> Option<Diagnostic> {
        let message = match self.value["openapi"].as_str() {
            Some(version) if is_3_0(version) => return None,
            Some(version) => format!("`{version}` is not a version of OpenAPI 3.0"),
            None => return Some(self.no_version()),
        };
        let help = "write the document as `openapi: 3.0.3`";
        Some(self.diagnostic("/openapi", &OPENAPI_VERSION, message, help))
    }

    fn no_version(&self) -> Diagnostic {
        if self.is_swagger() {
            let message = "the document is Swagger, the predecessor of OpenAPI 3.0";
            let help = "convert it to OpenAPI 3.0, for example with swagger2openapi";
            return self.diagnostic("/swagger", &OPENAPI_VERSION, message, help);
        }
        let message = "the document does not say that it is OpenAPI 3.0";
        let help = "write the document as `openapi: 3.0.3`";
        self.diagnostic("/openapi", &OPENAPI_VERSION, message, help)
    }

    /// Whether the document says that it is Swagger, which has a different structure.
    pub fn is_swagger(&self) -> bool {
        self.at("/swagger").is_some() && self.at("/openapi").is_none()
    }
}

fn is_3_0(version: &str) -> bool {
    let patch = version.strip_prefix("3.0.").unwrap_or_default();
    !patch.is_empty() && patch.chars().all(|digit| digit.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn a_version_is_3_0_and_a_patch_number() {
        for version in ["3.0.0", "3.0.4", "3.0.12"] {
            assert!(is_3_0(version), "{version}");
        }
        for version in [
            "3.0", "3.0.", "3.0.x", "3.00.1", "3.1.0", "2.0", "13.0.0", "",
        ] {
            assert!(!is_3_0(version), "{version}");
        }
    }

    #[test]
    fn the_finding_is_at_the_version() {
        let message = |text: &str| {
            let document = Document::parse(Path::new("a.yaml"), text).expect("valid");
            document.other_version().map(|finding| finding.to_string())
        };
        assert_eq!(message("openapi: 3.0.3\n"), None);
        let help = "\n    help: write the document as `openapi: 3.0.3`";
        assert_eq!(
            message("info: {}\nopenapi: 3.1.0\n"),
            Some(format!(
                "a.yaml:2:1: openapi-version: `3.1.0` is not a version of OpenAPI 3.0{help}"
            ))
        );
        assert_eq!(
            message("info: {}\n"),
            Some(format!(
                "a.yaml:1:1: openapi-version: the document does not say that it is OpenAPI 3.0{help}"
            ))
        );
        assert_eq!(
            message("info: {}\nswagger: '2.0'\n").as_deref(),
            Some(
                "a.yaml:2:1: openapi-version: the document is Swagger, the predecessor of OpenAPI 3.0\n    help: \
                 convert it to OpenAPI 3.0, for example with swagger2openapi"
            )
        );
    }
}
