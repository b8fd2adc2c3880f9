//! The fields of schemas, and the parameters of operations, as lists.

use maud::{Markup, PreEscaped, html};

use super::{Page, limits};
use crate::{
    ordered::{self, Value, text},
    pages::prose,
    reference::{self, Field, component},
};

/// How many objects without a name are shown inside each other. Deeper ones are omitted, since they may contain
/// themselves.
const DEEPEST: usize = 4;

/// What contains a list of fields.
#[derive(Clone, Debug, Default)]
pub(super) struct Place<'a> {
    /// The prefix of the anchors of its fields.
    pub(super) id: String,
    /// Its evidence label.
    pub(super) label: Option<&'a str>,
    /// The component schema that has the fields.
    pub(super) schema: Option<&'a str>,
    /// How many objects without a name contain them.
    pub(super) depth: usize,
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
        let place = Place {
            id: format!("{}.{}", place.id, field.name),
            depth: place.depth + 1,
            ..place.clone()
        };
        let label = reference::label(field.about, place.label);
        let object = reference::object(self.root, field.schema);
        let (description, inner) = match (field.description(), object) {
            (None, None) => {
                let schema = ordered::follow(self.root, field.schema);
                (text(schema, "description"), html! {})
            }
            (own, _) => {
                let schema = object.unwrap_or(field.schema);
                (own, self.inside(schema, false, &place))
            }
        };
        html! {
            div id=(place.id) {
                dt {
                    code { (prose::breakable(field.name, '_')) } " "
                    small { (self.kind(field.schema)) }
                    @if field.required { " " em { "required" } }
                    (self.erratum(place.schema, field.name))
                    @if label.is_some() { " " (self.badge(label)) }
                }
                dd { (described(description, &limits(self.root, field.schema))) }
                @if !inner.0.is_empty() { dd { (inner) } }
            }
        }
    }

    /// The type of a value, with links to its schemas.
    pub(super) fn kind(&self, schema: &Value) -> Markup {
        prose::line(&reference::kind(self.root, schema, str::to_owned))
    }

    /// What is inside a value, in a list that opens. If its schema has its place elsewhere, the list has a link, which
    /// the script replaces by a copy of the schema.
    pub(super) fn inside(&self, schema: &'a Value, is_open: bool, place: &Place<'a>) -> Markup {
        let fields = reference::fields(self.root, schema);
        let name = component(schema);
        let is_here =
            |name| !self.reference.shared.contains(&name) && self.placed.borrow_mut().insert(name);
        let title = html! {
            @if !fields.is_empty() { (fields.len()) " fields " @if name.is_some() { "of " } }
            (name.unwrap_or_default())
        };
        html! {
            @match name {
                Some(name) if is_here(name) => details id=(name) open[is_open] {
                    summary { (title) }
                    (self.schema(name, place.label))
                },
                _ if fields.is_empty() => {},
                Some(name) => details { summary { (title) } a href=(format!("#{name}")) { (name) } },
                None if place.depth > DEEPEST => {},
                None => details open[is_open] { summary { (title) } (self.fields(&fields, place)) },
            }
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
