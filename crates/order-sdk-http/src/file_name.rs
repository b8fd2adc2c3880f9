//! File names that a server gives: reads them from a header, and makes them safe.

use percent_encoding::percent_decode_str;

/// The maximum length of a name in bytes. File systems allow 255, and users append to the name.
const LONGEST: usize = 200;
/// The maximum length of an extension that is kept.
const LONGEST_ENDING: usize = 16;

/// Names that Windows reserves for devices, with any extension.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];

/// The name in a `Content-Disposition` header, if it contains one that can be used.
pub(super) fn of_header(header: &str) -> Option<String> {
    let parameters = parameters(header);
    let named = |name: &str| {
        let mut found = parameters.iter();
        let found = found.find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    };
    let extended = named("filename*").and_then(extended);
    let name = extended.or_else(|| named("filename").map(str::to_owned));
    safe(&name?)
}

/// The parameters after the first semicolon, without quotes.
fn parameters(header: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = header.split_once(';').map_or("", |(_, rest)| rest);
    while let Some((name, value)) = rest.split_once('=') {
        let value = value.trim_start();
        let (value, after) = match value.strip_prefix('"') {
            Some(quoted) => unquoted(quoted),
            None => {
                let end = value.find(';').unwrap_or(value.len());
                (value[..end].trim_end().to_owned(), &value[end..])
            }
        };
        let name = name.trim_matches([';', ' ', '\t']);
        found.push((name.to_owned(), value));
        rest = after;
    }
    found
}

/// The content of a quoted string, and the text after it. A backslash that does not escape a quote or a backslash is
/// kept, because some servers send Windows paths.
fn unquoted(quoted: &str) -> (String, &str) {
    let mut text = String::new();
    let mut characters = quoted.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        match (character, characters.peek()) {
            ('"', _) => return (text, &quoted[at + 1..]),
            ('\\', Some((_, next @ ('"' | '\\')))) => {
                text.push(*next);
                characters.next();
            }
            _ => text.push(character),
        }
    }
    (text, "")
}

/// Decodes an extended value, for example `UTF-8'nl'na%C3%AFve.pdf`.
fn extended(value: &str) -> Option<String> {
    let (charset, rest) = value.split_once('\'')?;
    let (_, encoded) = rest.split_once('\'')?;
    let bytes: Vec<u8> = percent_decode_str(encoded).collect();
    if charset.eq_ignore_ascii_case("utf-8") {
        return String::from_utf8(bytes).ok();
    }
    let latin = charset.eq_ignore_ascii_case("iso-8859-1");
    latin.then(|| bytes.into_iter().map(char::from).collect())
}

/// A name that every file system accepts, and that stays in its folder; `None` if nothing is left of the name.
pub(super) fn safe(name: &str) -> Option<String> {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last.chars().filter(|c| !is_refused(*c)).collect();
    // A dot at the start hides a file. Windows removes spaces and dots at the end.
    let kept = kept.trim_matches([' ', '.']);
    let kept = shortened(kept);
    let stem = kept.split('.').next().unwrap_or_default().trim_end();
    match (kept.is_empty(), is_device(stem)) {
        (true, _) => None,
        (false, true) => Some(format!("_{kept}")),
        (false, false) => Some(kept),
    }
}

