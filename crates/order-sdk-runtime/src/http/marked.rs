//! Finds errors in responses whose status reports success.

use super::{
    Errors,
    message::{element, is_html, read},
};
use crate::error_body::{Reported, reported};

/// The error that the members of a body report, regardless of the status; `None` if there is no error.
pub(super) fn marked(body: &[u8], errors: &Errors) -> Option<Reported> {
    let start = body.trim_ascii_start();
    if start.starts_with(b"<") {
        let text = String::from_utf8_lossy(start);
        return (!is_html(&text)).then(|| xml_marked(&text, errors))?;
    }
    reported(body, errors)
}

fn xml_marked(text: &str, errors: &Errors) -> Option<Reported> {
    let (first, rest) = errors.marker.split_first()?;
    element(text, &[first]).filter(|said| said != "0")?;
    rest.iter()
        .all(|name| element(text, &[name]).is_some())
        .then(|| read(text.as_bytes(), errors))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_found_in_xml() {
        let is_marked = |body: &str| marked(body.as_bytes(), &Errors::EXAMPLE).is_some();
        assert!(is_marked("<data><error>no</error></data>"));
        assert!(is_marked(
            "<?xml version=\"1.0\"?><data><error>no</error></data>"
        ));
        assert!(!is_marked("<data><success>order created</success></data>"));
        assert!(!is_marked("<html><error>no</error></html>"));
    }
}
