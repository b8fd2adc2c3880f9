//! Matches strings against the patterns of a contract, which the generator compiles to state machines.
//!
//! Matching takes time proportional to the length of the string, and allocates nothing. The compiled code is small;
//! `regex` would be the largest part of a program.

/// A class of characters.
#[derive(Debug)]
pub struct Class {
    /// One bit for each ASCII character. Most strings consist of them.
    ascii: [u64; 2],
    ranges: &'static [(char, char)],
}

impl Class {
    /// The characters in ranges, both ends included.
    pub const fn new(ranges: &'static [(char, char)]) -> Self {
        let (mut ascii, mut index) = ([0; 2], 0);
        while index < ranges.len() {
            let (first, last) = ranges[index];
            let mut character = first as u32;
            while character <= last as u32 && character < 128 {
                ascii[character as usize / 64] |= 1 << (character % 64);
                character += 1;
            }
            index += 1;
        }
        Self { ascii, ranges }
    }

    fn contains(&self, character: char) -> bool {
        let code = u32::from(character);
        if let Some(bits) = self.ascii.get(code as usize / 64) {
            return bits >> (code % 64) & 1 == 1;
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
    pub start: States,
    /// The states in which a match begins anywhere.
    pub anywhere: States,
    /// For each state: the class of the character that it accepts, and the states that follow.
    pub states: &'static [(u8, States)],
}

/// Some states of a pattern.
#[derive(Debug)]
pub struct States {
    all: &'static [u16],
    /// The same states, one bit each. Used only if the pattern has at most 62 states.
    bits: u64,
}

impl States {
    /// The states with these numbers.
    pub const fn of(all: &'static [u16]) -> Self {
        let (mut bits, mut index) = (0, 0);
        while index < all.len() {
            bits |= 1 << (all[index] % 64);
            index += 1;
        }
        Self { all, bits }
    }
}

/// The state after a match, whatever follows.
pub const MATCH: u16 = u16::MAX;
/// The state after a match that must end with the text.
pub const END: u16 = u16::MAX - 1;
/// The maximum number of states of a pattern, not counting [`MATCH`] and [`END`].
pub const MAX_STATES: usize = 64 * WORDS - 2;
const WORDS: usize = 8;

impl Pattern {
    /// Whether a text contains a match.
    pub fn matches(&self, text: &str) -> bool {
        // Nearly all patterns have few states.
        match self.states.len() {
            ..=62 => self.run::<1>(text),
            _ => self.run::<WORDS>(text),
        }
    }

    fn run<const N: usize>(&self, text: &str) -> bool {
        let anywhere = Active::<N>::of(&self.anywhere);
        let mut active = Active::of(&self.start);
        for character in text.chars() {
            active.join(anywhere);
            if active.has(MATCH) {
                return true;
            }
            active = self.after(active, character);
            if active.is_empty() && anywhere.is_empty() {
                return false;
            }
        }
        active.join(anywhere);
        active.has(MATCH) || active.has(END)
    }

    /// The active states after a character.
    fn after<const N: usize>(&self, active: Active<N>, character: char) -> Active<N> {
        let mut next = Active::NONE;
        for (word, mut bits) in active.0.into_iter().enumerate() {
            while bits != 0 {
                let index = 64 * word + bits.trailing_zeros() as usize;
                bits &= bits - 1;
                // `MATCH` and `END` accept no character.
                let Some((class, following)) = self.states.get(index) else {
                    break;
                };
                if self.classes[usize::from(*class)].contains(character) {
                    next.enter(following);
                }
            }
        }
        next
    }
}

/// The current states of a machine, one bit each. The last two bits are for [`MATCH`] and [`END`].
#[derive(Clone, Copy, PartialEq)]
struct Active<const N: usize>([u64; N]);

impl<const N: usize> Active<N> {
    const NONE: Self = Self([0; N]);

    fn of(states: &States) -> Self {
        let mut active = Self::NONE;
        active.enter(states);
        active
    }

    fn enter(&mut self, states: &States) {
        if N == 1 {
            self.0[0] |= states.bits;
            return;
        }
        for state in states.all {
            let (word, bit) = Self::place(*state);
            self.0[word] |= bit;
        }
    }

    fn has(self, state: u16) -> bool {
        let (word, bit) = Self::place(state);
        self.0[word] & bit != 0
    }

    const fn place(state: u16) -> (usize, u64) {
        (state as usize / 64 % N, 1 << (state % 64))
    }

    fn join(&mut self, other: Self) {
        for (word, bits) in self.0.iter_mut().zip(other.0) {
            *word |= bits;
        }
    }

    fn is_empty(self) -> bool {
        self == Self::NONE
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
        start: States::of(&[0]),
        anywhere: States::of(&[3]),
        states: &[
            (0, States::of(&[1, END])),
            (1, States::of(&[2, END])),
            (1, States::of(&[END])),
            (2, States::of(&[MATCH])),
        ],
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
