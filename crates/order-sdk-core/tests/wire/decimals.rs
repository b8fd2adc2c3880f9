//! A JSON number of up to 15 significant digits is read as exactly that decimal, and is written back as an equal
//! number.

use std::thread;

use order_sdk_core::decimal;
use proptest::prelude::*;
use rust_decimal::Decimal;
use serde_json::{Deserializer, Serializer};

/// How many numbers to test for each seed.
const NUMBERS: u32 = 260_000;
const SEEDS: [u64; 4] = [
    0x9E37_79B9_7F4A_7C15,
    88_172_645_463_325_252,
    2_463_534_242,
    7,
];

/// Marsaglia's xorshift: the same numbers on every run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }
}

/// A number: its digits, how many of them are after the decimal point, and its sign.
struct Number {
    digits: u64,
    scale: u32,
    negative: bool,
}

impl Number {
    fn any(random: &mut Random) -> Self {
        let length = 1 + random.below(15) as u32;
        Self {
            digits: random.below(10_u64.pow(length)),
            scale: random.below(29) as u32,
            negative: random.below(2) == 1,
        }
    }

    fn decimal(&self) -> Decimal {
        let digits = i128::from(self.digits);
        let digits = if self.negative { -digits } else { digits };
        Decimal::from_i128_with_scale(digits, self.scale)
    }

    /// The number in JSON: plain, or with an exponent.
    fn json(&self, exponent: bool) -> String {
        let sign = if self.negative { "-" } else { "" };
        if exponent {
            return format!("{sign}{}e-{}", self.digits, self.scale);
        }
        let scale = self.scale as usize;
        let digits = format!("{:0>width$}", self.digits, width = scale + 1);
        let (whole, places) = digits.split_at(digits.len() - scale);
        let point = if places.is_empty() { "" } else { "." };
        format!("{sign}{whole}{point}{places}")
    }
}

fn read(json: &str) -> Decimal {
    let read = decimal::deserialize(&mut Deserializer::from_str(json));
    read.unwrap_or_else(|error| panic!("{json}: {error}"))
}

fn write(value: Decimal) -> String {
    let mut out = Vec::new();
    let written = decimal::serialize(&value, &mut Serializer::new(&mut out));
    written.unwrap_or_else(|error| panic!("{value}: {error}"));
    String::from_utf8(out).expect("JSON is text")
}

/// Reads the number from JSON, writes it, and compares both as numbers.
fn round_trips(json: &str, expected: Decimal) {
    let value = read(json);
    assert_eq!(value, expected, "{json} is read as {value}");
    let written = write(value);
    let as_float = |text: &str| text.parse::<f64>().expect("a number");
    assert_eq!(
        as_float(&written),
        as_float(json),
        "{json} is written as {written}"
    );
    assert_eq!(
        read(&written),
        value,
        "{json} is written as {written}, and read again"
    );
}

#[test]
fn numbers_of_fifteen_digits_are_exact() {
    thread::scope(|scope| {
        for seed in SEEDS {
            scope.spawn(move || {
                let mut random = Random(seed);
                for count in 0..NUMBERS {
                    let number = Number::any(&mut random);
                    round_trips(&number.json(count % 4 == 0), number.decimal());
                }
            });
        }
    });
}

/// The text that C prints with 17 significant digits, as some servers do.
fn seventeen_digits(json: &str) -> String {
    let float: f64 = json.parse().expect("a number");
    format!("{float:.16e}")
}

#[test]
fn the_seventeen_digits_of_a_float_are_the_number_that_was_meant() {
    let mut random = Random(SEEDS[0]);
    for _ in 0..NUMBERS / 10 {
        let number = Number::any(&mut random);
        let printed = seventeen_digits(&number.json(false));
        assert_eq!(read(&printed), number.decimal(), "{printed}");
    }
}

#[test]
fn a_decimal_with_too_many_digits_is_not_exact() {
    let value = Decimal::new(245_380_046_991_235_630, 3);
    assert!(!decimal::is_exact(value));
}

proptest! {
    #[test]
    fn whole_numbers_are_exact(whole in any::<i64>()) {
        let json = whole.to_string();
        prop_assert_eq!(read(&json), Decimal::from(whole));
        prop_assert_eq!(write(Decimal::from(whole)), json);
    }

    #[test]
    fn strings_are_not_converted_through_a_float(digits in any::<u64>(), more in 0..1_000_000_000_u64, scale in 0..=28_u32) {
        let value = Decimal::from_i128_with_scale(i128::from(digits) * 1_000_000_000 + i128::from(more), scale);
        prop_assert_eq!(read(&format!("\"{value}\"")), value);
        prop_assert_eq!(read(&format!("\"-{value}\"")), -value);
    }

    #[test]
    fn an_exact_decimal_reads_back_equal(mantissa in any::<i64>(), scale in 0..=28_u32) {
        let value = Decimal::new(mantissa, scale);
        if decimal::is_exact(value) {
            prop_assert_eq!(read(&write(value)), value);
        }
    }

    #[test]
    fn a_decimal_of_fifteen_digits_reads_back_equal(mantissa in -999_999_999_999_999_i64..=999_999_999_999_999, scale in 0..=12_u32) {
        let value = Decimal::new(mantissa, scale);
        prop_assert!(decimal::is_exact(value));
        prop_assert_eq!(read(&write(value)), value);
    }

    #[test]
    fn any_float_is_refused_or_read_and_differs_only_in_its_last_bits(float in any::<f64>()) {
        prop_assume!(float.is_finite());
        let json = serde_json::to_string(&float).expect("a number");
        let value: Option<Decimal> = decimal::deserialize(&mut Deserializer::from_str(&json)).ok();
        match value {
            Some(value) => {
                let back: f64 = value.to_string().parse().expect("a number");
                let difference = (back - float).abs();
                prop_assert!(difference <= float.abs() * 1e-15 || difference < 1e-27, "{} {}", json, value);
            }
            None => prop_assert!(float.abs() > 7.9e28, "{}", json),
        }
    }
}
