//! A run: reads the orders that changed, creates those that are missing, compares the totals, and stores its progress.

use std::{collections::BTreeSet, io::Write, time::Duration};

use anyhow::Context;
use bouwsoft::{
    order_fields::SIGNED,
    order_line_fields::ORDERID,
    types::{Order, OrderLine},
};
use chrono::{NaiveDate, NaiveDateTime};
use eenvoudigfactureren::{
    CustomerKey, FoundOrCreated,
    customer_fields::EXTERNAL_CLIENT_ID,
    order_fields::EXTERNAL_ORDER_ID,
    types::{CustomerCreate, OrderCreate},
};

use crate::{
    mapping,
    outcome::{Outcome, Stop, Summary, refused},
    settings::{Config, Vat},
    state::{Copied, State, StateFile},
};

/// How far before the stored timestamp a run begins. The timestamps of Bouwsoft have no time zone, so an hour occurs
/// twice in autumn. Orders that the state contains are not copied again.
const OVERLAP: Duration = Duration::from_secs(2 * 3_600);

/// The clients of the two services.
#[derive(Clone, Debug)]
pub struct Services {
    /// The service from which orders are read.
    pub bouwsoft: bouwsoft::Client,
    /// The service in which orders are created.
    pub eenvoudigfactureren: eenvoudigfactureren::Client,
    /// The ID of the tenant of Bouwsoft.
    pub tenant: String,
}

/// A run.
pub struct Run<'a> {
    /// The services.
    pub services: &'a Services,
    /// The user's settings.
    pub config: &'a Config,
    /// The state file.
    pub file: &'a StateFile,
    /// The first run copies only orders that changed on this day or later.
    pub first: NaiveDate,
    /// Whether requests that would create something are printed instead of sent.
    pub is_dry: bool,
    /// The output for messages.
    pub out: &'a mut dyn Write,
    /// A function that is called with the number of orders that were read so far.
    pub progress: &'a dyn Fn(usize),
    /// The result so far.
    pub summary: Summary,
    /// The `external_client_id` of customers that a dry run has printed.
    pub planned: BTreeSet<String>,
}

