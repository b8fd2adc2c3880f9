//! Every limit in the documents: a value at the limit is valid, and the first value beyond it is reported.

use std::{collections::BTreeSet, fmt::Write as _};

use contract::Contract;
use openapi_document::SchemaView;
use rust_decimal::Decimal;
use serde_json::{Map, Value};

use super::violations_of;
use crate::support::{contract, root};

/// A model that callers send, and its violations for a JSON value.
type Model = (&'static str, fn(&Value) -> Vec<String>);

macro_rules! models {
    ($api:ident: $($model:ident)+) => {
        &[$((stringify!($model), violations_of::<$api::types::$model>)),+]
    };
}

const BOUWSOFT: &[Model] = models!(bouwsoft: AddressContactCreate AddressCreate AddressUpdate OrderCommissionCreate OrderCommissionUpdate OrderCostCreate OrderCreate OrderLineCreate OrderLineUpdate OrderUpdate OrderVariableCreate OrderVariableUpdate);
const EENVOUDIGFACTUREREN: &[Model] = models!(
    eenvoudigfactureren: AddressInput CustomValueInput CustomerContactCreate CustomerContactUpdate CustomerCreate
    CustomerDetailCreate CustomerDetailUpdate CustomerUpdate EmailAttachment OrderCreate OrderEmail OrderItemCreate
    OrderItemReplace OrderItemUpdate OrderRemarkCreate OrderRemarkReplace OrderRemarkUpdate OrderReplace OrderUpdate
);

/// A pattern in the documents, strings that match it, and strings that do not.
type Pattern = (
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
);

const PATTERNS: [Pattern; 6] = [
    ("^[A-Z]{2}$", &["BE"], &["be", "B", "BEL", "ÉÉ", "BE\n"]),
    ("^[A-Z]{3}$", &["EUR"], &["eur", "EU", "EURO", "EU ", ""]),
    (
        r"^[A-Za-z\u00AA\u00B5\u00BA\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u024F]\S{0,9}$",
        &["stuk", "m²", "µg", "ëëëëëëëëëë"],
        &[
            "2x",
            "m 2",
            "m\u{a0}2",
            "ëëëëëëëëëëë",
            " stuk",
            "",
            "×2",
            "米",
        ],
    ),
    (
        r"^(-[0-9]+|[0-9]{1,6})([.,][0-9]{1,2})? [A-Za-z\u00AA\u00B5\u00BA\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u024F]\S{0,9}$",
        &["2 stuk", "2.55 m²", "2,5 h", "-1 stuk", "999999.99 kg"],
        &[
            "stuk",
            "2.555 stuk",
            "",
            "2",
            "2 ",
            "2stuk",
            "2  stuk",
            "1000000 stuk",
            "1.000,5 stuk",
            "2 2x",
            "2 m 2",
            "2 ëëëëëëëëëëë",
        ],
    ),
    (r"\S", &["x", " x "], &["", " ", "\u{a0}\t"]),
    (
        "^[0-9]{6,8}$",
        &["700000", "70000000"],
        &["70000", "700000000", "70000a", "٧٠٠٠٠٠"],
    ),
];

/// Checks the limits of one property, and collects the violations.
struct Property<'a> {
    model: Model,
    name: &'a str,
    schema: SchemaView<'a>,
    base: Map<String, Value>,
    report: &'a mut String,
}

