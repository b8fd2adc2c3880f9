//! The string `columns` with the fields of a new Bouwsoft order, and checks of their limits, written by hand.

use std::fmt::Write;

use bouwsoft::{chrono::NaiveDate, types::OrderCreate};

/// The string `columns`, if every value is short enough and contains no control character.
pub fn written(order: &OrderCreate) -> Result<String, String> {
    let mut out = String::with_capacity(256);
    bare(&mut out, "company_id", order.company_id);
    text(&mut out, "type", Some(&order.type_), 50)?;
    bare(&mut out, "nr", order.nr);
    text(&mut out, "nr_add", order.nr_add.as_deref(), 5)?;
    day(&mut out, "date", order.date);
    day(&mut out, "expirationdate", order.expirationdate);
    text(&mut out, "title", order.title.as_deref(), 50)?;
    text(&mut out, "concerning", order.concerning.as_deref(), 100)?;
    text(&mut out, "ordernr", order.ordernr.as_deref(), 100)?;
    bare(&mut out, "pricedecimals", order.pricedecimals);
    bare(&mut out, "ledger", order.ledger);
    bare(&mut out, "address_id", order.address_id);
    bare(&mut out, "contact_id", order.contact_id);
    bare(&mut out, "project_id", order.project_id);
    text(&mut out, "vatcode", order.vatcode.as_deref(), usize::MAX)?;
    bare(&mut out, "cashdiscount_percent", order.cashdiscount_percent);
    bare(
        &mut out,
        "creditlimitation_percent",
        order.creditlimitation_percent,
    );
    bare(
        &mut out,
        "commercialdiscount_percent",
        order.commercialdiscount_percent,
    );
    bare(
        &mut out,
        "distributeddiscount_amount",
        order.distributeddiscount_amount,
    );
    flag(
        &mut out,
        "include_commission_in_total",
        order.include_commission_in_total,
    );
    bare(&mut out, "advance", order.advance);
    flag(&mut out, "blocked", order.blocked);
    flag(&mut out, "approved", order.approved);
    day(&mut out, "approved_date", order.approved_date);
    flag(&mut out, "rejected", order.rejected);
    day(&mut out, "rejected_date", order.rejected_date);
    flag(&mut out, "verified", order.verified);
    flag(&mut out, "sent", order.sent);
    day(&mut out, "sent_date", order.sent_date);
    flag(&mut out, "billed", order.billed);
    bare(&mut out, "detail_source", order.detail_source);
    text(
        &mut out,
        "detail_sourcelist",
        order.detail_sourcelist.as_deref(),
        50,
    )?;
    flag(&mut out, "detail_ordergroups", order.detail_ordergroups);
    Ok(out)
}

fn name(out: &mut String, name: &str) {
    if !out.is_empty() {
        out.push(',');
    }
    out.push_str(name);
    out.push('=');
}

fn bare(out: &mut String, field: &str, value: Option<impl std::fmt::Display>) {
    if let Some(value) = value {
        name(out, field);
        let _ = write!(out, "{value}");
    }
}

fn day(out: &mut String, field: &str, value: Option<NaiveDate>) {
    if let Some(day) = value {
        name(out, field);
        let _ = write!(out, "'{day}'");
    }
}

fn flag(out: &mut String, field: &str, value: Option<bool>) {
    bare(
        out,
        field,
        value.map(|value| if value { "True" } else { "False" }),
    );
}

fn text(out: &mut String, field: &str, value: Option<&str>, most: usize) -> Result<(), String> {
    let Some(value) = value else {
        return Ok(());
    };
    if value.chars().count() > most {
        return Err(format!("{field} has more than {most} characters"));
    }
    if value.contains(char::is_control) {
        return Err(format!("{field} contains a control character"));
    }
    name(out, field);
    out.push('\'');
    for character in value.chars() {
        if character == '\'' {
            out.push('\'');
        }
        out.push(character);
    }
    out.push('\'');
    Ok(())
}
