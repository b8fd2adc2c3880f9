//! The fields of schemas, and the parameters of operations, as lists.

use maud::{Markup, PreEscaped, html};

use super::{LONG, Page, limits};
use crate::{
    ordered::{self, Value, text},
    pages::prose,
    reference::{self, Field, component},
};

/// How many levels of schemas are shown inside each other.
const DEEPEST: usize = 4;

/// What contains a list of fields.
#[derive(Clone, Debug, Default)]
pub(super) struct Place<'a> {
    /// The prefix of the anchors of its fields; absent if the list is a repetition, because anchors must be unique.
    pub(super) id: Option<String>,
    /// Its evidence label.
    pub(super) label: Option<&'a str>,
    /// The component schema that has the fields.
    pub(super) schema: Option<&'a str>,
    /// The component schemas that contain it, and itself.
    pub(super) trail: Vec<&'a str>,
}

impl<'a> Page<'a> {
    /// A list of fields.
    pub(super) fn fields(&self, fields: &[Field<'a>], place: &Place<'a>) -> Markup {
        html! {
            @if !fields.is_empty() {
                dl.fields { @for field in fields { (self.field(field, place)) } }
            }
        }
    }

    fn field(&self, field: &Field<'a>, place: &Place<'a>) -> Markup {
        let id = place.id.as_ref().map(|id| format!("{id}.{}", field.name));
        let label = reference::label(field.about, place.label);
        let description = match reference::object(self.root, field.schema) {
            Some(_) => text(field.about, "description"),
            None => reference::described(self.root, field.about),
        };
        html! {
            div id=[id.as_deref()] {
                dt {
                    code { (field.name) } " "
                    small { (self.kind(field.schema)) }
                    @if field.required { " " em { "required" } }
                    (self.erratum(place.schema, field.name))
                    @if label.is_some() { " " (self.badge(label)) }
                }
                dd {
                    (described(description, &limits(self.root, field.schema)))
                    (self.nested(field, id, place))
                }
            }
        }
    }

    /// The type of a value, with links to its schemas.
    pub(super) fn kind(&self, schema: &Value) -> Markup {
        prose::line(&reference::kind(self.root, schema, str::to_owned))
    }

    /// The fields of the object in a field, opened in place; a long list that is elsewhere on the page is not repeated.
    fn nested(&self, field: &Field<'a>, id: Option<String>, place: &Place<'a>) -> Markup {
        let Some(object) = reference::object(self.root, field.schema) else {
            return html! {};
        };
        let name = component(object);
        let repeats = name.is_some_and(|name| place.trail.contains(&name));
        if repeats || place.trail.len() >= DEEPEST {
            return html! {};
        }
        let inner = match name {
            Some(name) => self.place_of(name, place),
            None => Place {
                id,
                ..place.clone()
            },
        };
        let (fields, target) = (
            reference::fields(self.root, object),
            ordered::follow(self.root, object),
        );
        if inner.id.is_none() && fields.len() > LONG {
            return html! {};
        }
        html! {
            details id=[inner.id.as_deref().filter(|_| name.is_some())] {
                summary { (fields.len()) " fields" @if let Some(name) = name { " of " (name) } }
                @if inner.id.is_some() && name.is_some() { (super::prose_of(text(target, "description"))) }
                (self.fields(&fields, &inner))
            }
        }
    }

    /// The place of a schema inside another. It has anchors if only this operation uses the schema and this is the
    /// first occurrence.
    pub(super) fn place_of(&self, name: &'a str, outer: &Place<'a>) -> Place<'a> {
        let schema = self.component(name);
        let is_first =
            !self.reference.uses.is_shared(name) && self.placed.borrow_mut().insert(name);
        let mut trail = outer.trail.clone();
        trail.push(name);
        Place {
            id: is_first.then(|| name.to_owned()),
            label: schema.and_then(|schema| text(schema, "x-evidence")),
            schema: Some(name),
            trail,
        }
    }

    /// A link to the erratum that explains why a field differs from the vendor's table.
    fn erratum(&self, schema: Option<&str>, property: &str) -> Markup {
        let found = schema.and_then(|schema| {
            let table = self.edition.contract.fields.get("exceptions")?;
            let mut rows = table.rows.iter();
            let row = rows.find(|row| {
                table.cell(row, "schema") == schema && table.cell(row, "property") == property
            })?;
            Some(table.cell(row, "erratum")).filter(|erratum| prose::is_erratum(erratum))
        });
        html! {
            @if let Some(erratum) = found {
                " " a.badge href=(format!("errata.html#{}", erratum.to_lowercase())) { "erratum " (erratum) }
            }
        }
    }
}

/// A description, and the limits after it: on one line if the description is one paragraph.
pub(super) fn described(description: Option<&str>, limits: &Markup) -> Markup {
    html! {
        (PreEscaped(description.map(prose::paragraph).unwrap_or_default())) " " (limits)
    }
}
