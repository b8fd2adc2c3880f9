//! Markdown of documents, which can come from anyone: HTML in it is text, and its links lead to pages, web sites or
//! mailboxes.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// What links can begin with, beside relative addresses.
const SCHEMES: [&str; 3] = ["http", "https", "mailto"];

/// The scheme of an address; none when the address is relative.
pub fn scheme(address: &str) -> Option<&str> {
    let end = address.find([':', '/', '?', '#'])?;
    address[end..].starts_with(':').then(|| &address[..end])
}

/// Whether following a link can do no more than open a page or a mail. Browsers ignore control characters and leading
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

/// The events of a text. HTML is text, and of an image its description remains: pages load nothing from elsewhere.
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

/// The same as Markdown, for a reader of its own such as Scalar: without HTML, images and harmful links.
pub fn without_html(text: &str) -> String {
    let mut text = text.to_owned();
    // What was in HTML or in a link can be Markdown once these are gone. Each round leaves fewer `<` or a shorter text.
    loop {
        let edits = edits(&text);
        if edits.is_empty() {
            return text;
        }
        for (range, new) in edits.into_iter().rev() {
            text.replace_range(range, &new);
        }
    }
}

/// The places to change in a text, in order, none within another.
fn edits(text: &str) -> Vec<(Range<usize>, String)> {
    let mut edits = Vec::new();
    let mut events = Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter();
    while let Some((event, range)) = events.next() {
        match event {
            Event::Html(html) | Event::InlineHtml(html) if html.contains('<') => {
                let new = text[range.clone()].replace('<', "&lt;");
                edits.push((range, new));
            }
            Event::Start(Tag::Image { .. }) => {
                let inside = content(&mut events, TagEnd::Image);
                edits.push((range, text[inside].to_owned()));
            }
            Event::Start(Tag::Link { dest_url, .. }) if !is_harmless(&dest_url) => {
                let inside = content(&mut events, TagEnd::Link);
                edits.push((range, text[inside].to_owned()));
            }
            _ => {}
        }
    }
    edits
}

/// The range of what is in a link or an image, whose end is `end`. Images can be in images.
fn content<'a>(
    events: &mut impl Iterator<Item = (Event<'a>, Range<usize>)>,
    end: TagEnd,
) -> Range<usize> {
    let (mut inside, mut open) = (None::<Range<usize>>, 0);
    for (event, range) in events {
        match event {
            Event::End(tag) if tag == end && open == 0 => break,
            Event::End(tag) if tag == end => open -= 1,
            Event::Start(Tag::Image { .. }) if end == TagEnd::Image => open += 1,
            _ => {}
        }
        let start = inside.as_ref().map_or(range.start, |inside| inside.start);
        let last = inside.as_ref().map_or(range.end, |inside| inside.end);
        inside = Some(start.min(range.start)..last.max(range.end));
    }
    inside.unwrap_or_default()
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

    #[test]
    fn what_appears_when_something_is_removed_is_removed_too() {
        for (from, to) in [
            ("[[a](javascript:1)](javascript:2)", "a"),
            (
                "<script>\n[a](javascript:1)\n</script>",
                "&lt;script>\na\n&lt;/script>",
            ),
            ("![a ![b](c)](d)", "a b"),
            (
                "`<b>` and <https://x.example/>",
                "`<b>` and <https://x.example/>",
            ),
            ("[](javascript:1)x", "x"),
        ] {
            assert_eq!(without_html(from), to);
        }
    }
}
