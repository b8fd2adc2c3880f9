//! Distinct names for a scope of Rust.

use std::{collections::BTreeSet, iter};

/// The names in a scope of Rust. Each name is given once, and a reserved name is never given.
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
        let name = if self.reserved.contains(&name) {
            name + self.suffix
        } else {
            name
        };
        // A name with a number is not a keyword, so it does not need the underscore that a keyword gets.
        let stem = name.trim_end_matches('_').to_owned();
        let numbered = (2..).map(|number| format!("{stem}{}{number}", self.before_number));
        let mut all = iter::once(name.clone()).chain(numbered);
        let free = all.find(|name| !self.given.contains(name) && !self.reserved.contains(name));
        let free = free.unwrap_or(name);
        self.given.insert(free.clone());
        free
    }
}
