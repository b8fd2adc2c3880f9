//! A run: reads what changed, creates what is missing, compares the totals, and remembers it.

use std::{fmt, io::Write};

use bouwsoft::{
    order_fields::SIGNED,
    order_line_fields::ORDERID,
    types::{Order, OrderLine},
};
use chrono::{NaiveDate, NaiveDateTime};
use eenvoudigfactureren::{CustomerKey, FoundOrCreated};
use rust_decimal::Decimal;

use crate::{
    mapping,
    settings::{Config, Vat},
    state::{Copied, State, StateFile},
};

/// The two services.
#[derive(Clone, Debug)]
pub struct Services {
    /// Where orders are read.
    pub bouwsoft: bouwsoft::Client,
    /// Where they are created.
    pub eenvoudigfactureren: eenvoudigfactureren::Client,
}

/// What a run did.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Summary {
    /// Orders that were created, or would be.
    pub created: usize,
    /// Orders that existed although they were not remembered.
    pub found: usize,
    /// Orders that were copied before and have not changed.
    pub unchanged: usize,
    /// Orders that were copied before and have changed since.
    pub changed: usize,
    /// Orders that were not copied.
    pub refused: usize,
    /// Copied orders with another total than in Bouwsoft.
    pub different: usize,
}

impl Summary {
    /// Whether no order needs attention.
    pub fn is_good(&self) -> bool {
        self.refused == 0 && self.different == 0
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            created,
            found,
            unchanged,
            changed,
            refused,
            different,
        } = self;
        write!(
            out,
            "{created} created, {found} found, {unchanged} unchanged, {changed} changed, "
        )?;
        write!(out, "{refused} refused, {different} with another total")
    }
}

/// What became of an order.
enum Outcome {
    Unchanged,
    /// It changed after it was copied.
    Changed,
    /// It would be created.
    Planned,
    Copied {
        order_id: i64,
        is_new: bool,
        /// Its total there, if that is another one.
        different: Option<Decimal>,
    },
}

/// Why an order was not copied: reasons that concern this order alone, or an error that ends the run.
enum Stop {
    Refused(Vec<String>),
    Failed(anyhow::Error),
}

impl From<bouwsoft::Error> for Stop {
    fn from(error: bouwsoft::Error) -> Self {
        use bouwsoft::ErrorKind::{InvalidRequest, NotFound, Rejected};
        match error.kind() {
            InvalidRequest | NotFound | Rejected => Self::Refused(vec![error.to_string()]),
            _ => Self::Failed(error.into()),
        }
    }
}

impl From<String> for Stop {
    fn from(reason: String) -> Self {
        Self::Refused(vec![reason])
    }
}

impl From<std::io::Error> for Stop {
    fn from(error: std::io::Error) -> Self {
        Self::Failed(error.into())
    }
}

/// A run.
pub struct Run<'a> {
    /// The services.
    pub services: &'a Services,
    /// The user's settings.
    pub config: &'a Config,
    /// What is remembered.
    pub file: &'a StateFile,
    /// Whether requests that would create something are printed instead.
    pub is_dry: bool,
    /// Where to print.
    pub out: &'a mut dyn Write,
    /// Is called with the number of orders that were read so far.
    pub progress: &'a dyn Fn(usize),
}

