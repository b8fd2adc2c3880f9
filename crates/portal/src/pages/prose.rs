//! Pages written as Markdown.

use maud::{Markup, PreEscaped, html};
use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd, html::push_html};

use crate::markdown;

/// In bytes. A longer word would be wider than half of a phone.
const LONGEST_WORD: usize = 20;

/// The first heading of a text.
pub fn title(text: &str) -> Option<&str> {
    let mut lines = text.lines();
    lines
        .find_map(|line| line.strip_prefix("# "))
        .map(str::trim)
}

/// The first paragraph below the first heading.
pub fn introduction(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once("\n\n")?;
    rest.split("\n\n").next()
}

/// The text below the second-level heading `title`, up to the next one.
pub fn section<'a>(text: &'a str, title: &str) -> Option<&'a str> {
    let heading = format!("\n## {title}\n");
    let start = text.find(&heading)? + heading.len();
    let rest = &text[start..];
    Some(rest.find("\n## ").map_or(rest, |end| &rest[..end]))
}

/// HTML of a text. Headings can be linked to, tables scroll, and links to other Markdown files of the folder lead to
/// their pages. Harmful links, links to other files, and HTML in the text become plain text.
pub fn html(text: &str) -> String {
    rendered(markdown::events(text), 0, true)
}

/// HTML of a description below a heading of the third level. Its headings cannot be linked to, because other
/// descriptions on the page may have the same.
pub fn description(text: &str) -> String {
    rendered(markdown::events(text), 3, false)
}

/// As [`description`], but without the tags `<p>` if the text is one paragraph.
pub fn paragraph(text: &str) -> String {
    let html = description(text);
    let inner = html
        .strip_prefix("<p>")
        .and_then(|html| html.strip_suffix("</p>\n"));
    match inner {
        Some(inner) if !inner.contains("<p>") => inner.to_owned(),
        _ => html,
    }
}

/// As [`paragraph`], as markup.
pub fn line(text: &str) -> Markup {
    PreEscaped(paragraph(text))
}

/// A part of a text below one of its main headings.
#[derive(Debug)]
pub struct Section {
    /// The anchor of the heading.
    pub id: String,
    /// The heading.
    pub title: String,
    /// HTML of what is below it.
    pub html: String,
}

impl Section {
    /// A link in Markdown to the section of a reference. `folder` is the prefix that leads to the folder of the page.
    pub fn link(&self, folder: &str) -> String {
        format!("[{}]({folder}index.html#{})", self.title, self.id)
    }
}

/// The parts of a text, each below a heading of the page's second level. What is before the first heading is the
/// introduction.
pub fn sections(text: &str) -> Vec<Section> {
    let events = markdown::events(text);
    let levels = events.iter().filter_map(|event| match event {
        Event::Start(Tag::Heading { level, .. }) => Some(*level),
        _ => None,
    });
    let main = levels.min().unwrap_or(HeadingLevel::H1);
    let mut parts = vec![("Introduction".to_owned(), Vec::new())];
    let mut in_title = false;
    for event in events {
        let last = parts.last_mut().expect("the introduction is a part");
        match event {
            Event::Start(Tag::Heading { level, .. }) if level == main => {
                parts.push((String::new(), Vec::new()));
                in_title = true;
            }
            Event::End(TagEnd::Heading(level)) if level == main => in_title = false,
            Event::Text(text) | Event::Code(text) if in_title => last.0.push_str(&text),
            _ if in_title => {}
            event => last.1.push(event),
        }
    }
    parts.retain(|(_, events)| !events.is_empty());
    let below = 2 - main as isize;
    let parts = parts.into_iter().map(|(title, events)| Section {
        id: slug(&title),
        title,
        html: rendered(events, below, true),
    });
    parts.collect()
}

/// HTML of events. `below` is added to the level of each heading.
fn rendered(events: Vec<Event<'_>>, below: isize, linked: bool) -> String {
    let ids = heading_ids(&events);
    let mut ids = ids.into_iter();
    let mut dropped = Vec::new();
    let moved = |level: HeadingLevel| {
        let level = (level as usize).saturating_add_signed(below).clamp(1, 6);
        HeadingLevel::try_from(level).unwrap_or(HeadingLevel::H6)
    };
    let events = events.into_iter().flat_map(|event| match event {
        Event::Start(Tag::Heading { level, .. }) => vec![Event::Start(Tag::Heading {
            level: moved(level),
            id: ids.next().filter(|_| linked).map(CowStr::from),
            classes: Vec::new(),
            attrs: Vec::new(),
        })],
        Event::End(TagEnd::Heading(level)) => vec![Event::End(TagEnd::Heading(moved(level)))],
        // `tabindex`, because keyboard users must be able to scroll.
        Event::Start(Tag::CodeBlock(_)) => vec![Event::Html("<pre tabindex=\"0\"><code>".into())],
        Event::End(TagEnd::CodeBlock) => vec![Event::Html("</code></pre>\n".into())],
        Event::Start(Tag::Table(_)) => {
            vec![
                Event::Html("<div class=\"scroll\" tabindex=\"0\">".into()),
                event,
            ]
        }
        Event::End(TagEnd::Table) => vec![event, Event::Html("</div>".into())],
        Event::Start(Tag::Link {
            link_type,
            dest_url,
            title,
            id,
        }) => {
            let target = destination(link_type, &dest_url);
            dropped.push(target.is_none());
            let dest_url = target.map(CowStr::from);
            let link = dest_url.map(|dest_url| Tag::Link {
                link_type,
                dest_url,
                title,
                id,
            });
            link.map(Event::Start).into_iter().collect()
        }
        Event::End(TagEnd::Link) if dropped.pop() == Some(true) => Vec::new(),
        other => vec![other],
    });
    let mut html = String::new();
    push_html(&mut html, events);
    html
}