impl Run<'_> {
    /// Copies all orders that changed since the last run.
    ///
    /// # Errors
    ///
    /// If the state file cannot be read or written or belongs to other accounts, or if a service fails. The state then
    /// contains the orders that were copied before.
    pub async fn copy(&mut self) -> anyhow::Result<()> {
        let mut state = self.file.read()?;
        state.belongs_to(self.accounts().await?)?;
        let account = self.services.eenvoudigfactureren.get_settings().await;
        let account = account.context("EenvoudigFactureren")?;
        let vat = Vat::new(&account, self.config);
        if vat.statuses.is_none() {
            let note = "The account settings do not list VAT codes. The percentages are taken from `rates` in the \
                        settings file, and statuses are not checked.";
            writeln!(self.out, "{note}")?;
        }
        let since = state.since.unwrap_or(self.first.into());
        let services = self.services;
        let orders = services.bouwsoft.list_orders().filter(SIGNED.eq(true));
        let mut orders = orders.changed_since(since).overlap(OVERLAP);
        // The next run begins with the oldest order that was refused, because that order may be copied then.
        let mut open: Option<NaiveDateTime> = None;
        let mut count = 0;
        while let Some(order) = orders.next_row().await {
            count += 1;
            (self.progress)(count);
            let order = match order {
                Ok(order) => order,
                Err(error) if !error.unreadable_rows().is_empty() => {
                    writeln!(self.out, "An order cannot be read: {error}")?;
                    self.summary.refused += 1;
                    open = Some(since);
                    continue;
                }
                Err(error) => return Err(error).context("Bouwsoft"),
            };
            if !self.process(&order, &mut state, &vat).await? {
                let time = order.ts_lastupdate.unwrap_or(since);
                open = Some(open.map_or(time, |open| open.min(time)));
            }
        }
        let reached = orders.last().max(state.since);
        state.since = open.map_or(reached, |open| {
            Some(reached.map_or(open, |last| open.min(last)))
        });
        self.save(&state)
    }

    /// The accounts of both services.
    async fn accounts(&self) -> anyhow::Result<String> {
        let account = self
            .services
            .eenvoudigfactureren
            .get_current_account()
            .await
            .context("EenvoudigFactureren")?;
        let account = account.number.unwrap_or_default();
        Ok(format!(
            "Bouwsoft {}, EenvoudigFactureren {account}",
            self.services.tenant
        ))
    }

    /// Copies an order, reports the result and stores it. Returns whether the order was not refused.
    async fn process(
        &mut self,
        order: &Order,
        state: &mut State,
        vat: &Vat,
    ) -> anyhow::Result<bool> {
        // `changed_since` returns no orders without an ID or timestamp.
        let id = order.id.unwrap_or_default();
        let seen = order.ts_lastupdate.unwrap_or_default();
        let outcome = self.copy_order(order, (id, seen), state, vat).await;
        self.summary.count(&outcome);
        self.report(order, &outcome)?;
        let order_id = match outcome {
            Err(Stop::Failed(error)) => {
                return Err(error.context(format!("Bouwsoft order with the ID {id}")));
            }
            Err(Stop::Refused(_)) => return Ok(false),
            Ok(Outcome::Unchanged | Outcome::Planned) => return Ok(true),
            Ok(Outcome::Changed { order_id } | Outcome::Copied { order_id, .. }) => order_id,
        };
        let order_id = Some(order_id);
        state.orders.insert(id, Copied { order_id, seen });
        self.save(state)?;
        Ok(true)
    }

    fn save(&self, state: &State) -> anyhow::Result<()> {
        if self.is_dry {
            return Ok(());
        }
        self.file.write(state)
    }

    /// Copies an order, unless the state contains it.
    async fn copy_order(
        &mut self,
        order: &Order,
        (id, seen): (i64, NaiveDateTime),
        state: &mut State,
        vat: &Vat,
    ) -> Result<Outcome, Stop> {
        let known = state.orders.get(&id).cloned();
        if let Some(Copied {
            order_id: Some(order_id),
            seen: last,
        }) = known
        {
            return Ok(if last == seen {
                Outcome::Unchanged
            } else {
                Outcome::Changed { order_id }
            });
        }
        let lines = self.lines(id).await?;
        let address_id = order.address_id.filter(|id| *id != 0);
        let address_id = address_id.ok_or_else(|| refused("the order has no customer"))?;
        let address = self.services.bouwsoft.get_address(address_id).await?;
        let customer = mapping::customer(address_id, &address);
        let (customer, form) = match (customer, mapping::order(order, &lines, vat)) {
            (Ok(customer), Ok(form)) => (customer, form),
            (customer, form) => {
                let reasons = [customer.err(), form.err()].into_iter().flatten();
                return Err(Stop::Refused(reasons.flatten().collect()));
            }
        };
        if self.is_dry {
            return self.plan(&customer, &form).await;
        }
        // A run that was killed may have created the copy before the order changed.
        if known.is_some_and(|known| known.seen != seen)
            && let Some(order_id) = self.find(&form).await?
        {
            return Ok(Outcome::Changed { order_id });
        }
        // Stored before the order is created: if this run is killed, the next run can detect whether the order has
        // changed since.
        let order_id = None;
        state.orders.insert(id, Copied { order_id, seen });
        self.save(state)?;
        let (order_id, is_new) = self.create(customer, form).await?;
        self.compare(order, lines.len(), order_id, is_new).await
    }

    /// Reads the copy of an order, and compares the totals.
    async fn compare(
        &self,
        order: &Order,
        lines: usize,
        order_id: i64,
        is_new: bool,
    ) -> Result<Outcome, Stop> {
        let copy = self
            .services
            .eenvoudigfactureren
            .get_order(order_id)
            .await?;
        let total = copy.total_with_tax.unwrap_or_default();
        let difference = total - order.amountinclvat.unwrap_or_default();
        let is_different = difference.abs() > mapping::tolerance(lines);
        Ok(Outcome::Copied {
            order_id,
            is_new,
            different: is_different.then_some(total),
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

    /// The ID of the order that was created from this form, if there is one.
    async fn find(&self, form: &OrderCreate) -> Result<Option<i64>, Stop> {
        let id = form.external_order_id.as_deref().unwrap_or_default();
        let orders = self.services.eenvoudigfactureren.list_orders();
        let orders = orders.filter(EXTERNAL_ORDER_ID.is(id)).await?;
        Ok(orders.first().and_then(|order| order.order_id))
    }

    /// Finds or creates the customer and the order. Returns the ID of the order, and whether it was created.
    async fn create(
        &self,
        customer: CustomerCreate,
        mut form: OrderCreate,
    ) -> Result<(i64, bool), Stop> {
        let target = &self.services.eenvoudigfactureren;
        let customer = target.find_or_create_client(customer, CustomerKey::ExternalClientId);
        let no_id = || refused("EenvoudigFactureren returned no ID");
        form.client_id = customer.await?.client_id().ok_or_else(no_id)?;
        let order = target.find_or_create_by_external_id(form).await?;
        let is_new = matches!(order, FoundOrCreated::Created(_));
        Ok((order.order_id().ok_or_else(no_id)?, is_new))
    }

    /// Prints the requests that would create the customer and the order, unless they exist.
    async fn plan(
        &mut self,
        customer: &CustomerCreate,
        form: &OrderCreate,
    ) -> Result<Outcome, Stop> {
        let target = &self.services.eenvoudigfactureren;
        if let Some(order_id) = self.find(form).await? {
            let is_new = false;
            return Ok(Outcome::Copied {
                order_id,
                is_new,
                different: None,
            });
        }
        let client = &customer.external_client_id;
        let client = client.as_deref().unwrap_or_default();
        let clients = target
            .list_clients()
            .filter(EXTERNAL_CLIENT_ID.is(client))
            .await?;
        let known = clients.first().and_then(|client| client.client_id);
        if known.is_none() && self.planned.insert(client.to_owned()) {
            let customer = serde_json::to_value(customer).map_err(anyhow::Error::from)?;
            writeln!(self.out, "POST /clients {customer:#}")?;
        }
        let mut body = serde_json::to_value(form).map_err(anyhow::Error::from)?;
        body["client_id"] = match known {
            Some(id) => id.into(),
            None => format!("the ID of {client}").into(),
        };
        writeln!(self.out, "POST /orders {body:#}")?;
        Ok(Outcome::Planned)
    }

    /// Prints the result for an order.
    fn report(&mut self, order: &Order, outcome: &Result<Outcome, Stop>) -> anyhow::Result<()> {
        let kind = order.type_.as_deref().unwrap_or_default();
        let name = format!("{kind} {}", order.nr.unwrap_or_default());
        match outcome {
            Err(Stop::Failed(_)) | Ok(Outcome::Unchanged | Outcome::Planned) => {}
            Err(Stop::Refused(reasons)) => {
                writeln!(self.out, "{name}: refused")?;
                for reason in reasons {
                    writeln!(self.out, "  {reason}")?;
                }
            }
            Ok(Outcome::Changed { .. }) => {
                let text = "changed in Bouwsoft after it was copied; the copy is not updated";
                writeln!(self.out, "{name}: {text}")?;
            }
            Ok(Outcome::Copied {
                order_id,
                is_new,
                different,
            }) => {
                let word = if *is_new { "created" } else { "found" };
                writeln!(self.out, "{name}: {word}, order {order_id}")?;
                if let Some(target) = different {
                    let source = order.amountinclvat.unwrap_or_default();
                    let text = "in EenvoudigFactureren and";
                    writeln!(
                        self.out,
                        "  the total is {target:.2} {text} {source:.2} in Bouwsoft"
                    )?;
                }
            }
        }
        Ok(())
    }
}
