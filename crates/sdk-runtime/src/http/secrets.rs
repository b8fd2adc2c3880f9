//! Finds credentials in texts, as they are and as JSON, URLs and HTML write them.

use std::ops::Range;

use aho_corasick::AhoCorasick;

use super::escapes::{Reading, Written, is_begun, readings, spaced};
use crate::Secret;

/// In characters. Shorter ones are in texts by chance.
pub(super) const SHORTEST: usize = 4;

/// Credentials, and where to look for them.
#[derive(Clone)]
pub(super) struct Secrets {
    sought: Vec<Secret>,
    /// Everything that one of them may begin with.
    starts: AhoCorasick,
    /// Whose start each of those is, by index.
    owners: Vec<usize>,
}

impl Secrets {
    /// All secrets of four characters or more. White space around them does not count.
    pub(super) fn new<'a>(secrets: impl IntoIterator<Item = &'a str>) -> Self {
        Self::of(secrets.into_iter().flat_map(forms).collect())
    }

    /// The secrets with another one.
    pub(super) fn with(self, secret: &str) -> Self {
        Self::of(self.sought.into_iter().chain(forms(secret)).collect())
    }

    fn of(mut sought: Vec<Secret>) -> Self {
        sought.retain(|secret| secret.expose().chars().count() >= SHORTEST);
        let starts = sought.iter().enumerate();
        let starts = starts.flat_map(|(owner, secret)| {
            let starts = starts_of(secret.expose()).into_iter();
            starts.map(move |start| (owner, start))
        });
        let (owners, starts): (Vec<_>, Vec<_>) = starts.unzip();
        Self {
            sought,
            starts: AhoCorasick::new(starts).expect("a few short patterns"),
            owners,
        }
    }

    /// Where a text shows the secrets, in bytes, in no order. A secret that is cut at the end of the text counts, with or
    /// without an ellipsis after it.
    pub(super) fn found(&self, text: &str) -> impl Iterator<Item = Range<usize>> {
        let text = text.strip_suffix('…').unwrap_or(text);
        self.starts.find_overlapping_iter(text).filter_map(|found| {
            let secret = &self.sought[self.owners[found.pattern().as_usize()]];
            let start = found.start();
            let length = length_of(secret.expose(), &text[start..])?;
            Some(start..start + length)
        })
    }
}

/// A secret as it is, and as servers repeat it that take the bytes of a header for Latin-1.
fn forms(secret: &str) -> impl Iterator<Item = Secret> + use<> {
    let misread: String = secret.bytes().map(char::from).collect();
    let misread = Some(misread).filter(|_| !secret.is_ascii());
    let itself = comparable(secret);
    [Some(itself), misread.map(|misread| comparable(&misread))]
        .into_iter()
        .flatten()
}

/// A secret as it is compared: one space for white space and control characters, which messages do not keep, and one
/// backslash for several, of which escapes have more.
fn comparable(secret: &str) -> Secret {
    let mut compared = String::with_capacity(secret.len());
    for character in secret.chars().map(spaced) {
        if !(repeats(character) && compared.ends_with(character)) {
            compared.push(character);
        }
    }
    Secret::from(compared.trim_matches(repeats))
}

/// Whether a character may be there several times for once.
fn repeats(character: char) -> bool {
    matches!(character, ' ' | '\\')
}

/// What a secret may begin with in a text. No escape begins in another way, and letters and digits are not escaped.
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

/// How many bytes of a text are the secret, if it begins with it, or with the first characters of it and ends there.
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

/// How many bytes of a text may be the character: none, or one number for each way to read them.
fn lengths_of(character: char, text: &str) -> impl Iterator<Item = usize> {
    let fits = readings(text).filter(move |read| stands_for(*read, character));
    fits.map(move |first| {
        let mut length = first.length;
        let next = |length: usize| {
            let mut next = readings(&text[length..]).filter(|_| repeats(character));
            next.find(|next| next.written == first.written && stands_for(*next, character))
        };
        while let Some(next) = next(length) {
            length += next.length;
        }
        length
    })
}

fn stands_for(read: Reading, character: char) -> bool {
    match read.written {
        Written::Entity => !character.is_ascii_alphanumeric(),
        // As it is, it is how forms write a space.
        Written::Character('+') => character == '+' || character == ' ' && read.length == 1,
        // A byte that is not UTF-8.
        Written::Character(char::REPLACEMENT_CHARACTER) => !character.is_ascii(),
        Written::Character(written) => written == character,
    }
}
