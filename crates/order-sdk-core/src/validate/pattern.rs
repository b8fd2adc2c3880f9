//! Matches texts against the patterns of a contract, which the generator has made into state machines.
//!
//! It takes time in proportion to the length of the text and allocates nothing, and it is a small part of a program, where
//! `regex` would be the largest.

/// A class of characters.
#[derive(Debug)]
pub struct Class {
    /// A bit for each character of ASCII, which most texts consist of.
    ascii: u128,
    ranges: &'static [(char, char)],
}

impl Class {
    /// The characters in ranges, both ends included.
    pub const fn new(ranges: &'static [(char, char)]) -> Self {
        let (mut ascii, mut index) = (0, 0);
        while index < ranges.len() {
            let (first, last) = ranges[index];
            let mut character = first as u32;
            while character <= last as u32 && character < 128 {
                ascii |= 1 << character;
                character += 1;
            }
            index += 1;
        }
        Self { ascii, ranges }
    }

    fn contains(&self, character: char) -> bool {
        if character.is_ascii() {
            return self.ascii >> u32::from(character) & 1 == 1;
        }
        let mut ranges = self.ranges.iter();
        ranges.any(|(first, last)| (*first..=*last).contains(&character))
    }
}

/// A state machine for a regular expression, without look-around and back references.
#[derive(Debug)]
pub struct Pattern {
    /// What the text must be, for error messages.
    pub expected: &'static str,
    /// The classes of characters that states accept.
    pub classes: &'static [Class],
    /// The states in which a match begins at the start of the text.
    pub start: &'static [u16],
    /// The states in which a match begins anywhere.
    pub anywhere: &'static [u16],
    /// For each state: the class of the character that it accepts, and the states that follow.
    pub states: &'static [(u8, &'static [u16])],
}

/// The state after a match, whatever follows.
pub const MATCH: u16 = u16::MAX;
/// The state after a match that must end with the text.
pub const END: u16 = u16::MAX - 1;
/// The maximum number of states of a pattern.
pub const MAX_STATES: usize = 64 * WORDS;
const WORDS: usize = 8;

impl Pattern {
    /// Whether a text contains a match.
    pub fn matches(&self, text: &str) -> bool {
        // Nearly all patterns have few states.
        match self.states.len() {
            ..=64 => self.run::<1>(text),
            _ => self.run::<WORDS>(text),
        }
    }

    fn run<const N: usize>(&self, text: &str) -> bool {
        let mut active = Active::<N>::NONE;
        active.enter(self.start);
        for character in text.chars() {
            active.enter(self.anywhere);
            if active.is_match {
                return true;
            }
            active = self.after(&active, character);
            let is_over = active.states == [0; N] && !active.is_match && !active.is_end;
            if is_over && self.anywhere.is_empty() {
                return false;
            }
        }
        active.enter(self.anywhere);
        active.is_match || active.is_end
    }

    /// The active states after a character.
    fn after<const N: usize>(&self, active: &Active<N>, character: char) -> Active<N> {
        let mut next = Active::NONE;
        for (word, mut bits) in (0..).zip(active.states) {
            while bits != 0 {
                let index = 64 * word + bits.trailing_zeros() as usize;
                bits &= bits - 1;
                let (class, following) = self.states[index];
                if self.classes[usize::from(class)].contains(character) {
                    next.enter(following);
                }
            }
        }
        next
    }
}

/// The states in which a machine is at a time.
struct Active<const N: usize> {
    states: [u64; N],
    is_match: bool,
    is_end: bool,
}

impl<const N: usize> Active<N> {
    const NONE: Self = Self {
        states: [0; N],
        is_match: false,
        is_end: false,
    };

    fn enter(&mut self, states: &[u16]) {
        for state in states {
            match *state {
                MATCH => self.is_match = true,
                END => self.is_end = true,
                state => self.states[usize::from(state / 64)] |= 1 << (state % 64),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `^[a-z][^ ]{0,2}$|!`
    static WORD: Pattern = Pattern {
        expected: "a word",
        classes: &[
            Class::new(&[('a', 'z')]),
            Class::new(&[('\0', '\u{1f}'), ('!', '\u{10ffff}')]),
            Class::new(&[('!', '!')]),
        ],
        start: &[0],
        anywhere: &[3],
        states: &[(0, &[1, END]), (1, &[2, END]), (1, &[END]), (2, &[MATCH])],
    };

    #[test]
    fn a_match_is_found_at_the_start_or_anywhere() {
        for text in ["a", "ab", "aéé", "abcd!", "!", " ! "] {
            assert!(WORD.matches(text), "{text}");
        }
        for text in ["", "A", "abcd", "a b", "ab "] {
            assert!(!WORD.matches(text), "{text}");
        }
    }
}
