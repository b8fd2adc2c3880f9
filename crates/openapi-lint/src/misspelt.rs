//! Misspelt keywords of OpenAPI. Each gives one finding. The other rules check the document with the correct keywords,
//! because otherwise they would report the same mistake again.

use openapi_document::{
    Diagnostic, Document, Kind,
    walk::{self, Object},
};

use crate::{nearest, rules};

/// A document with misspelt keywords.
pub struct Misspelt {
    /// A finding for each of them.
    pub findings: Vec<Diagnostic>,
    /// The document with the correct keywords, at the positions of the misspelt ones.
    pub corrected: Document,
}

/// The misspelt keywords of a document, if it has any.
pub fn find(document: &Document) -> Option<Misspelt> {
    let mut findings = Vec::new();
    let mut corrected = document.clone();
    for object in walk::objects(document, Kind::Root) {
        for (key, expected) in keywords(&object) {
            let at = object.member(key);
            let message = format!("{} has no keyword `{key}`", object.kind.title());
            let help = format!("did you mean `{expected}`?");
            findings.push(document.diagnostic(&at, &rules::KEYWORD_UNKNOWN, message, help));
            corrected.rename(&at, expected);
        }
    }
    let found = !findings.is_empty();
    found.then_some(Misspelt {
        findings,
        corrected,
    })
}

/// The unknown keys of an object, each with the absent keyword that is most similar.
fn keywords<'a>(object: &Object<'a>) -> Vec<(&'a str, &'static str)> {
    if object.kind.named().is_some() {
        return Vec::new();
    }
    let known = object.kind.keywords().iter().map(|keyword| keyword.name);
    let mut absent: Vec<_> = known
        .filter(|name| !object.members.contains_key(*name))
        .collect();
    let keys = object.members.keys().map(String::as_str);
    let unknown = keys.filter(|key| !key.starts_with("x-") && object.kind.keyword(key).is_none());
    let mut found = Vec::new();
    for key in unknown {
        if let Some(expected) = nearest(key, absent.iter().copied()) {
            absent.retain(|name| *name != expected);
            found.push((key, expected));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use openapi_document::DocumentSet;

    use crate::{findings, testing};

    #[test]
    fn a_misspelt_keyword_is_one_finding() {
        let document = testing::document(
            "openapi: 3.0.3
info: {title: A, version: 1.0.0}
paths:
  /a/{id}:
    get:
      operationID: get_a
      paramaters: [{name: id, in: path, required: true, schema: {tpye: string}}]
      reponses: {200: {descripton: All went well.}}
",
        );
        let found = findings(&DocumentSet::from(&document));
        let lines = [6, 7, 7, 8, 8].map(|line| format!("{line} keyword-unknown"));
        assert_eq!(testing::brief(&found), lines);
    }
}
