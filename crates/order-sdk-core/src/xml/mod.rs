//! XML of models, by a table: a serde deserializer and a serializer, so that models read and write XML as they do JSON.
//!
//! XML alone does not say whether an element is a text, an object or a list, so a table does: [`Root`] names the outermost
//! element, [`Object`] the elements inside one. Texts are given to the models as they are, to read numbers, dates and
//! yes/no from: no number passes through a float.
//!
//! Names count without their prefix, attributes, comments and processing instructions count for nothing, and are not
//! checked further than to find their ends. The text is decoded already, so what the declaration says about its encoding
//! counts for nothing either. A document type declaration is refused, and with it every entity but the five of XML itself.

mod characters;
mod error;
#[cfg(test)]
mod linear;
#[cfg(test)]
mod model_tests;
#[cfg(test)]
mod properties;
mod read;
#[cfg(test)]
mod testing;
mod tokens;
mod write;

pub use error::{Place, Problem, XmlError};
pub use read::from_str;
pub use write::to_string;

/// The longest document that is read, in bytes: 16 MiB.
pub const MAX_BYTES: usize = 16 << 20;
/// How deep elements may be nested, in reading and in writing.
pub const MAX_DEPTH: usize = 64;
/// How many elements are read of one document.
pub const MAX_ELEMENTS: usize = 1_000_000;

/// The member that holds the text between the elements of an element that the table does not know.
pub const MIXED_TEXT: &str = "$text";

/// A whole document: the outermost element, and what it is.
#[derive(Clone, Copy, Debug)]
pub struct Root {
    /// Name of the element.
    pub element: &'static str,
    /// What it holds.
    pub node: Node,
}

impl Root {
    /// A document that is an object.
    pub const fn object(element: &'static str, object: &'static Object) -> Self {
        Self {
            element,
            node: Node::Object(object),
        }
    }

    /// A document that is a list, its entries `<item>` elements.
    pub const fn list(element: &'static str, item: &'static str, of: &'static Node) -> Self {
        Self {
            element,
            node: Node::List { item, of },
        }
    }
}

/// What an element is.
#[derive(Clone, Copy, Debug)]
pub enum Node {
    /// A text, a number, or any other value that has no elements inside.
    Text,
    /// Whatever it turns out to be: a text, or an object of elements.
    Any,
    /// An object, whose members are elements.
    Object(&'static Object),
    /// A list whose entries stand inside this element.
    List {
        /// Name of the element of each entry.
        item: &'static str,
        /// What each entry is.
        of: &'static Node,
    },
    /// A list without an element of its own: this element is one of its entries.
    Repeated(&'static Node),
}

impl Node {
    /// What an entry is, if it is a list without an element of its own; otherwise itself.
    fn innermost(&self) -> &Self {
        match self {
            Self::Repeated(of) => of.innermost(),
            node => node,
        }
    }
}

/// The members of an object.
#[derive(Clone, Copy, Debug)]
pub struct Object(pub &'static [Member]);

/// One member of an object.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    /// Name of the member in JSON.
    pub key: &'static str,
    /// Name of its element.
    pub element: &'static str,
    /// What its element is.
    pub node: Node,
}

impl Member {
    const fn new(key: &'static str, node: Node) -> Self {
        Self {
            key,
            element: key,
            node,
        }
    }

    /// A member that is a text.
    pub const fn text(key: &'static str) -> Self {
        Self::new(key, Node::Text)
    }

    /// A member of which nothing is known.
    pub const fn any(key: &'static str) -> Self {
        Self::new(key, Node::Any)
    }

    /// A member that is an object.
    pub const fn object(key: &'static str, object: &'static Object) -> Self {
        Self::new(key, Node::Object(object))
    }

    /// A member that is a list, its entries `<item>` elements inside the member's own.
    pub const fn list(key: &'static str, item: &'static str, of: &'static Node) -> Self {
        Self::new(key, Node::List { item, of })
    }

    /// A member that is a list, each of its entries an element of the member's name.
    pub const fn repeated(key: &'static str, of: &'static Node) -> Self {
        Self::new(key, Node::Repeated(of))
    }

    /// The member with an element that is not called as the member is.
    pub const fn called(self, element: &'static str) -> Self {
        Self { element, ..self }
    }
}

/// Gives a model `from_xml` and `to_xml`: the model, its root element, and its [`Object`].
#[macro_export]
macro_rules! xml_model {
    ($model:ty, $element:literal, $object:path $(,)?) => {
        impl $model {
            #[doc = concat!("Reads a document whose root is `<", $element, ">`.")]
            ///
            /// # Errors
            ///
            /// Where the text is not such a document, or holds a value that the model does not take. The error names
            /// the element.
            pub fn from_xml(text: &str) -> ::std::result::Result<Self, $crate::xml::XmlError> {
                $crate::xml::from_str(&$crate::xml::Root::object($element, &$object), text)
            }

            #[doc = concat!("Writes a document whose root is `<", $element, ">`.")]
            ///
            /// # Errors
            ///
            /// Where a text holds a character that XML does not allow, such as a control character, or a number more
            /// digits than can be written. The error names the element.
            pub fn to_xml(
                &self,
            ) -> ::std::result::Result<::std::string::String, $crate::xml::XmlError> {
                $crate::xml::to_string(&$crate::xml::Root::object($element, &$object), self)
            }
        }
    };
}

/// Gives a model `list_from_xml` and `list_to_xml`: the model, the root element of a list, the element of an entry, and the
/// model's [`Object`].
#[macro_export]
macro_rules! xml_list {
    ($model:ty, $element:literal, $item:literal, $object:path $(,)?) => {
        impl $model {
            #[doc = concat!("Reads a list: a document whose root is `<", $element, ">`.")]
            ///
            /// # Errors
            ///
            /// Where the text is not such a document, or holds a value that the model does not take. The error names
            /// the element.
            pub fn list_from_xml(
                text: &str,
            ) -> ::std::result::Result<::std::vec::Vec<Self>, $crate::xml::XmlError> {
                static ENTRY: $crate::xml::Node = $crate::xml::Node::Object(&$object);
                $crate::xml::from_str(&$crate::xml::Root::list($element, $item, &ENTRY), text)
            }

            #[doc = concat!("Writes a list: a document whose root is `<", $element, ">`.")]
            ///
            /// # Errors
            ///
            /// Where a text holds a character that XML does not allow, such as a control character, or a number more
            /// digits than can be written. The error names the element.
            pub fn list_to_xml(
                list: &[Self],
            ) -> ::std::result::Result<::std::string::String, $crate::xml::XmlError> {
                static ENTRY: $crate::xml::Node = $crate::xml::Node::Object(&$object);
                $crate::xml::to_string(&$crate::xml::Root::list($element, $item, &ENTRY), list)
            }
        }
    };
}