impl Property<'_> {
    fn keyword(&self, name: &str) -> Option<Decimal> {
        let value = self.schema.get(name)?.to_string();
        Some(value.parse().expect("a number"))
    }

    /// The violations if the property has this value and everything else is valid.
    fn violations_with(&self, value: Value) -> Vec<String> {
        let mut body = self.base.clone();
        body.insert(self.name.to_owned(), value);
        (self.model.1)(&body.into())
    }

    fn assert_valid(&self, value: Value) {
        let violations = self.violations_with(value.clone());
        assert!(
            violations.is_empty(),
            "{}.{}: {value}: {violations:?}",
            self.model.0,
            self.name
        );
    }

    fn assert_refused(&mut self, value: Value, limit: &str) {
        let violations = self.violations_with(value.clone());
        let model = self.model.0;
        let own = format!("{}: ", self.name);
        let all_own = violations.iter().all(|line| line.starts_with(&own));
        assert!(
            !violations.is_empty() && all_own,
            "{model}.{own}{value}: {violations:?}"
        );
        let violations = violations.join("; ").replace('\n', "\\n");
        writeln!(self.report, "{model} | {limit} | {violations}").expect("written");
    }

    fn check(&mut self) {
        let pattern = self.schema.get("pattern").and_then(Value::as_str);
        if let Some(pattern) = pattern {
            self.pattern(pattern);
        }
        // A pattern that starts with `^` limits the length itself.
        if let Some(max) = self.keyword("maxLength")
            && pattern.is_none_or(|pattern| !pattern.starts_with('^'))
        {
            self.length(max.try_into().expect("a length"));
        }
        let step = Decimal::new(1, self.decimals());
        if let Some(max) = self.keyword("maximum") {
            self.assert_valid(number(max));
            self.assert_refused(number(max + step), &format!("maximum {max}"));
        }
        if let Some(min) = self.keyword("minimum") {
            self.assert_valid(number(min));
            self.assert_refused(number(min - step), &format!("minimum {min}"));
        }
        if let Some(least) = self.keyword("minItems") {
            let least: usize = least.try_into().expect("a count");
            self.assert_valid(vec![Value::from("x@y.be"); least].into());
            let fewer = vec![Value::from("x@y.be"); least - 1];
            self.assert_refused(fewer.into(), &format!("minItems {least}"));
        }
        if self.schema.get("x-decimals").is_some() {
            self.assert_valid(number(step));
            let finer = Decimal::new(1, self.decimals() + 1);
            self.assert_refused(number(finer), &format!("{} decimals", self.decimals()));
        }
    }

    fn decimals(&self) -> u32 {
        let decimals = self.keyword("x-decimals");
        decimals.map_or(0, |decimals| decimals.try_into().expect("a count"))
    }

    fn length(&mut self, max: usize) {
        // Characters of two and of four bytes.
        for letter in ["ë", "🦀"] {
            self.assert_valid(letter.repeat(max).into());
        }
        self.assert_refused("ë".repeat(max + 1).into(), &format!("maxLength {max}"));
    }

    fn pattern(&mut self, pattern: &str) {
        let known = PATTERNS.iter().find(|(known, ..)| *known == pattern);
        let (_, fit, misfit) = known.unwrap_or_else(|| panic!("{pattern} has no strings to try"));
        for text in *fit {
            self.assert_valid((*text).into());
        }
        for text in *misfit {
            self.assert_refused((*text).into(), &format!("pattern {pattern}"));
        }
    }
}

fn number(value: Decimal) -> Value {
    serde_json::from_str(&value.to_string()).expect("a number")
}

/// The properties that a model needs to be valid, except the property under test.
fn base(schema: &SchemaView<'_>, tested: &str) -> Map<String, Value> {
    let names = |value: Option<&Value>| -> Vec<String> {
        let names = value.and_then(Value::as_array).into_iter().flatten();
        names
            .filter_map(|name| name.as_str().map(str::to_owned))
            .collect()
    };
    let mut needed = names(schema.get("required"));
    let groups = schema.get("x-requires-one-of").and_then(Value::as_array);
    needed.extend(
        groups
            .into_iter()
            .flatten()
            .filter_map(|group| names(Some(group)).into_iter().next()),
    );
    let others = needed.into_iter().filter(|name| name != tested);
    let sample = |name: &str| match (
        schema
            .property(name)
            .and_then(|of| of.get("type")?.as_str()),
        name,
    ) {
        (_, "country_code") => "BE".into(),
        (Some("integer" | "number"), _) => 1.into(),
        (Some("array"), _) => vec!["myself"].into(),
        _ => "x".into(),
    };
    others.map(|name| (name.clone(), sample(&name))).collect()
}

/// Checks each property of a model.
fn check(contract: &Contract, model: Model, report: &mut String) {
    let (document, at) = contract.schema(model.0).expect("a schema");
    let schema = SchemaView::new(&document.value, document.at(&at).expect("a schema"));
    for name in document.keys(&format!("{at}/properties")) {
        let property = schema.property(name).expect("a property");
        let mut property = Property {
            model,
            name,
            schema: property,
            base: base(&schema, name),
            report,
        };
        property.check();
    }
}

fn reported(api: &str, models: &[Model]) -> String {
    let contract = contract(api);
    let mut report = String::new();
    for model in models {
        check(contract, *model, &mut report);
    }
    let path = root().join(format!("crates/{api}/src/generated/validation.rs"));
    let code = std::fs::read_to_string(path).expect("generated");
    let checked = code.lines().filter_map(|line| {
        line.strip_prefix("impl Validate for types::")?
            .strip_suffix(" {")
    });
    let named: BTreeSet<_> = models.iter().map(|(name, _)| *name).collect();
    assert_eq!(named, checked.collect(), "models that are checked");
    report
}

#[test]
fn every_limit_of_bouwsoft_is_reported() {
    insta::assert_snapshot!(reported("bouwsoft", BOUWSOFT));
}

#[test]
fn every_limit_of_eenvoudigfactureren_is_reported() {
    insta::assert_snapshot!(reported("eenvoudigfactureren", EENVOUDIGFACTUREREN));
}
