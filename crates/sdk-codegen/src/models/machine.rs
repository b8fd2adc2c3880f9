//! Builds the state machine of a regular expression, which the runtime's `Pattern` runs.
//!
//! Each character class of the expression is a state. Repeated parts are copied, so the machine needs no counters
//! (Glushkov's construction).

use anyhow::{bail, ensure};
use proc_macro2::{Literal, TokenStream};
use quote::quote;
use regex_syntax::hir::{Class, Hir, HirKind, Look, Repetition};

/// The maximum number of states that the runtime supports.
const MAX_STATES: usize = 510;
/// The maximum number of copies for one repetition, so that nested repetitions are refused before they are copied.
const MAX_REPEATS: u32 = 512;

/// A state that can follow another one. `Match` and `End` are `MATCH` and `END` of the runtime.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum State {
    Accepts(usize),
    End,
    Match,
}

/// A state machine.
#[derive(Debug, Default)]
pub struct Machine {
    classes: Vec<Vec<(char, char)>>,
    start: Vec<State>,
    anywhere: Vec<State>,
    /// The class of each state, and the states that follow.
    states: Vec<(usize, Vec<State>)>,
}

/// A part of an expression.
struct Part {
    /// Whether it matches the empty string.
    is_optional: bool,
    first: Vec<usize>,
    last: Vec<usize>,
}

impl Part {
    const EMPTY: Self = Self {
        is_optional: true,
        first: Vec::new(),
        last: Vec::new(),
    };
}

impl Machine {
    /// The machine of an expression in the syntax of `regex`.
    ///
    /// # Errors
    ///
    /// If the expression does not compile, or a machine cannot check it.
    pub fn new(regex: &str) -> anyhow::Result<Self> {
        let hir = regex_syntax::parse(regex)?;
        let mut machine = Self::default();
        let alternatives = match hir.kind() {
            HirKind::Alternation(alternatives) => alternatives.as_slice(),
            _ => std::slice::from_ref(&hir),
        };
        for alternative in alternatives {
            machine.add(alternative)?;
        }
        for (_, following) in &mut machine.states {
            following.sort_unstable();
            following.dedup();
        }
        Ok(machine)
    }

    /// Adds an alternative, which may have anchors at its start and end.
    fn add(&mut self, alternative: &Hir) -> anyhow::Result<()> {
        let mut parts = match alternative.kind() {
            HirKind::Concat(parts) => parts.as_slice(),
            _ => std::slice::from_ref(alternative),
        };
        let is =
            |part: Option<&Hir>, look| part.is_some_and(|part| *part.kind() == HirKind::Look(look));
        let is_at_start = is(parts.first(), Look::Start);
        parts = &parts[usize::from(is_at_start)..];
        let is_at_end = is(parts.last(), Look::End);
        parts = &parts[..parts.len() - usize::from(is_at_end)];
        let body = self.sequence(parts)?;
        let exit = if is_at_end { State::End } else { State::Match };
        for last in body.last {
            self.states[last].1.push(exit);
        }
        let begin = if is_at_start {
            &mut self.start
        } else {
            &mut self.anywhere
        };
        begin.extend(body.first.into_iter().map(State::Accepts));
        begin.extend(body.is_optional.then_some(exit));
        Ok(())
    }

    fn part(&mut self, hir: &Hir) -> anyhow::Result<Part> {
        match hir.kind() {
            HirKind::Empty => Ok(Part::EMPTY),
            HirKind::Literal(literal) => {
                let text = std::str::from_utf8(&literal.0)?;
                let mut whole = Part::EMPTY;
                for character in text.chars() {
                    let next = self.state(vec![(character, character)])?;
                    whole = self.joined(whole, next);
                }
                Ok(whole)
            }
            HirKind::Class(Class::Unicode(class)) => {
                let ranges = class.ranges().iter();
                self.state(ranges.map(|range| (range.start(), range.end())).collect())
            }
            HirKind::Class(Class::Bytes(_)) => bail!("it matches bytes"),
            HirKind::Look(_) => {
                bail!(
                    "`^` and `$` can be checked only at the beginning and the end of an alternative"
                )
            }
            HirKind::Repetition(repetition) => self.repeated(repetition),
            HirKind::Capture(group) => self.part(&group.sub),
            HirKind::Concat(parts) => self.sequence(parts),
            HirKind::Alternation(parts) => {
                let mut any = Part {
                    is_optional: false,
                    ..Part::EMPTY
                };
                for part in parts {
                    let part = self.part(part)?;
                    any.is_optional |= part.is_optional;
                    any.first.extend(part.first);
                    any.last.extend(part.last);
                }
                Ok(any)
            }
        }
    }

