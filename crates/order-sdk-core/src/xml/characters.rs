//! The characters that XML 1.0 allows, and those that it allows in a name.

/// Whether a document can contain the character, literally or as a reference.
pub fn is_allowed(character: char) -> bool {
    match character {
        '\t' | '\n' | '\r' => true,
        '\u{fffe}' | '\u{ffff}' => false,
        other => other >= ' ',
    }
}

/// Whether the text is the name of an element, without a prefix.
pub fn is_name(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphabetic() || byte == b'_';
    if !text.is_empty() && text.bytes().all(is_plain) {
        return true;
    }
    let mut characters = text.chars();
    characters.next().is_some_and(starts_name) && characters.all(continues_name)
}

/// Whether the text is only white space as XML defines it. A no-break space is not white space.
pub fn is_white_space(text: &str) -> bool {
    text.bytes()
        .all(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'))
}

fn starts_name(character: char) -> bool {
    matches!(character,
        'a'..='z' | 'A'..='Z' | '_'
        | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2ff}'
        | '\u{370}'..='\u{37d}' | '\u{37f}'..='\u{1fff}' | '\u{200c}'..='\u{200d}'
        | '\u{2070}'..='\u{218f}' | '\u{2c00}'..='\u{2fef}' | '\u{3001}'..='\u{d7ff}'
        | '\u{f900}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fffd}' | '\u{10000}'..='\u{effff}')
}

fn continues_name(character: char) -> bool {
    let more = matches!(character,
        '-' | '.' | '0'..='9' | '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}'..='\u{2040}');
    more || starts_name(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_elements_are_recognised() {
        for name in [
            "a",
            "order_id",
            "tax_rate_1",
            "_x",
            "straße",
            "a-b.c",
            "地址",
        ] {
            assert!(is_name(name), "{name}");
        }
        for other in [
            "", "1a", "-a", "a b", "a:b", "$text", "a/b", "a&b", "<", "×",
        ] {
            assert!(!is_name(other), "{other}");
        }
    }

    #[test]
    fn control_characters_and_noncharacters_are_not_allowed() {
        for allowed in [
            '\t', '\n', '\r', ' ', '\u{7f}', '\u{85}', 'é', '\u{fffd}', '😀',
        ] {
            assert!(is_allowed(allowed), "{allowed:?}");
        }
        for other in [
            '\0', '\u{1}', '\u{b}', '\u{1b}', '\u{1f}', '\u{fffe}', '\u{ffff}',
        ] {
            assert!(!is_allowed(other), "{other:?}");
        }
    }
}
