//! The rules `security-scheme` and `security-scope`: requirements name schemes and scopes that the document declares.

use openapi_document::{
    Diagnostic, Document, Kind, pointer,
    walk::{self, Object},
};
use serde_json::Value;

use crate::{nearest, rules};

const SCHEMES: &str = "/components/securitySchemes";

/// All findings about security requirements.
pub fn findings(document: &Document) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for requirement in walk::of_kind(document, Kind::Requirement) {
        for name in requirement.members.keys() {
            let scheme = document.follow(&pointer::child(SCHEMES, name));
            match document.at(&scheme) {
                Some(scheme) => found.extend(scopes(document, &requirement, name, scheme)),
                None => found.push(undeclared(document, &requirement, name)),
            }
        }
    }
    found
}

fn undeclared(document: &Document, requirement: &Object<'_>, name: &str) -> Diagnostic {
    let declared = document.keys(SCHEMES).iter().map(String::as_str);
    let help = match nearest(name, declared) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "add it to `components/securitySchemes`, or correct the name".into(),
    };
    let message = format!("the document has no security scheme `{name}`");
    document.diagnostic(
        &requirement.member(name),
        &rules::SECURITY_SCHEME,
        message,
        help,
    )
}

/// Findings about scopes that the scheme does not have. Only the server knows the scopes of OpenID Connect.
fn scopes(
    document: &Document,
    requirement: &Object<'_>,
    name: &str,
    scheme: &Value,
) -> Vec<Diagnostic> {
    let (granted, help) = match scheme["type"].as_str() {
        Some("oauth2") => (
            granted(scheme),
            "add the scope to a flow of the scheme, or correct the name",
        ),
        Some("apiKey" | "http") => (
            Vec::new(),
            "write an empty list: only OAuth and OpenID Connect have scopes",
        ),
        _ => return Vec::new(),
    };
    let listed = requirement.members[name].as_array().into_iter().flatten();
    let named = listed
        .enumerate()
        .filter_map(|(index, scope)| Some((index, scope.as_str()?)));
    named
        .filter(|(_, scope)| !granted.contains(scope))
        .map(|(index, scope)| {
            let at = format!("{}/{index}", requirement.member(name));
            let message = format!("the security scheme `{name}` has no scope `{scope}`");
            document.diagnostic(&at, &rules::SECURITY_SCOPE, message, help)
        })
        .collect()
}

/// The scopes of all flows of the scheme.
fn granted(scheme: &Value) -> Vec<&str> {
    let flows = scheme["flows"].as_object().into_iter().flatten();
    let scopes = flows.filter_map(|(_, flow)| flow["scopes"].as_object());
    scopes
        .flat_map(|scopes| scopes.keys())
        .map(String::as_str)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    const SOUND: &str = "security:
  - Key: []
  - Login: [read]
  - {Id: [anything], Key: []}
components:
  securitySchemes:
    Key: {type: apiKey, in: header, name: X-Key}
    Login: {type: oauth2, flows: {password: {tokenUrl: /token, scopes: {read: Read.}}}}
    Id: {type: openIdConnect, openIdConnectUrl: /id}
";

    fn found(from: &str, to: &str) -> Vec<String> {
        assert!(SOUND.contains(from), "{from}");
        testing::brief(&findings(&testing::document(&SOUND.replace(from, to))))
    }

    #[test]
    fn requirements_name_declared_schemes_and_scopes() {
        assert_eq!(found("security", "security"), [""; 0]);
        assert_eq!(found("- Key: []", "- Keys: []"), ["2 security-scheme"]);
        assert_eq!(found("- Key: []", "- Key: [read]"), ["2 security-scope"]);
        assert_eq!(found("[read]", "[read, write]"), ["3 security-scope"]);
    }
}