    fn sequence(&mut self, parts: &[Hir]) -> anyhow::Result<Part> {
        let mut whole = Part::EMPTY;
        for part in parts {
            let next = self.part(part)?;
            whole = self.joined(whole, next);
        }
        Ok(whole)
    }

    fn repeated(&mut self, repetition: &Repetition) -> anyhow::Result<Part> {
        let Repetition { min, max, sub, .. } = repetition;
        let count = max.unwrap_or(*min.max(&1));
        ensure!(
            count <= MAX_REPEATS,
            "it repeats a part {count} times, more than {MAX_REPEATS}"
        );
        let mut required = Vec::new();
        for _ in 0..count {
            required.push(self.part(sub)?);
        }
        if let Some(last) = required.last().filter(|_| max.is_none()) {
            let (from, to) = (last.last.clone(), last.first.clone());
            self.connect(&from, &to);
        }
        let optional = required.split_off(*min as usize);
        // The copies are nested, `(a(a(a)?)?)?`, so that only the next copy follows a state.
        let mut inner = Part::EMPTY;
        for copy in optional.into_iter().rev() {
            inner = self.joined(copy, inner);
            inner.is_optional = true;
        }
        let mut whole = Part::EMPTY;
        for copy in required.into_iter().chain([inner]) {
            whole = self.joined(whole, copy);
        }
        Ok(whole)
    }

    /// Adds a state that accepts one character of a class.
    fn state(&mut self, class: Vec<(char, char)>) -> anyhow::Result<Part> {
        let index = self.states.len();
        ensure!(index < MAX_STATES, "it needs more than {MAX_STATES} states");
        let known = self.classes.iter().position(|known| *known == class);
        let class = known.unwrap_or_else(|| {
            self.classes.push(class);
            self.classes.len() - 1
        });
        ensure!(class <= usize::from(u8::MAX), "it has too many classes");
        self.states.push((class, Vec::new()));
        Ok(Part {
            is_optional: false,
            first: vec![index],
            last: vec![index],
        })
    }

    fn joined(&mut self, mut before: Part, after: Part) -> Part {
        self.connect(&before.last, &after.first);
        if before.is_optional {
            before.first.extend(&after.first);
        }
        let mut last = after.last;
        if after.is_optional {
            last.extend(before.last);
        }
        Part {
            is_optional: before.is_optional && after.is_optional,
            first: before.first,
            last,
        }
    }

    fn connect(&mut self, from: &[usize], to: &[usize]) {
        for state in from {
            let following = to.iter().copied().map(State::Accepts);
            self.states[*state].1.extend(following);
        }
    }