/// Whether a character is not allowed in a name, or can disguise the name.
fn is_refused(character: char) -> bool {
    character.is_control()
        || "<>:\"|?*\u{fffd}\u{feff}".contains(character)
        // Invisible characters, and those that change the direction of text: `fdp.exe` can look like `exe.pdf`.
        || matches!(character, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
}

fn is_device(stem: &str) -> bool {
    let stem = stem.to_lowercase();
    let numbered = |kind: &str| {
        let number = stem.strip_prefix(kind);
        number.is_some_and(|rest| {
            let mut rest = rest.chars();
            let digit = rest.next();
            rest.next().is_none()
                && digit.is_some_and(|digit| digit.is_ascii_digit() || "¹²³".contains(digit))
        })
    };
    DEVICES.contains(&stem.as_str()) || numbered("com") || numbered("lpt")
}

/// The name, truncated to the maximum length. Its extension is kept, unless that is too long.
fn shortened(name: &str) -> String {
    if name.len() <= LONGEST {
        return name.to_owned();
    }
    let ending = name.rfind('.').map_or("", |dot| &name[dot..]);
    let ending = if ending.len() <= LONGEST_ENDING {
        ending
    } else {
        ""
    };
    let mut end = LONGEST - ending.len();
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    let stem = name[..end].trim_end_matches([' ', '.']);
    format!("{stem}{ending}")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_are_found_in_the_header() {
        for (header, name) in [
            (r#"attachment; filename="order 5005.pdf""#, "order 5005.pdf"),
            ("inline;filename=order.pdf", "order.pdf"),
            ("attachment; FileName = order.pdf ; size=3", "order.pdf"),
            (r#"attachment; filename="a;b\"c=d.pdf"; x=y"#, "a;bc=d.pdf"),
            (r#"attachment; size=3; filename="o.pdf""#, "o.pdf"),
            ("attachment; filename=\"caf\u{e9}.pdf\"", "caf\u{e9}.pdf"),
            (
                "attachment; filename=\"e.pdf\"; filename*=UTF-8''na%C3%AFve%20%E2%82%AC.pdf",
                "na\u{ef}ve \u{20ac}.pdf",
            ),
            ("attachment; filename*=iso-8859-1'nl'%e9.pdf", "\u{e9}.pdf"),
            (
                "attachment; filename*=UTF-8''%ff.pdf; filename=a.pdf",
                "a.pdf",
            ),
            (
                "attachment; filename*=koi8-r''x.pdf; filename=b.pdf",
                "b.pdf",
            ),
            (r#"attachment; filename="open.pdf"#, "open.pdf"),
        ] {
            assert_eq!(of_header(header).as_deref(), Some(name), "{header}");
        }
        for header in [
            "",
            "inline",
            "attachment; filename",
            "attachment; filename=\"\"",
            "x; =",
        ] {
            assert_eq!(of_header(header), None, "{header}");
        }
    }

    #[test]
    fn names_are_made_safe() {
        for (name, safe_name) in [
            ("../../etc/passwd", "passwd"),
            (r"C:\Users\me\order.pdf", "order.pdf"),
            ("%2e%2e/x.pdf", "x.pdf"),
            (".bashrc", "bashrc"),
            ("order.pdf. . ", "order.pdf"),
            ("a\u{0}b\r\nc\u{7f}\u{85}.pdf", "abc.pdf"),
            ("ann\u{202e}fdp.exe", "annfdp.exe"),
            ("a<b>:\"|?*.pdf", "ab.pdf"),
            ("CON", "_CON"),
            ("nul.tar.gz", "_nul.tar.gz"),
            ("com1 .pdf", "_com1 .pdf"),
            ("LPT\u{b9}.pdf", "_LPT\u{b9}.pdf"),
            ("com10.pdf", "com10.pdf"),
            ("console.pdf", "console.pdf"),
        ] {
            assert_eq!(safe(name).as_deref(), Some(safe_name), "{name:?}");
        }
        for nothing in ["", ".", "..", "/", "a/", " . ", "\u{0}", "\u{200b}", "..\\"] {
            assert_eq!(safe(nothing), None, "{nothing:?}");
        }
        let long = safe(&format!("{}\u{e9}.pdf", "x".repeat(195))).expect("a name");
        assert_eq!(long, format!("{}.pdf", "x".repeat(195)));
        let odd = safe(&format!("a.{}", "\u{e9}".repeat(300))).expect("a name");
        assert_eq!(odd.len(), LONGEST);
    }

    proptest! {
        #[test]
        fn every_name_stays_in_its_folder(header in ".{0,40}", name in "[./\\\\a \u{0}-\u{20}con:\u{e9}\u{202e}]{0,300}") {
            let found = of_header(&header);
            let header = format!("attachment; filename=\"{name}\"");
            for name in [found, of_header(&header), safe(&name)].into_iter().flatten() {
                let path = std::path::Path::new(&name);
                let parts: Vec<_> = path.components().collect();
                prop_assert!(matches!(parts[..], [std::path::Component::Normal(_)]), "{name:?}");
                prop_assert!(!name.contains(|c: char| c.is_control() || "\\/:".contains(c)));
                prop_assert!(name.len() <= LONGEST + 1 && !name.starts_with('.'));
                let again = safe(&name);
                prop_assert_eq!(again.as_deref(), Some(name.as_str()), "a safe name does not change");
            }
        }
    }
}
