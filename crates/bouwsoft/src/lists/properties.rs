//! Property tests: a parser of the grammar reads every filter as it was built.

use chrono::{DateTime, NaiveDate, NaiveDateTime};
use proptest::{collection, prelude::*, sample::select};
use rust_decimal::Decimal;

use super::Refusal;
use crate::{
    Filter,
    order_fields::{ADDRESS_LATITUDE, AMOUNTINCLVAT, APPROVED, DATE, ID, NR, TITLE, TS_LASTUPDATE},
};

/// A filter as it was built, or as it was read.
#[derive(Clone, Debug, PartialEq)]
enum Tree {
    Condition(&'static str, FieldValue),
    /// A raw filter, `nr lt 5 or nr ge 5` for the number 5.
    Raw(i64),
    Joined(&'static str, Vec<Tree>),
}

#[derive(Clone, Debug, PartialEq)]
enum FieldValue {
    Title(String),
    Id(i64),
    Nr(i64),
    Amount(Decimal),
    Latitude(f64),
    Approved(bool),
    Date(NaiveDate),
    Changed(NaiveDateTime),
}

const OPERATORS: [&str; 5] = ["eq", "ne", "gt", "lt", "ge"];

impl Tree {
    fn filter(&self) -> Filter {
        macro_rules! compared {
            ($operator:ident, $field:ident, $value:expr) => {
                match *$operator {
                    "eq" => $field.eq($value),
                    "ne" => $field.ne($value),
                    _ => $field.gt($value),
                }
            };
        }
        match self {
            Self::Raw(number) => Filter::raw(format!("nr lt {number} or nr ge {number}")),
            Self::Condition(operator, value) => match value {
                FieldValue::Title(value) => compared!(operator, TITLE, value),
                FieldValue::Id(value) => compared!(operator, ID, *value),
                FieldValue::Nr(value) => compared!(operator, NR, *value),
                FieldValue::Amount(value) => compared!(operator, AMOUNTINCLVAT, *value),
                FieldValue::Latitude(value) => compared!(operator, ADDRESS_LATITUDE, *value),
                FieldValue::Date(value) => compared!(operator, DATE, *value),
                FieldValue::Changed(value) => compared!(operator, TS_LASTUPDATE, *value),
                FieldValue::Approved(value) if *operator == "eq" => APPROVED.eq(*value),
                FieldValue::Approved(value) => APPROVED.ne(*value),
            },
            Self::Joined(word, parts) => {
                let parts = parts.iter().map(Self::filter);
                let join = if *word == "and" {
                    Filter::and
                } else {
                    Filter::or
                };
                parts.reduce(join).expect("parts")
            }
        }
    }

    /// The tree as the parser returns it: `a and (b and c)` becomes one list of three conditions.
    fn flat(self) -> Self {
        let Self::Joined(word, parts) = self else {
            return self;
        };
        let parts = parts.into_iter().map(Self::flat);
        let parts = parts.flat_map(|part| match part {
            Self::Joined(own, inner) if own == word => inner,
            other => vec![other],
        });
        Self::Joined(word, parts.collect())
    }

    /// The tree with each raw filter replaced by its conditions.
    fn read(self) -> Self {
        let compared = |operator, number| Self::Condition(operator, FieldValue::Nr(number));
        match self {
            Self::Raw(number) => {
                Self::Joined("or", vec![compared("lt", number), compared("ge", number)])
            }
            Self::Joined(word, parts) => {
                Self::Joined(word, parts.into_iter().map(Self::read).collect())
            }
            condition => condition,
        }
    }
}

/// Parses `(a eq 1 or b eq 2) and c ne 'x'`: one space between words, and either only `and` or only `or` on each level.
struct Reader<'a>(&'a str);

impl<'a> Reader<'a> {
    fn take(&mut self, start: &str) -> bool {
        let rest = self.0.strip_prefix(start);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    /// Takes the characters up to a space, a parenthesis or the end.
    fn word(&mut self) -> &'a str {
        let end = self.0.find([' ', ')']).unwrap_or(self.0.len());
        let (word, rest) = self.0.split_at(end);
        self.0 = rest;
        word
    }

    fn all(&mut self) -> Tree {
        let mut parts = vec![self.operand()];
        let words = ["and", "or"];
        let mut level = words.into_iter();
        let word = level.find(|word| self.0.starts_with(&format!(" {word} ")));
        let Some(word) = word else {
            return parts.remove(0);
        };
        while self.take(&format!(" {word} ")) {
            parts.push(self.operand());
        }
        Tree::Joined(word, parts)
    }

