//! Macros for the types `Field`, a field by name, and `Fields`, a list of fields. Each SDK defines its own types,
//! because its fields have their own methods.

/// Defines `Field<T>`: the name of a field, with the type of its values. The argument is the documentation of the type.
#[doc(hidden)]
#[macro_export]
macro_rules! field {
    ($(#[doc = $docs:expr])+) => {
        $(#[doc = $docs])+
        pub struct Field<T> {
            name: &'static str,
            value: ::std::marker::PhantomData<fn() -> T>,
        }

        impl<T> Field<T> {
            pub(crate) const fn new(name: &'static str) -> Self {
                Self {
                    name,
                    value: ::std::marker::PhantomData,
                }
            }

            /// The name of the field in the API.
            pub const fn name(self) -> &'static str {
                self.name
            }
        }

        // Not derived: a field is `Copy` even if the type of its values is not.
        impl<T> ::std::clone::Clone for Field<T> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<T> ::std::marker::Copy for Field<T> {}

        impl<T> ::std::fmt::Debug for Field<T> {
            fn fmt(&self, out: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                out.debug_tuple("Field").field(&self.name).finish()
            }
        }
    };
}

/// Defines `Fields`: the names of fields, joined with `$separator`. The SDK must also define `Field`. The argument is
/// the documentation of the type.
#[doc(hidden)]
#[macro_export]
macro_rules! fields {
    ($(#[doc = $docs:expr])+ $separator:literal) => {
        $(#[doc = $docs])+
        #[derive(Clone, Debug, Eq, PartialEq)]
        pub struct Fields {
            names: ::std::vec::Vec<&'static str>,
        }

        impl Fields {
            /// One field.
            pub fn of<T>(field: Field<T>) -> Self {
                Self {
                    names: ::std::vec![field.name()],
                }
            }

            /// Adds a field.
            #[must_use]
            pub fn and<T>(mut self, field: Field<T>) -> Self {
                self.names.push(field.name());
                self
            }
        }

        impl ::std::fmt::Display for Fields {
            fn fmt(&self, out: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                out.write_str(&self.names.join($separator))
            }
        }

        impl<T> ::std::convert::From<Field<T>> for Fields {
            fn from(field: Field<T>) -> Self {
                Self::of(field)
            }
        }

        impl ::std::convert::From<Fields> for ::std::string::String {
            fn from(fields: Fields) -> Self {
                fields.to_string()
            }
        }

        impl<T> ::std::convert::From<Field<T>> for ::std::string::String {
            fn from(field: Field<T>) -> Self {
                field.name().to_owned()
            }
        }
    };
}
