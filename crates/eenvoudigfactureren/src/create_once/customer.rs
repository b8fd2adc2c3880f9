//! Creating a customer once, identified by a field that the caller keeps unique.

use std::borrow::Cow;

use order_sdk_http::{CreateOnce, Error, Operation, Rows};

use super::{FoundOrCreated, is_gone, once};
use crate::{
    Client, Field, Filter,
    calls::{CreateClient, ListClients},
    customer_fields::{EXTERNAL_CLIENT_ID, NUMBER},
    types::{Customer, CustomerCreate, WriteResult},
};

/// The field that identifies a customer. Keep its values unique.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum CustomerKey {
    /// `external_client_id`, at most 50 characters.
    ExternalClientId,
    /// `number`, at most 55 characters.
    Number,
}

impl CustomerKey {
    const fn field(self) -> Field<String> {
        match self {
            Self::ExternalClientId => EXTERNAL_CLIENT_ID,
            Self::Number => NUMBER,
        }
    }
}

impl Client {
    /// Creates `customer`, unless an existing customer has the same value in the field `key`. An existing customer is
    /// returned unchanged.
    ///
    /// Concurrent calls of one [`Client`] and its clones create one customer. Other `Client`s, for example in other
    /// processes, are not coordinated and **may create duplicates**. Unknown outcomes are handled as by
    /// [`find_or_create_by_external_id`](Self::find_or_create_by_external_id).
    ///
    /// ```no_run
    /// use eenvoudigfactureren::{Client, CustomerKey, Error, types::CustomerCreate};
    ///
    /// async fn create(client: &Client) -> Result<(), Error> {
    ///     let customer = CustomerCreate::new("Bakkerij Van Damme").number("1205").city("Gent");
    ///     let customer = client.find_or_create_client(customer, CustomerKey::Number).await?;
    ///     println!("{:?}", customer.client_id());
    ///     Ok(())
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// As for any call. Also if the field `key` of `customer` is not set, or if its value cannot be part of a filter;
    /// if a customer has the value in another spelling; or if the customer of an earlier call now has another value.
    /// [`ErrorKind::UnknownOutcome`](crate::ErrorKind::UnknownOutcome) also if this call sent no customer and an
    /// earlier call may have created it.
    pub async fn find_or_create_client(
        &self,
        customer: CustomerCreate,
        key: CustomerKey,
    ) -> Result<FoundOrCreated<Customer>, Error> {
        let create = CustomerOnce {
            client: self,
            customer,
            key,
        };
        once(&self.http, &create).await
    }
}

/// A new customer, and how to find it.
struct CustomerOnce<'a> {
    client: &'a Client,
    customer: CustomerCreate,
    key: CustomerKey,
}

impl CreateOnce for CustomerOnce<'_> {
    type Record = Customer;
    type Created = WriteResult;

    const RECORD: &'static str = "customer";
    const CREATE: &'static Operation = &CreateClient::OPERATION;
    const SEARCH: &'static Operation = &ListClients::OPERATION;

    fn field(&self) -> &'static str {
        self.key.field().name()
    }

    fn value(&self) -> &str {
        let value = match self.key {
            CustomerKey::ExternalClientId => &self.customer.external_client_id,
            CustomerKey::Number => &self.customer.number,
        };
        value.as_deref().unwrap_or_default()
    }

    fn search(&self) -> Result<Rows<'_, Customer>, Error> {
        let filter = Filter::of(self.key.field().is(self.value())).render();
        let filter = filter.map_err(|error| Error::invalid_request(error.to_string()))?;
        Ok(self.client.list_clients().filter(filter).stream())
    }

    async fn get(&self, id: i64) -> Result<Customer, Error> {
        let mut customer = self.client.get_client(id).await?;
        customer.client_id = customer.client_id.filter(|own| *own > 0).or(Some(id));
        Ok(customer)
    }

    async fn create(&self) -> Result<WriteResult, Error> {
        self.client.create_client(&self.customer).await
    }

    fn id(customer: &Customer) -> Option<i64> {
        customer.client_id
    }

    fn created_id(result: &WriteResult) -> Option<i64> {
        result.client_id.filter(|id| *id > 0)
    }

    fn found_value<'r>(&self, customer: &'r Customer) -> Option<Cow<'r, str>> {
        let value = match self.key {
            CustomerKey::ExternalClientId => &customer.external_client_id,
            CustomerKey::Number => &customer.number,
        };
        // The response may omit the field or return it empty.
        let value = value.as_deref().filter(|value| !value.trim().is_empty());
        value.map(Cow::Borrowed)
    }

    fn is_gone(error: &Error) -> bool {
        is_gone(error, "client")
    }
}
