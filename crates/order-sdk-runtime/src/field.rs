//! The type of fields by name, which each SDK defines for itself: it has methods of its own.

/// Defines `Field<T>`, a field by its name with the type of its values. The documentation of the type is the argument.
#[doc(hidden)]
#[macro_export]
macro_rules! field {
    ($(#[doc = $docs:expr])+) => {
        $(#[doc = $docs])+
        pub struct Field<T> {
            name: &'static str,
            holds: ::std::marker::PhantomData<fn() -> T>,
        }

        impl<T> Field<T> {
            pub(crate) const fn new(name: &'static str) -> Self {
                Self {
                    name,
                    holds: ::std::marker::PhantomData,
                }
            }

            /// The name of the field in the API.
            pub const fn name(self) -> &'static str {
                self.name
            }
        }

        // Not derived: a field can be copied whatever it holds.
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
