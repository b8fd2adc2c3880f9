//! Validates what is sent against the limits of its contract. Reports all violations of a value at once.

mod check;
mod pattern;

use std::fmt;

pub use check::{Checker, Number, Text, decimal};
pub use pattern::{Class, END, MATCH, MAX_STATES, Pattern, States};

/// A value with limits. Implemented by generated code.
#[doc(hidden)]
pub trait Validate {
    /// Reports all violations to the checker.
    fn check(&self, at: &mut Checker<'_>);
}

/// Validates a value.
///
/// # Errors
///
/// All violations, if there are any.
pub fn validate<T: Validate + ?Sized>(value: &T) -> Result<(), Invalid> {
    let mut found = Vec::new();
    value.check(&mut Checker::new(&mut found));
    if found.is_empty() {
        Ok(())
    } else {
        Err(Invalid { violations: found })
    }
}

/// A value that must not be sent, and why.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Invalid {
    /// All violations, in the order of the fields.
    pub violations: Vec<Violation>,
}

/// A violation of a limit.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Violation {
    /// The field, for example `items[3].amount`; empty if the violation concerns the whole value.
    pub path: String,
    /// What is wrong: the value's size and the limit.
    pub message: String,
}

impl Invalid {
    /// The error for these violations.
    pub fn new(violations: Vec<Violation>) -> Self {
        Self { violations }
    }
}

impl Violation {
    /// A violation of the field at `path`.
    pub fn new(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            message: message.into(),
        }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.path.as_str() {
            "" => out.write_str(&self.message),
            path => write!(out, "{path}: {}", self.message),
        }
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.violations.iter().enumerate() {
            let between = if index == 0 { "" } else { "; " };
            write!(out, "{between}{violation}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Invalid {}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;

    struct Order {
        reference: Option<String>,
        items: Option<Vec<Item>>,
    }

    struct Item {
        amount: Option<Decimal>,
        unit: Option<String>,
    }

    impl Validate for Order {
        fn check(&self, at: &mut Checker<'_>) {
            at.text("reference", self.reference.as_deref(), Text::ANY.max(3));
            at.list("items", self.items.as_deref());
            at.one_of(&[
                ("reference", self.reference.is_some()),
                ("items", self.items.is_some()),
            ]);
        }
    }

    /// `^[a-z][^ ]*$`
    static UNIT: Pattern = Pattern {
        expected: "characters without spaces",
        classes: &[
            Class::new(&[('a', 'z')]),
            Class::new(&[('\0', '\u{1f}'), ('!', '\u{10ffff}')]),
        ],
        start: States::of(&[0]),
        anywhere: States::of(&[]),
        states: &[(0, States::of(&[1, END])), (1, States::of(&[1, END]))],
    };

    impl Validate for Item {
        fn check(&self, at: &mut Checker<'_>) {
            let limits = Number::ANY.min(Decimal::ZERO).max(Decimal::ONE_HUNDRED);
            at.number("amount", self.amount, limits.decimals(2));
            at.text("unit", self.unit.as_deref(), Text::ANY.pattern(&UNIT));
            at.excludes(&[
                ("amount", self.amount.is_some()),
                ("unit", self.unit.is_some()),
            ]);
        }
    }

    fn item(amount: &str, unit: Option<&str>) -> Item {
        Item {
            amount: amount.parse().ok(),
            unit: unit.map(str::to_owned),
        }
    }

    impl Item {
        fn without_amount(self) -> Self {
            Self {
                amount: None,
                ..self
            }
        }
    }

    fn messages(order: &Order) -> Vec<String> {
        let Err(invalid) = validate(order) else {
            return Vec::new();
        };
        invalid.violations.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn all_violations_are_reported_at_once_with_path_limit_and_size() {
        let order = Order {
            reference: Some("äöüß".into()),
            items: Some(vec![
                item("1.50", None),
                item("100.125", Some("2 stuk")),
                item("-1", None),
            ]),
        };
        assert_eq!(
            messages(&order),
            [
                "reference: 4 characters, at most 3 are allowed",
                "items[1].amount: 100.125 is more than 100",
                "items[1].amount: 100.125 has 3 decimals, at most 2 are allowed",
                r#"items[1].unit: "2 stuk" must be characters without spaces"#,
                "items[1]: only one of amount, unit can be given",
                "items[2].amount: -1 is less than 0",
            ]
        );
    }

    #[test]
    fn a_group_needs_one_of_its_fields() {
        let empty = Order {
            reference: None,
            items: None,
        };
        assert_eq!(messages(&empty), ["one of reference, items is needed"]);
        let enough = Order {
            reference: Some("äöü".into()),
            items: None,
        };
        assert!(messages(&enough).is_empty());
    }

    #[test]
    fn a_message_shows_the_beginning_of_a_text_and_escapes_control_characters() {
        let order = Order {
            reference: None,
            items: Some(vec![
                item("1", Some("M\n2")).without_amount(),
                item("1", Some(&"Ë".repeat(41))).without_amount(),
            ]),
        };
        let shown = "Ë".repeat(40);
        assert_eq!(
            messages(&order),
            [
                r#"items[0].unit: "M\n2" must be characters without spaces"#.to_owned(),
                format!(r#"items[1].unit: "{shown}"… must be characters without spaces"#),
            ]
        );
    }

    #[test]
    fn numbers_of_a_list_are_named_by_their_position() {
        let numbers = [1, 0, -1].map(Decimal::from);
        let mut violations = Vec::new();
        Checker::new(&mut violations).numbers("ids", numbers, Number::ANY.min(Decimal::ONE));
        let expected = "ids[1]: 0 is less than 1; ids[2]: -1 is less than 1";
        assert_eq!(Invalid { violations }.to_string(), expected);
    }

    #[test]
    fn trailing_zeros_do_not_count_as_decimals() {
        let order = Order {
            reference: None,
            items: Some(vec![item("1.5000", None)]),
        };
        assert!(messages(&order).is_empty());
    }
}