/// The words of a text on one line, without markup and links.
pub fn plain(text: &str) -> String {
    let words = markdown::events(text).into_iter().map(|event| match event {
        Event::Text(text) | Event::Code(text) => text.into_string(),
        Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph) => " ".to_owned(),
        _ => String::new(),
    });
    words.collect::<String>().trim().to_owned()
}

/// Where a link leads on the site; `None` if it leads to no page or is harmful.
fn destination(link: LinkType, target: &str) -> Option<String> {
    if !markdown::is_harmless(target) {
        return None;
    }
    let stays =
        target.starts_with('#') || link == LinkType::Email || markdown::scheme(target).is_some();
    if stays {
        return Some(target.to_owned());
    }
    let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
    let stem = file
        .strip_suffix(".md")
        .filter(|stem| !stem.contains(['/', '\\']))?;
    let page = format!("{}.html", stem.to_lowercase());
    Some(match anchor {
        "" => page,
        anchor => format!("{page}#{anchor}"),
    })
}

/// An id for each heading: that of an erratum is its number, so that `errata.html#e17` keeps its meaning.
fn heading_ids(events: &[Event<'_>]) -> Vec<String> {
    let mut ids = Vec::new();
    let mut heading: Option<(HeadingLevel, String)> = None;
    for event in events {
        match (event, &mut heading) {
            (Event::Start(Tag::Heading { level, .. }), _) => {
                heading = Some((*level, String::new()))
            }
            (Event::Text(text) | Event::Code(text), Some((_, title))) => title.push_str(text),
            (Event::End(TagEnd::Heading(_)), Some((_, title))) => {
                ids.push(slug(title));
                heading = None;
            }
            _ => {}
        }
    }
    ids
}

/// A name in `snake_case` as a title: its words, the first one with a capital letter.
pub fn title_of(name: &str) -> String {
    let words = name.replace('_', " ");
    let (first, rest) = words.split_at(words.chars().next().map_or(0, char::len_utf8));
    first.to_uppercase() + rest
}

/// A text without spaces, which can break after each `mark` if it is long.
pub fn breakable(text: &str, mark: char) -> Markup {
    html! {
        @for part in text.split_inclusive(mark) {
            (part) @if text.len() > LONGEST_WORD { wbr; }
        }
    }
}

/// A title as an anchor.
pub fn slug(title: &str) -> String {
    let first = title.split(' ').next().unwrap_or_default();
    if is_erratum(first) {
        return first.to_lowercase();
    }
    let words = title.split(|c: char| !c.is_alphanumeric() && c != '-' && c != '_');
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    words.join("-").to_lowercase()
}

/// Whether a word is the number of an erratum, such as `E17`.
pub fn is_erratum(word: &str) -> bool {
    word.strip_prefix('E')
        .is_some_and(|number| !number.is_empty() && number.chars().all(|c| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_have_ids_and_links_lead_to_pages() {
        let html = html(
            "# A\n\n## E17 `b` c\n\n## Two words\n\n[x](ERRATA.md#e1) [y](../z.rs) [z](https://z.example)\n",
        );
        assert!(html.contains("<h2 id=\"e17\">"), "{html}");
        assert!(html.contains("<h2 id=\"two-words\">"), "{html}");
        assert!(
            html.contains("<a href=\"errata.html#e1\">x</a> y <a href=\"https://z.example\">z</a>"),
            "{html}"
        );
    }

    #[test]
    fn parts_of_a_text_are_found() {
        let text = "# T\n\nOne.\n\nTwo.\n\n| a |\n\n## A\n\nbody\n\n## B\n";
        assert_eq!(title(text), Some("T"));
        assert_eq!(introduction(text), Some("One."));
        assert_eq!(section(text, "A"), Some("\nbody\n"));
    }
}
