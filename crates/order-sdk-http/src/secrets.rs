//! Finds credentials in text, even if they are escaped as in JSON, URLs or HTML.

use std::ops::Range;

use memchr::memchr_iter;

use super::escapes::{Reading, Written, is_begun, readings, spaced};
use order_sdk_core::Secret;

/// In characters. Shorter secrets occur in other text by chance.
pub(super) const SHORTEST: usize = 4;

/// Credentials to search for in texts.
#[derive(Clone)]
pub(super) struct Secrets {
    patterns: Vec<Pattern>,
}

#[derive(Clone)]
struct Pattern {
    secret: Secret,
    /// The strings that an occurrence may begin with; some are the first character of an escape.
    starts: Vec<String>,
}

impl Secrets {
    /// The secrets of four characters or more, not counting white space around them. Shorter ones are ignored.
    pub(super) fn new<'a>(secrets: impl IntoIterator<Item = &'a str>) -> Self {
        Self::of(secrets.into_iter().flat_map(forms))
    }

    /// Adds a secret.
    pub(super) fn with(mut self, secret: &str) -> Self {
        self.patterns.extend(Self::of(forms(secret)).patterns);
        self
    }

    fn of(secrets: impl Iterator<Item = Secret>) -> Self {
        let patterns = secrets.filter(|secret| secret.expose().chars().count() >= SHORTEST);
        let patterns = patterns.map(|secret| Pattern {
            starts: starts_of(secret.expose()),
            secret,
        });
        Self {
            patterns: patterns.collect(),
        }
    }

    /// The byte ranges of the secrets in a text, in no particular order. The start of a secret at the end of the text
    /// counts too, with or without an ellipsis after it.
    pub(super) fn found(&self, text: &str) -> impl Iterator<Item = Range<usize>> {
        let text = text.strip_suffix('…').unwrap_or(text);
        let starts = self.patterns.iter().flat_map(|pattern| {
            let starts = pattern.starts.iter();
            starts.map(|start| (pattern.secret.expose(), start))
        });
        starts.flat_map(move |(secret, start)| {
            places(start, text).filter_map(move |place| {
                let length = length_of(secret, &text[place..])?;
                Some(place..place + length)
            })
        })
    }
}

/// The offsets at which `start` occurs in `text`, including overlapping ones.
fn places(start: &str, text: &str) -> impl Iterator<Item = usize> {
    let first = start.bytes().next();
    let found = first.map(|first| memchr_iter(first, text.as_bytes()));
    let found = found.into_iter().flatten();
    found.filter(move |place| text.as_bytes()[*place..].starts_with(start.as_bytes()))
}

/// A secret, and the form in which a server that decodes headers as Latin-1 repeats it.
fn forms(secret: &str) -> impl Iterator<Item = Secret> + use<> {
    let misread: String = secret.bytes().map(char::from).collect();
    let misread = Some(misread).filter(|_| !secret.is_ascii());
    let itself = comparable(secret);
    [Some(itself), misread.map(|misread| comparable(&misread))]
        .into_iter()
        .flatten()
}

/// A secret in the form that is compared: one space for each run of white space and control characters, which error
/// messages do not preserve, and one backslash for each run of backslashes, which escaping multiplies.
fn comparable(secret: &str) -> Secret {
    let mut compared = String::with_capacity(secret.len());
    for character in secret.chars().map(spaced) {
        if !(repeats(character) && compared.ends_with(character)) {
            compared.push(character);
        }
    }
    Secret::from(compared.trim_matches(repeats))
}

/// Whether a run of this character counts as one.
fn repeats(character: char) -> bool {
    matches!(character, ' ' | '\\')
}

/// What a secret may begin with in a text: its first ASCII letters and digits, which are never escaped; if there are
/// none, its first character, or the first character of an escape.
fn starts_of(secret: &str) -> Vec<String> {
    let is_plain = |character: &char| character.is_ascii_alphanumeric();
    let plain: String = secret.chars().take(SHORTEST).take_while(is_plain).collect();
    if !plain.is_empty() {
        return vec![plain];
    }
    let itself = secret.chars().take(1);
    let others = ['\\', '%', '&', char::REPLACEMENT_CHARACTER];
    let mut starts: Vec<_> = itself.chain(others).map(String::from).collect();
    starts.sort();
    starts.dedup();
    starts
}

/// The length in bytes of a secret at the start of a text, or of its first characters if the text ends with them.
/// `None` if the text does not start with the secret.
fn length_of(secret: &str, text: &str) -> Option<usize> {
    let mut lengths = vec![0];
    let mut cut = None;
    for (count, character) in secret.chars().enumerate() {
        if count >= SHORTEST {
            let mut rests = lengths.iter().map(|length| &text[*length..]);
            let is_cut = rests.any(|rest| rest.is_empty() || is_begun(rest));
            cut = cut.or(is_cut.then_some(text.len()));
        }
        let longer = lengths.iter().flat_map(|length| {
            let more = lengths_of(character, &text[*length..]);
            more.map(move |more| length + more)
        });
        let mut longer: Vec<_> = longer.collect();
        longer.sort_unstable();
        longer.dedup();
        if longer.is_empty() {
            return cut;
        }
        lengths = longer;
    }
    lengths.last().copied()
}

/// The possible lengths in bytes of a character at the start of a text, one for each matching interpretation.
fn lengths_of(character: char, text: &str) -> impl Iterator<Item = usize> {
    let fits = readings(text).filter(move |read| matches(*read, character));
    fits.map(move |first| {
        let mut length = first.length;
        let next = |length: usize| {
            let mut next = readings(&text[length..]).filter(|_| repeats(character));
            next.find(|next| next.written == first.written && matches(*next, character))
        };
        while let Some(next) = next(length) {
            length += next.length;
        }
        length
    })
}

fn matches(read: Reading, character: char) -> bool {
    match read.written {
        Written::Entity => !character.is_ascii_alphanumeric(),
        // Forms encode a space as `+`, but an escaped `+` is only a `+`.
        Written::Character('+') => character == '+' || character == ' ' && read.length == 1,
        // This character replaces bytes that are not UTF-8, which may have been any character outside ASCII.
        Written::Character(char::REPLACEMENT_CHARACTER) => !character.is_ascii(),
        Written::Character(written) => written == character,
    }
}