    /// The fields of the runtime's `Pattern`.
    pub fn fields(&self) -> TokenStream {
        let classes = self.classes.iter().map(|class| {
            let ranges = class.iter().map(|(first, last)| quote! { (#first, #last) });
            quote! { Class::new(&[#(#ranges),*]) }
        });
        let all = |states: &[State]| {
            let states = states.iter().map(|state| match state {
                State::Accepts(index) => {
                    let index = Literal::usize_unsuffixed(*index);
                    quote! { #index }
                }
                State::End => quote! { END },
                State::Match => quote! { MATCH },
            });
            quote! { States::of(&[#(#states),*]) }
        };
        let (start, anywhere) = (all(&self.start), all(&self.anywhere));
        let states = self.states.iter().map(|(class, following)| {
            let (class, following) = (Literal::usize_unsuffixed(*class), all(following));
            quote! { (#class, #following) }
        });
        quote! {
            classes: &[#(#classes),*],
            start: #start,
            anywhere: #anywhere,
            states: &[#(#states),*]
        }
    }
}

#[cfg(test)]
mod tests {
    use order_sdk_core::validate::{Class, END, MATCH, Pattern, States};
    use proptest::prelude::*;
    use regex::Regex;

    use super::*;

    /// The pattern in the runtime's type. Its memory is never freed.
    fn pattern(regex: &str) -> Pattern {
        fn leaked<T>(all: impl IntoIterator<Item = T>) -> &'static [T] {
            Vec::leak(all.into_iter().collect())
        }
        let states = |states: Vec<State>| {
            let states = states.into_iter().map(|state| match state {
                State::Accepts(index) => u16::try_from(index).expect("few states"),
                State::End => END,
                State::Match => MATCH,
            });
            States::of(leaked(states))
        };
        let machine = Machine::new(regex).expect(regex);
        let class = |class: usize| u8::try_from(class).expect("few classes");
        Pattern {
            expected: "",
            classes: leaked(
                machine
                    .classes
                    .into_iter()
                    .map(|class| Class::new(leaked(class))),
            ),
            start: states(machine.start),
            anywhere: states(machine.anywhere),
            states: leaked(
                machine
                    .states
                    .into_iter()
                    .map(|(of, following)| (class(of), states(following))),
            ),
        }
    }

    fn expression() -> impl Strategy<Value = String> {
        let leaf = prop_oneof![
            Just("a".to_owned()),
            Just("[ab]".to_owned()),
            Just("[^aé]".to_owned()),
            Just("bé".to_owned()),
        ];
        let part = leaf.prop_recursive(3, 24, 3, |part| {
            let parts = prop::collection::vec(part.clone(), 0..4);
            let times = prop::sample::select(vec!["*", "+", "?", "{2}", "{0,2}", "{1,}", "{0}"]);
            prop_oneof![
                parts.clone().prop_map(|parts| parts.concat()),
                parts.prop_map(|parts| format!("({})", parts.join("|"))),
                (part, times).prop_map(|(part, times)| format!("({part}){times}")),
            ]
        });
        let ends = prop::sample::select(vec![("", ""), ("^", ""), ("", "$"), ("^", "$")]);
        let alternative =
            (ends, part).prop_map(|((start, end), part)| format!("{start}({part}){end}"));
        prop::collection::vec(alternative, 1..3).prop_map(|all| all.join("|"))
    }

    /// The runtime keeps the states in one machine word or in several.
    #[test]
    fn a_machine_may_have_many_states() {
        for (regex, text, expected) in [
            ("^(a|b){0,61}$", "ab".repeat(30), true),
            ("^(a|b){0,61}$", "ab".repeat(31), false),
            ("^[ab]{0,62}$", "ab".repeat(31), true),
            ("^[ab]{0,63}$", "ab".repeat(31), true),
            ("^[ab]{0,63}$", "ab".repeat(32), false),
            ("^[ab]{64,500}$", "ab".repeat(250), true),
            ("^[ab]{64,500}$", "ab".repeat(251), false),
            ("^[ab]{510}$", "ab".repeat(255), true),
            ("[ab]{509}c", format!("{}c", "ab".repeat(255)), true),
            ("[ab]{509}c", "ab".repeat(300), false),
        ] {
            assert_eq!(
                pattern(regex).matches(&text),
                expected,
                "{regex} {}",
                text.len()
            );
        }
    }

    proptest! {
        #[test]
        fn a_machine_matches_what_its_expression_matches(
            regex in expression(),
            texts in prop::collection::vec("[abé]{0,6}", 8),
        ) {
            let compiled = Regex::new(&regex).expect("an expression");
            // The library may move an anchor to a place that machines do not support.
            prop_assume!(Machine::new(&regex).is_ok());
            let pattern = pattern(&regex);
            for text in texts {
                prop_assert_eq!(pattern.matches(&text), compiled.is_match(&text), "{} {}", regex, text);
            }
        }
    }

    #[test]
    fn a_machine_has_no_more_states_than_the_runtime_runs() {
        assert_eq!(MAX_STATES, order_sdk_core::validate::MAX_STATES);
    }

    #[test]
    fn an_expression_that_no_machine_can_check_is_refused() {
        for (regex, reason) in [
            ("a{600}", "it repeats a part 600 times"),
            ("(a{100}){100}", "it needs more than 510 states"),
            ("a(^b|c)", "only at the beginning and the end"),
        ] {
            let error = Machine::new(regex).expect_err(regex).to_string();
            assert!(error.contains(reason), "{regex}: {error}");
        }
    }
}
