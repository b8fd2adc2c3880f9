//! The rule `openapi-invalid`: the library that the generators use can read the document.

use openapi_document::{
    Diagnostic, Document, Kind, pointer,
    walk::{self, Object},
};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::rules;

/// The pointer to the part of a value that cannot be read, and the error message.
type Failure = (String, String);

/// A finding about an object that the library cannot read. For a whole document, the library reports the outermost
/// object that could be a reference. The objects are therefore read one by one: the innermost that fails is the cause.
pub fn finding(document: &Document) -> Option<Diagnostic> {
    let whole = failure::<openapiv3::OpenAPI>(&document.value)?;
    let objects = walk::objects(document, Kind::Root);
    let mut written_out = objects
        .iter()
        .filter(|object| !object.members.contains_key("$ref"));
    let (at, error) = written_out
        .find_map(|object| unreadable(document, object))
        .unwrap_or(whole);
    Some(document.diagnostic(
        &at,
        &rules::OPENAPI_INVALID,
        format!("the library openapiv3, which the generators use, cannot read this: {error}"),
        "write it in another way that OpenAPI 3.0.3 allows; no other rule for OpenAPI has found an error in it",
    ))
}

fn unreadable(document: &Document, object: &Object<'_>) -> Option<Failure> {
    let value = document.at(&object.at)?;
    let failure = match object.kind {
        Kind::PathItem => failure::<openapiv3::PathItem>(value),
        Kind::Operation => failure::<openapiv3::Operation>(value),
        Kind::Parameter => failure::<openapiv3::Parameter>(value),
        Kind::RequestBody => failure::<openapiv3::RequestBody>(value),
        Kind::MediaType => failure::<openapiv3::MediaType>(value),
        Kind::Response => failure::<openapiv3::Response>(value),
        Kind::Header => failure::<openapiv3::Header>(value),
        Kind::Example => failure::<openapiv3::Example>(value),
        Kind::Link => failure::<openapiv3::Link>(value),
        Kind::Schema => failure::<openapiv3::Schema>(value),
        Kind::SecurityScheme => failure::<openapiv3::SecurityScheme>(value),
        _ => return None,
    };
    let (inside, error) = failure?;
    Some((format!("{}{inside}", object.at), error))
}

fn failure<T: DeserializeOwned>(value: &Value) -> Option<Failure> {
    let error = serde_path_to_error::deserialize::<_, T>(value).err()?;
    let keys = error.path().iter().map(|segment| segment.to_string());
    let keys: Vec<_> = keys
        .map(|key| key.trim_matches(['[', ']']).to_owned())
        .collect();
    let at = pointer::of(keys.iter().map(String::as_str));
    Some((at, error.inner().to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    const SOUND: &str = "openapi: 3.0.3
info:
  title: A
  version: '1'
paths:
  /a:
    get:
      parameters:
        - {name: q, in: query, schema: {type: string}}
      responses:
        '200': {description: A.}
      callbacks:
        done:
          '{$request.query.q}': {}
";

    fn found(from: &str, to: &str) -> Vec<String> {
        assert!(SOUND.contains(from), "{from}");
        let found = finding(&testing::document(&SOUND.replace(from, to)));
        testing::brief(&Vec::from_iter(found))
    }

    #[test]
    fn the_innermost_unreadable_object_is_found() {
        assert_eq!(found("openapi", "openapi"), [""; 0]);
        assert_eq!(found("  title: A\n", ""), ["2 openapi-invalid"]);
        assert_eq!(found("type: string", "type: []"), ["9 openapi-invalid"]);
        assert_eq!(
            found("'{$request.query.q}': {}", "$ref: '#/paths/~1b'"),
            ["14 openapi-invalid"]
        );
    }
}
