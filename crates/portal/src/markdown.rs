//! Markdown of documents, which can come from anyone: HTML in it is text, and its links lead to pages, web sites or
//! mailboxes.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// The schemes that links can have. Links can also be relative.
const SCHEMES: [&str; 3] = ["http", "https", "mailto"];

/// The scheme of an address; `None` if the address is relative.
pub fn scheme(address: &str) -> Option<&str> {
    let end = address.find([':', '/', '?', '#'])?;
    address[end..].starts_with(':').then(|| &address[..end])
}

/// Whether following a link can only open a page or an e-mail. Browsers ignore control characters and leading
/// spaces in an address, so an address that has any is not harmless.
pub fn is_harmless(address: &str) -> bool {
    let known = |scheme: &str| {
        SCHEMES
            .iter()
            .any(|known| known.eq_ignore_ascii_case(scheme))
    };
    !address.contains(char::is_control)
        && address.trim() == address
        && scheme(address).is_none_or(known)
}

/// The events of a text. HTML becomes text, and an image becomes its description: pages load nothing from elsewhere.
pub fn events(text: &str) -> Vec<Event<'_>> {
    let events = Parser::new_ext(text, Options::ENABLE_TABLES);
    let events = events.filter_map(|event| match event {
        Event::Html(html) | Event::InlineHtml(html) => Some(Event::Text(html)),
        Event::Start(Tag::HtmlBlock) => Some(Event::Start(Tag::Paragraph)),
        Event::End(TagEnd::HtmlBlock) => Some(Event::End(TagEnd::Paragraph)),
        Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => None,
        other => Some(other),
    });
    events.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_judged_as_browsers_read_them() {
        for harmless in [
            "a.html",
            "#a:b",
            "a/b:c",
            "https://x",
            "HTTP://x",
            "mailto:a@b",
            "",
        ] {
            assert!(is_harmless(harmless), "{harmless}");
        }
        for harmful in [
            "javascript:x",
            "JavaScript:x",
            "java\tscript:x",
            "\u{1}javascript:x",
            " javascript:x",
            "data:text/html,x",
            "file:///x",
        ] {
            assert!(!is_harmless(harmful), "{harmful:?}");
        }
    }
}
