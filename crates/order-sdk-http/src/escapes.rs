//! Reads characters that are plain, or escaped as in JSON, URLs or HTML.

/// The maximum number of backslashes that are read as one escape. A quotation mark that JSON escapes four times has 15.
const BACKSLASHES: usize = 15;
/// In bytes, without the `&`: the longest entity of HTML is `&CounterClockwiseContourIntegral;`.
const ENTITY: usize = 32;
/// In bytes. Only a shorter text counts as the start of an escape that was cut off, for example `%f0%9f%98%8`.
const BEGUN: usize = 32;

/// One interpretation of the start of a text.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Reading {
    pub(super) written: Written,
    /// In bytes.
    pub(super) length: usize,
}

/// What the start of a text means.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Written {
    /// A character. All white space and control characters are read as a space.
    Character(char),
    /// A named entity of HTML, which may be any character except an ASCII letter or digit.
    Entity,
}

impl Reading {
    fn new(character: char, length: usize) -> Self {
        Self {
            written: Written::Character(spaced(character)),
            length,
        }
    }
}

/// The interpretations of the start of a text: as a plain character, and as an escape.
pub(super) fn readings(text: &str) -> impl Iterator<Item = Reading> {
    let itself = text.chars().next();
    let itself = itself.map(|character| Reading::new(character, character.len_utf8()));
    let escaped = json(text).or_else(|| percent(text));
    let all = [itself, escaped];
    // JSON may escape the `&` of an entity.
    let mut ampersands = all.into_iter().flatten();
    let ampersand = ampersands.find(|read| read.written == Written::Character('&'));
    let entity = ampersand.and_then(|read| {
        let entity = entity(&text[read.length..])?;
        let length = read.length + entity.length;
        Some(Reading { length, ..entity })
    });
    all.into_iter().chain([entity]).flatten()
}

/// The character, or a space if it is white space or a control character: error messages do not preserve these.
pub(super) fn spaced(character: char) -> char {
    if character.is_whitespace() || character.is_control() {
        ' '
    } else {
        character
    }
}

/// Whether a text may be the start of an escape that was cut off.
pub(super) fn is_begun(text: &str) -> bool {
    let is_part = |byte| matches!(byte, b'%' | b'\\' | b'#') || byte.is_ascii_alphanumeric();
    text.starts_with(['\\', '%', '&']) && text.len() < BEGUN && text.bytes().skip(1).all(is_part)
}

/// An escape of JSON: `\/`, `\"`, `\n`, `\u00e9`.
fn json(text: &str) -> Option<Reading> {
    let bytes = text.bytes().take(BACKSLASHES);
    let backslashes = bytes.take_while(|byte| *byte == b'\\').count();
    let rest = text.get(backslashes..).filter(|_| backslashes > 0)?;
    if let Some((character, length)) = unicode(rest) {
        return Some(Reading::new(character, backslashes + length));
    }
    let character = rest.chars().next()?;
    match character {
        'b' | 'f' | 'n' | 'r' | 't' => Some(Reading::new(' ', backslashes + 1)),
        _ if character.is_ascii_alphanumeric() => None,
        _ => Some(Reading::new(character, backslashes + character.len_utf8())),
    }
}

/// A character as one UTF-16 code unit, for example `u00e9`, or as two with backslashes between them.
fn unicode(text: &str) -> Option<(char, usize)> {
    let first = code_unit(text)?;
    if let Some(character) = char::from_u32(first.into()) {
        return Some((character, 5));
    }
    let between = text[5..].bytes().take(BACKSLASHES);
    let start = 5 + between.take_while(|byte| *byte == b'\\').count();
    let second = code_unit(&text[start..])?;
    let character = char::decode_utf16([first, second]).next()?.ok()?;
    Some((character, start + 5))
}

fn code_unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix('u')?.as_bytes().get(..4)?;
    digits.iter().try_fold(0, |code, digit| {
        Some(code << 4 | u16::from(nibble(*digit)?))
    })
}

/// A character whose bytes are percent-encoded.
fn percent(text: &str) -> Option<Reading> {
    let mut bytes = [0; 4];
    for length in 1..=bytes.len() {
        let escape = text.as_bytes().get(3 * (length - 1)..3 * length)?;
        let [b'%', high, low] = escape else {
            return None;
        };
        bytes[length - 1] = nibble(*high)? << 4 | nibble(*low)?;
        if let Ok(character) = std::str::from_utf8(&bytes[..length]) {
            return Some(Reading::new(character.chars().next()?, 3 * length));
        }
    }
    None
}

/// An entity of HTML, after its `&`.
fn entity(text: &str) -> Option<Reading> {
    let end = text.bytes().take(ENTITY).position(|byte| byte == b';')?;
    let (name, length) = (&text[..end], end + 1);
    let Some(number) = name.strip_prefix('#') else {
        let is_name = end > 0 && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let written = Written::Entity;
        return is_name.then_some(Reading { written, length });
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => number.parse(),
    };
    Some(Reading::new(char::from_u32(code.ok()?)?, length))
}

fn nibble(digit: u8) -> Option<u8> {
    let value = char::from(digit).to_digit(16)?;
    u8::try_from(value).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_escape_is_read_as_the_character_that_it_means() {
        for (text, character) in [
            (r"\/", '/'),
            (r#"\\\""#, '"'),
            (r"\u00e9", 'é'),
            (r"\\u00E9", 'é'),
            (r"\ud83d\ude00", '😀'),
            (r"\n", ' '),
            ("%2f", '/'),
            ("%2F", '/'),
            ("%C3%a9", 'é'),
            ("%C2%A0", ' '),
            ("&#47;", '/'),
            ("&#039;", '\''),
            ("&#x2F;", '/'),
            (r"\u0026#233;", 'é'),
        ] {
            let expected = Reading::new(character, text.len());
            let mut all = readings(text);
            assert!(all.any(|read| read == expected), "{text}");
        }
        let entity = Reading {
            written: Written::Entity,
            length: 8,
        };
        assert_eq!(readings("&eacute;").nth(1), Some(entity));
    }

    #[test]
    fn a_text_without_an_escape_is_read_only_literally() {
        for text in [
            "a",
            "é",
            "%2",
            "%zz",
            "%c3%28",
            "%+1",
            "&;",
            "&a b;",
            "&#x110000;",
            r"\",
            r"\a",
            r"\ud83d\u0041",
            "",
        ] {
            let all: Vec<_> = readings(text).collect();
            let itself = text.chars().next();
            let itself = itself.map(|character| Reading::new(character, character.len_utf8()));
            assert_eq!(all, Vec::from_iter(itself), "{text}");
        }
    }
}
