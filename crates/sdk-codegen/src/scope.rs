//! The names in a scope of Rust: each is given once, and not if generated code has another use for it.

use std::{collections::BTreeSet, iter};

/// The names in a scope of Rust: each is given once.
pub struct Scope {
    reserved: BTreeSet<String>,
    given: BTreeSet<String>,
    suffix: &'static str,
    before_number: &'static str,
}

impl Scope {
    /// A scope with reserved names. `give` adds the suffix to a reserved name.
    pub fn new<const N: usize>(
        reserved: [&str; N],
        suffix: &'static str,
        before_number: &'static str,
    ) -> Self {
        Self {
            reserved: reserved.map(str::to_owned).into(),
            given: BTreeSet::new(),
            suffix,
            before_number,
        }
    }

    /// Reserves another name.
    pub fn reserve(&mut self, name: String) {
        self.reserved.insert(name);
    }

    /// The name, or another one if that is reserved or was given before.
    pub fn give(&mut self, name: String) -> String {
        let name = match self.reserved.contains(&name) {
            true => name + self.suffix,
            false => name,
        };
        // What makes a keyword a name is not needed before a number.
        let stem = name.trim_end_matches('_').to_owned();
        let numbered = (2..).map(|number| format!("{stem}{}{number}", self.before_number));
        let mut all = iter::once(name.clone()).chain(numbered);
        let free = all.find(|name| !self.given.contains(name) && !self.reserved.contains(name));
        let free = free.unwrap_or(name);
        self.given.insert(free.clone());
        free
    }
}
