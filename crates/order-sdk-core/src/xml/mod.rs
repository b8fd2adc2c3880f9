//! XML for models: a serde deserializer and a serializer that use a table, so that models read and write XML as they do
//! JSON.
//!
//! XML does not say whether an element is a text, an object or a list, so a table does: [`Root`] names the root
//! element, [`Object`] the elements inside one. Models receive texts unchanged, and read numbers, dates and yes/no
//! values from them: no number is converted through a float.
//!
//! Namespace prefixes are ignored. Attributes, comments and processing instructions are skipped, and are checked only
//! to find their ends. The document is decoded already, so the encoding in its declaration is ignored. A document type
//! declaration is refused, and so is every entity except the five that XML defines.

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

/// The maximum length of a document that is read, in bytes: 16 MiB.
pub const MAX_BYTES: usize = 16 << 20;
/// The maximum depth of nested elements, for reading and writing.
pub const MAX_DEPTH: usize = 64;
/// The maximum number of elements in a document that is read.
pub const MAX_ELEMENTS: usize = 1_000_000;

/// The member that contains the text between child elements, for an element that the table does not describe.
pub const MIXED_TEXT: &str = "$text";

/// A whole document: the root element and its content.
#[derive(Clone, Copy, Debug)]
pub struct Root {
    /// The name of the element.
    pub element: &'static str,
    /// The content of the element.
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

    /// A document that is a list, with `<item>` elements as its entries.
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
    /// A text, a number, or another value without child elements.
    Text,
    /// Either a text or an object of elements: the document decides.
    Any,
    /// An object, whose members are elements.
    Object(&'static Object),
    /// A list whose entries are inside this element.
    List {
        /// The name of the element of each entry.
        item: &'static str,
        /// What each entry is.
        of: &'static Node,
    },
    /// A list without an element of its own: this element is one of its entries.
    Repeated(&'static Node),
}

impl Node {
    /// The node of an entry, if this is a list without an element of its own; otherwise this node.
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
    /// The name of the member in JSON.
    pub key: &'static str,
    /// The name of its element.
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

    /// A member whose content is not known.
    pub const fn any(key: &'static str) -> Self {
        Self::new(key, Node::Any)
    }

    /// A member that is an object.
    pub const fn object(key: &'static str, object: &'static Object) -> Self {
        Self::new(key, Node::Object(object))
    }

    /// A member that is a list, with `<item>` elements inside the member's own element as its entries.
    pub const fn list(key: &'static str, item: &'static str, of: &'static Node) -> Self {
        Self::new(key, Node::List { item, of })
    }

    /// A member that is a list. Each entry is an element with the name of the member.
    pub const fn repeated(key: &'static str, of: &'static Node) -> Self {
        Self::new(key, Node::Repeated(of))
    }

    /// The member with a different name for its element.
    pub const fn called(self, element: &'static str) -> Self {
        Self { element, ..self }
    }
}

/// Gives a model `from_xml` and `to_xml`. The arguments are the model, its root element and its [`Object`].
#[macro_export]
macro_rules! xml_model {
    ($model:ty, $element:literal, $object:path $(,)?) => {
        impl $model {
            #[doc = concat!("Reads a document whose root is `<", $element, ">`.")]
            ///
            /// # Errors
            ///
            /// If the text is not such a document, or has a value that the model rejects. The error names the element.
            pub fn from_xml(text: &str) -> ::std::result::Result<Self, $crate::xml::XmlError> {
                $crate::xml::from_str(&$crate::xml::Root::object($element, &$object), text)
            }

            #[doc = concat!("Writes a document whose root is `<", $element, ">`.")]
            ///
            /// # Errors
            ///
            /// If a text has a character that XML does not allow, for example a control character, or a number has more
            /// digits than can be written. The error names the element.
            pub fn to_xml(
                &self,
            ) -> ::std::result::Result<::std::string::String, $crate::xml::XmlError> {
                $crate::xml::to_string(&$crate::xml::Root::object($element, &$object), self)
            }
        }
    };
}

/// Gives a model `list_from_xml` and `list_to_xml`. The arguments are the model, the root element of a list, the
/// element of an entry, and the model's [`Object`].
#[macro_export]
macro_rules! xml_list {
    ($model:ty, $element:literal, $item:literal, $object:path $(,)?) => {
        impl $model {
            #[doc = concat!("Reads a list: a document whose root is `<", $element, ">`.")]
            ///
            /// # Errors
            ///
            /// If the text is not such a document, or has a value that the model rejects. The error names the element.
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
            /// If a text has a character that XML does not allow, for example a control character, or a number has more
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
