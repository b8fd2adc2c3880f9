//! Creating an address once.

use std::borrow::Cow;

use order_sdk_http::{CreateOnce, Error, Operation, Rows};

use super::{FoundOrCreated, is_gone, once};
use crate::{
    Client,
    address_fields::{CLIENTNR, ID, NAME},
    calls::{CreateAddress, ListAddresses},
    types::{Address, AddressCreate},
};

/// The field that identifies an address. Keep its values unique.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum AddressKey {
    /// `name`, at most 150 characters.
    Name,
    /// `clientnr`, the number of the customer. 0 counts as not set.
    Clientnr,
}

impl Client {
    /// Creates `address`, unless an existing address has the same value in the field `key`. An existing address is
    /// returned unchanged.
    ///
    /// Unknown outcomes and concurrent calls are handled as by [`find_or_create_order`](Self::find_or_create_order):
    /// this method is safe within one client, and **not safe between clients**.
    ///
    /// ```no_run
    /// use bouwsoft::{AddressKey, Client, Error, types::AddressCreate};
    ///
    /// async fn create(client: &Client) -> Result<(), Error> {
    ///     let address = AddressCreate::new("Bakery Van Damme").clientnr(1205).city("Meetkerke");
    ///     let address = client.find_or_create_address(address, AddressKey::Clientnr).await?.into_inner();
    ///     println!("{:?}", address.id);
    ///     Ok(())
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// As for [`find_or_create_order`](Self::find_or_create_order).
    pub async fn find_or_create_address(
        &self,
        address: AddressCreate,
        key: AddressKey,
    ) -> Result<FoundOrCreated<Address>, Error> {
        let value = match key {
            AddressKey::Name => address.name.clone(),
            AddressKey::Clientnr => address.clientnr.map(shown).unwrap_or_default(),
        };
        let create = AddressOnce {
            client: self,
            address,
            key,
            value,
        };
        once(&self.http, &create).await
    }
}

/// A customer number as a string. It is empty for 0, the number of an address that is not a customer.
fn shown(number: i64) -> String {
    match number {
        0 => String::new(),
        number => number.to_string(),
    }
}

/// A new address, and how to find it.
struct AddressOnce<'a> {
    client: &'a Client,
    address: AddressCreate,
    key: AddressKey,
    value: String,
}

impl CreateOnce for AddressOnce<'_> {
    type Record = Address;
    type Created = Address;

    const RECORD: &'static str = "address";
    const CREATE: &'static Operation = &CreateAddress::OPERATION;
    const SEARCH: &'static Operation = &ListAddresses::OPERATION;

    fn field(&self) -> &'static str {
        match self.key {
            AddressKey::Name => NAME.name(),
            AddressKey::Clientnr => CLIENTNR.name(),
        }
    }

    fn value(&self) -> &str {
        &self.value
    }

    fn search(&self) -> Result<Rows<'_, Address>, Error> {
        let filter = match self.key {
            AddressKey::Name => NAME.eq(self.value.as_str()),
            AddressKey::Clientnr => CLIENTNR.eq(self.address.clientnr.unwrap_or_default()),
        };
        let filter = filter.render();
        let filter = filter.map_err(|error| Error::invalid_request(error.to_string()))?;
        let addresses = self.client.list_addresses().filter(filter);
        Ok(addresses.sort(ID.ascending()).stream())
    }

    async fn get(&self, id: i64) -> Result<Address, Error> {
        let mut address = self.client.get_address(id).await?;
        address.id = address.id.or(Some(id));
        Ok(address)
    }

    async fn create(&self) -> Result<Address, Error> {
        self.client.create_address(&self.address).await
    }

    fn id(address: &Address) -> Option<i64> {
        address.id.filter(|id| *id != 0)
    }

    fn created_id(address: &Address) -> Option<i64> {
        Self::id(address)
    }

    fn found_value<'r>(&self, address: &'r Address) -> Option<Cow<'r, str>> {
        match self.key {
            AddressKey::Name => address.name.as_deref().map(Cow::Borrowed),
            AddressKey::Clientnr => address.clientnr.map(|number| Cow::Owned(shown(number))),
        }
    }

    fn is_gone(error: &Error) -> bool {
        is_gone(error)
    }
}