    fn operand(&mut self) -> Tree {
        if self.take("(") {
            let inner = self.all();
            assert!(self.take(")"), "no parenthesis at {}", self.0);
            return inner;
        }
        let field = self.word();
        assert!(self.take(" "), "no operator at {}", self.0);
        let operator = self.word();
        let mut known = OPERATORS.into_iter();
        let operator = known.find(|known| *known == operator).expect("an operator");
        assert!(self.take(" "), "no value at {}", self.0);
        Tree::Condition(operator, self.value(field))
    }

    fn value(&mut self, field: &str) -> FieldValue {
        let moment = |text: &str| NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S");
        match field {
            "title" => FieldValue::Title(self.string()),
            "id" => FieldValue::Id(self.word().parse().expect("an integer")),
            "nr" => FieldValue::Nr(self.word().parse().expect("an integer")),
            "amountinclvat" => FieldValue::Amount(self.word().parse().expect("a decimal")),
            "address_latitude" => FieldValue::Latitude(self.word().parse().expect("a number")),
            "approved" => FieldValue::Approved(self.word().parse().expect("a boolean")),
            "date" => FieldValue::Date(self.string().parse().expect("a date")),
            "ts_lastupdate" => FieldValue::Changed(moment(&self.string()).expect("a time")),
            other => panic!("an unknown field {other}"),
        }
    }

    /// A string in apostrophes, which are doubled inside it.
    fn string(&mut self) -> String {
        assert!(self.take("'"), "no string at {}", self.0);
        let mut text = String::new();
        loop {
            let end = self.0.find('\'').expect("an apostrophe");
            text.push_str(&self.0[..end]);
            self.0 = &self.0[end + 1..];
            if !self.take("'") {
                return text;
            }
            text.push('\'');
        }
    }
}

fn read(filter: &str) -> Tree {
    let mut reader = Reader(filter);
    let tree = reader.all();
    assert_eq!(reader.0, "", "more in {filter}");
    tree
}

/// Any string without control characters.
fn text() -> impl Strategy<Value = String> {
    let plain = any::<char>().prop_map(|found| if found.is_control() { 'x' } else { found });
    let tricky = [
        "' or id eq 1",
        "a') or (b eq 'c",
        "''",
        "'",
        " and ",
        "",
        " ",
    ];
    prop_oneof![
        collection::vec(
            prop_oneof![plain, select(&['\'', ' ', '(', ')'][..])],
            0..12
        )
        .prop_map(String::from_iter),
        select(tricky.to_vec()).prop_map(str::to_owned),
    ]
}

/// Any timestamp in whole seconds, with a year of four digits.
fn moment() -> impl Strategy<Value = NaiveDateTime> {
    let seconds = -62_167_219_200..=253_402_300_799_i64;
    seconds.prop_map(|seconds| {
        let moment = DateTime::from_timestamp(seconds, 0);
        moment.expect("a time").naive_utc()
    })
}

fn condition() -> impl Strategy<Value = Tree> {
    let value = prop_oneof![
        text().prop_map(FieldValue::Title),
        any::<i64>().prop_map(FieldValue::Id),
        any::<i64>().prop_map(FieldValue::Nr),
        (any::<i64>(), 0..=28_u32)
            .prop_map(|(digits, scale)| FieldValue::Amount(Decimal::new(digits, scale))),
        (proptest::num::f64::NORMAL | proptest::num::f64::SUBNORMAL | proptest::num::f64::ZERO)
            .prop_map(FieldValue::Latitude),
        moment().prop_map(|moment| FieldValue::Date(moment.date())),
        moment().prop_map(FieldValue::Changed),
    ];
    prop_oneof![
        7 => (select(&["eq", "ne", "gt"][..]), value)
            .prop_map(|(operator, value)| Tree::Condition(operator, value)),
        1 => (select(&["eq", "ne"][..]), any::<bool>())
            .prop_map(|(operator, value)| Tree::Condition(operator, FieldValue::Approved(value))),
        1 => any::<i64>().prop_map(Tree::Raw),
    ]
}

fn tree() -> impl Strategy<Value = Tree> {
    condition().prop_recursive(5, 40, 4, |inner| {
        let word = select(&["and", "or"][..]);
        (word, collection::vec(inner, 2..5)).prop_map(|(word, parts)| Tree::Joined(word, parts))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn a_rendered_filter_is_parsed_as_it_was_built(tree in tree()) {
        let text = tree.filter().render().expect("written");
        prop_assert_eq!(read(&text), tree.flat().read(), "{}", text);
    }

    #[test]
    fn any_string_is_read_back_or_refused(title in any::<String>()) {
        match TITLE.eq(title.as_str()).render() {
            Ok(text) => prop_assert_eq!(read(&text), Tree::Condition("eq", FieldValue::Title(title))),
            Err(error) => {
                prop_assert_eq!((error.field, error.refusal), ("title", Refusal::Control));
                prop_assert!(title.contains(char::is_control));
            }
        }
    }
}
