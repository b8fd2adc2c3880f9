//! The rules `server-variable` and `server-variable-unused`, and `url` for servers: the URL of a server is valid and
//! has the variables that the server describes.

use openapi_document::{
    Diagnostic, Document, Kind, pointer,
    walk::{self, Object},
};
use serde_json::Value;

use crate::{paths, rules, urls};

/// All findings about servers.
pub fn findings(document: &Document) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for object in walk::objects(document, Kind::Root) {
        match object.kind {
            Kind::Server => {
                found.extend(url(document, &object));
                found.extend(undefined(document, &object));
                found.extend(unused(document, &object));
            }
            Kind::ServerVariable => found.extend(default(document, &object)),
            _ => {}
        }
    }
    found
}

fn url(document: &Document, server: &Object<'_>) -> Option<Diagnostic> {
    let url = server.text("url")?;
    if urls::is_reference(&paths::TEMPLATE.replace_all(url, "x")) {
        return None;
    }
    Some(document.diagnostic(
        &server.member("url"),
        &rules::URL,
        format!("`{url}` is not a URL"),
        "write a URL such as `https://{region}.example.com/v1`, with variables in braces",
    ))
}

fn variables<'a>(server: &Object<'a>) -> impl Iterator<Item = &'a String> + use<'a> {
    let variables = server.members.get("variables").and_then(Value::as_object);
    variables.into_iter().flat_map(|variables| variables.keys())
}

fn undefined(document: &Document, server: &Object<'_>) -> Vec<Diagnostic> {
    let names = paths::names(server.text("url").unwrap_or_default());
    let undefined = names
        .into_iter()
        .filter(|name| !variables(server).any(|known| known == name));
    undefined
        .map(|name| {
            document.diagnostic(
                &server.member("url"),
                &rules::SERVER_VARIABLE,
                format!("the server has no variable for `{{{name}}}` of its URL"),
                format!("add `{name}` with a `default` to `variables`, or correct the name"),
            )
        })
        .collect()
}

fn unused(document: &Document, server: &Object<'_>) -> Vec<Diagnostic> {
    let names = paths::names(server.text("url").unwrap_or_default());
    let unused = variables(server).filter(|name| !names.contains(&name.as_str()));
    unused
        .map(|name| {
            document.diagnostic(
                &pointer::child(&server.member("variables"), name),
                &rules::SERVER_VARIABLE_UNUSED,
                format!("the URL of the server has no `{{{name}}}`"),
                "put the variable into the URL, or remove it",
            )
        })
        .collect()
}

fn default(document: &Document, variable: &Object<'_>) -> Option<Diagnostic> {
    let default = variable.members.get("default")?;
    let values = variable.members.get("enum")?.as_array()?;
    (!values.contains(default)).then(|| {
        document.diagnostic(
            &variable.member("default"),
            &rules::SERVER_VARIABLE,
            format!("the default {default} is not among the values of `enum`"),
            "add it to `enum`, or use one of the values there",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    const SOUND: &str = "servers:
  - url: https://{place}.a.test/{stage}
    variables:
      place: {default: be, enum: [be, nl]}
      stage: {default: v1}
  - url: /v1
paths:
  /a:
    servers:
      - url: '{host}/a'
        variables: {host: {default: 'https://b.test'}}
";

    fn found(from: &str, to: &str) -> Vec<String> {
        assert!(SOUND.contains(from), "{from}");
        testing::brief(&findings(&testing::document(&SOUND.replace(from, to))))
    }

    #[test]
    fn servers_that_agree_with_their_variables_have_no_findings() {
        assert_eq!(found("servers", "servers"), [""; 0]);
    }

    #[test]
    fn urls_and_variables_agree_both_ways() {
        assert_eq!(
            found("      stage: {default: v1}\n", ""),
            ["2 server-variable"]
        );
        assert_eq!(found("/{stage}", "/v1"), ["5 server-variable-unused"]);
        assert_eq!(found("default: be", "default: de"), ["4 server-variable"]);
        assert_eq!(
            found("{host}/a", "{hots}/a"),
            ["10 server-variable", "11 server-variable-unused"]
        );
    }

    #[test]
    fn urls_are_valid() {
        assert_eq!(found("url: /v1", "url: /v 1"), ["6 url"]);
        assert_eq!(found("url: /v1", "url: '/{v1'"), ["6 url"]);
    }
}