impl Run<'_> {
    /// Copies all orders that changed since the last run.
    ///
    /// # Errors
    ///
    /// If the file cannot be read or written, or a service fails. What was copied until then is remembered.
    pub async fn copy(mut self) -> anyhow::Result<Summary> {
        let mut state = self.file.read()?;
        let account = self.services.eenvoudigfactureren.get_settings().await?;
        let vat = Vat::new(&account, self.config);
        if vat.statuses.is_none() {
            let note = "The settings of the account have no list of VAT codes: the percentages are those of the file.";
            writeln!(self.out, "{note}")?;
        }
        let since = state.since.unwrap_or(
            NaiveDate::from_ymd_opt(1900, 1, 1)
                .unwrap_or_default()
                .into(),
        );
        let services = self.services;
        let orders = services.bouwsoft.list_orders().filter(SIGNED.eq(true));
        let mut orders = orders.changed_since(since);
        let mut summary = Summary::default();
        // The next run begins with the oldest order that was refused, because it may be copied then.
        let mut open: Option<NaiveDateTime> = None;
        let mut count = 0;
        while let Some(order) = orders.next_row().await {
            count += 1;
            (self.progress)(count);
            let order = match order {
                Ok(order) => order,
                Err(error) if !error.unreadable_rows().is_empty() => {
                    writeln!(self.out, "An order cannot be read: {error}")?;
                    summary.refused += 1;
                    open = Some(since);
                    continue;
                }
                Err(error) => return Err(error.into()),
            };
            // The stream has no orders without them.
            let (id, time) = (
                order.id.unwrap_or_default(),
                order.ts_lastupdate.unwrap_or_default(),
            );
            let outcome = self.one(&order, (id, time), &state, &vat).await;
            if let Err(Stop::Refused(_)) = outcome {
                open = Some(open.map_or(time, |open| open.min(time)));
            }
            self.tell(&order, &outcome, &mut summary)?;
            self.remember(outcome, (id, time), &mut state)?;
        }
        let reached = orders.last().max(state.since);
        if !self.is_dry {
            state.since = open.map_or(reached, |open| {
                Some(reached.map_or(open, |time| open.min(time)))
            });
            self.file.write(&state)?;
        }
        Ok(summary)
    }

    /// Copies one order, unless it is known.
    async fn one(
        &mut self,
        order: &Order,
        (id, time): (i64, NaiveDateTime),
        state: &State,
        vat: &Vat,
    ) -> Result<Outcome, Stop> {
        match state.orders.get(&id) {
            Some(copied) if copied.seen >= time => return Ok(Outcome::Unchanged),
            Some(_) => return Ok(Outcome::Changed),
            None => {}
        }
        let lines = self.lines(id).await?;
        let address_id = order.address_id.filter(|id| *id != 0);
        let address_id = address_id.ok_or_else(|| "it has no customer".to_owned())?;
        let address = self.services.bouwsoft.get_address(address_id).await?;
        let customer = mapping::customer(address_id, &address);
        let (customer, mut form) = match (customer, mapping::order(order, &lines, vat)) {
            (Ok(customer), Ok(form)) => (customer, form),
            (customer, form) => {
                let reasons = [customer.err(), form.err()].into_iter().flatten();
                return Err(Stop::Refused(reasons.flatten().collect()));
            }
        };
        if self.is_dry {
            let mut body = serde_json::to_value(&form).unwrap_or_default();
            body["client_id"] = "the ID of this customer".into();
            let customer = serde_json::to_value(&customer).unwrap_or_default();
            writeln!(
                self.out,
                "POST /clients {customer:#}\nPOST /orders {body:#}"
            )?;
            return Ok(Outcome::Planned);
        }
        let target = &self.services.eenvoudigfactureren;
        let customer = target.find_or_create_client(customer, CustomerKey::ExternalClientId);
        let client_id = customer.await?.client_id();
        form.client_id = client_id.ok_or_else(|| "its customer has no ID".to_owned())?;
        let created = target.find_or_create_by_external_id(form).await?;
        let is_new = matches!(created, FoundOrCreated::Created(_));
        let order_id = created
            .order_id()
            .ok_or_else(|| "its copy has no ID".to_owned())?;
        let copy = target.get_order(order_id).await?;
        let theirs = copy.total_with_tax.unwrap_or_default();
        let difference = theirs - order.amountinclvat.unwrap_or_default();
        let is_different = difference.abs() > mapping::tolerance(lines.len());
        Ok(Outcome::Copied {
            order_id,
            is_new,
            different: is_different.then_some(theirs),
        })
    }

    /// The lines of an order, in their sequence.
    async fn lines(&self, order: i64) -> Result<Vec<OrderLine>, bouwsoft::Error> {
        let lines = self.services.bouwsoft.list_order_lines();
        let mut rows = lines.filter(ORDERID.eq(order)).stream();
        let mut lines = Vec::new();
        while let Some(line) = rows.next_row().await {
            lines.push(line?);
        }
        lines.sort_by_key(|line| line.linenr);
        Ok(lines)
    }

    /// Prints what became of an order, and counts it.
    fn tell(
        &mut self,
        order: &Order,
        outcome: &Result<Outcome, Stop>,
        summary: &mut Summary,
    ) -> anyhow::Result<()> {
        let kind = order.type_.as_deref().unwrap_or_default();
        let name = format!("{kind} {}", order.nr.unwrap_or_default());
        match outcome {
            Err(Stop::Failed(_)) => {}
            Err(Stop::Refused(reasons)) => {
                summary.refused += 1;
                writeln!(self.out, "{name}: refused")?;
                for reason in reasons {
                    writeln!(self.out, "  {reason}")?;
                }
            }
            Ok(Outcome::Unchanged) => summary.unchanged += 1,
            Ok(Outcome::Changed) => {
                summary.changed += 1;
                writeln!(
                    self.out,
                    "{name}: it changed after it was copied, and is not updated"
                )?;
            }
            Ok(Outcome::Planned) => summary.created += 1,
            Ok(Outcome::Copied {
                order_id,
                is_new,
                different,
            }) => {
                let word = if *is_new { "created" } else { "found" };
                writeln!(self.out, "{name}: {word}, order {order_id}")?;
                summary.created += usize::from(*is_new);
                summary.found += usize::from(!is_new);
                if let Some(theirs) = different {
                    summary.different += 1;
                    let ours = order.amountinclvat.unwrap_or_default();
                    writeln!(
                        self.out,
                        "  its total is {theirs:.2}, but {ours:.2} in Bouwsoft"
                    )?;
                }
            }
        }
        Ok(())
    }

    /// Remembers what became of an order.
    fn remember(
        &self,
        outcome: Result<Outcome, Stop>,
        (id, seen): (i64, NaiveDateTime),
        state: &mut State,
    ) -> anyhow::Result<()> {
        let order_id = match outcome {
            Err(Stop::Failed(error)) => return Err(error.context(format!("order {id}"))),
            Ok(Outcome::Copied { order_id, .. }) => order_id,
            Ok(Outcome::Changed) => state.orders[&id].order_id,
            Err(Stop::Refused(_)) | Ok(Outcome::Unchanged | Outcome::Planned) => return Ok(()),
        };
        state.orders.insert(id, Copied { order_id, seen });
        match self.is_dry {
            true => Ok(()),
            false => self.file.write(state),
        }
    }
}
