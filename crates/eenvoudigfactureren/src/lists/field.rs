//! Fields by name, with the type of their values.

order_sdk_core::field! {
    /// A field of a record, to filter by, sort by or request. [`order_fields`](crate::order_fields) has the fields of
    /// orders, [`customer_fields`](crate::customer_fields) those of customers. [`named`](Self::named) is for other
    /// fields.
    ///
    /// The methods of a field depend on its type: strings can be searched, dates and numbers compared, and a field that
    /// contains records can only be requested.
}

impl Field<String> {
    /// A field that the contract does not list, by its name in the API. Its values are strings, so give numbers and
    /// dates as the API writes them.
    ///
    /// For example, `tag` is the name of a tag of an order. It can only be used in filters:
    ///
    /// ```
    /// use eenvoudigfactureren::Field;
    ///
    /// let filter = Field::named("tag").is_not("accountant");
    /// assert_eq!(String::try_from(filter).unwrap(), "tag__ne__accountant");
    /// ```
    ///
    /// # Panics
    ///
    /// If the name is empty, contains other characters than ASCII letters, digits and `_`, ends in `_`, or contains
    /// `__`, which begins and ends an operator in words.
    pub const fn named(name: &'static str) -> Self {
        assert!(
            is_name(name.as_bytes()),
            "the name of a field consists of ASCII letters, digits and single underscores"
        );
        Self::new(name)
    }
}

const fn is_name(name: &[u8]) -> bool {
    let mut index = 0;
    while index < name.len() {
        let is_word = name[index].is_ascii_alphanumeric() || name[index] == b'_';
        if !is_word || (name[index] == b'_' && index > 0 && name[index - 1] == b'_') {
            return false;
        }
        index += 1;
    }
    // An underscore at the end would be read as part of an operator in words.
    !name.is_empty() && name[name.len() - 1] != b'_'
}
