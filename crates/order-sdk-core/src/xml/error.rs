//! The errors of XML documents, and their positions.

use std::{error::Error, fmt};

use serde::{
    de::{self, Expected, Unexpected},
    ser,
};

use super::{MAX_BYTES, MAX_DEPTH, MAX_ELEMENTS};

/// Why a document could not be read, or a value could not be written as a document.
#[derive(Debug)]
pub struct XmlError(Box<Report>);

#[derive(Debug)]
struct Report {
    path: String,
    place: Option<Place>,
    problem: Problem,
}

/// A position in a document.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Place {
    /// Line, from 1.
    pub line: usize,
    /// Offset in bytes, from 0.
    pub offset: usize,
}

/// What is wrong.
#[derive(Debug)]
#[non_exhaustive]
pub enum Problem {
    /// The text is not well-formed XML.
    Syntax(Box<dyn Error + Send + Sync>),
    /// The document ends before its root element is closed.
    Truncated,
    /// The document is longer than [`MAX_BYTES`].
    TooLong(usize),
    /// Elements are nested deeper than [`MAX_DEPTH`].
    TooDeep,
    /// There are more than [`MAX_ELEMENTS`] elements.
    TooManyElements,
    /// There is a document type declaration.
    Doctype,
    /// There is a reference to an entity other than the five that XML defines.
    Entity(String),
    /// There is a character that XML does not allow.
    Character(char),
    /// A name is not valid as the name of an element.
    Name(String),
    /// There is another element after the root element.
    BesideRoot,
    /// There is an XML declaration after the start, or a second one.
    Declaration,
    /// The root element has another name.
    Root {
        /// The expected name.
        expected: &'static str,
        /// The name in the document.
        found: String,
    },
    /// A list contains other elements, and no entry.
    Entry {
        /// The name of an entry.
        expected: &'static str,
        /// The name of the first other element.
        found: String,
    },
    /// There is text in a place where only elements are allowed.
    Text(String),
    /// There is an element in a place where only text is allowed.
    Element(String),
    /// The element occurs more than once in its parent.
    Twice,
    /// A value to be written does not have the type of its element.
    Shape {
        /// The type of the element.
        expected: &'static str,
        /// The type of the value.
        found: &'static str,
    },
    /// The model rejects a value, or cannot be written.
    Model(String),
}

impl XmlError {
    pub(super) fn new(problem: Problem) -> Self {
        Self(Box::new(Report {
            path: String::new(),
            place: None,
            problem,
        }))
    }

    pub(super) fn at(mut self, place: Place) -> Self {
        self.0.place = Some(place);
        self
    }

    /// The error as seen from the parent element. The path is built on the way up, so that it costs nothing if there is
    /// no error.
    pub(super) fn within(mut self, step: &str) -> Self {
        let step = shortened(step);
        self.0.path = if self.0.path.is_empty() {
            step
        } else {
            format!("{step}/{}", self.0.path)
        };
        self
    }

    /// The path of the element with the error, from the root: `order/items/item[3]/amount`. The first entry of a list
    /// has the number 1. Empty if the error concerns the whole document.
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// The position of the error in the document. If the model rejects a value, there is only a path.
    pub fn place(&self) -> Option<Place> {
        self.0.place
    }

    /// What is wrong.
    pub fn problem(&self) -> &Problem {
        &self.0.problem
    }
}

impl fmt::Display for XmlError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.0.path.is_empty() {
            write!(out, "{}: ", self.0.path)?;
        }
        self.0.problem.fmt(out)?;
        match self.0.place {
            Some(Place { line, offset }) => write!(out, " (line {line}, byte {offset})"),
            None => Ok(()),
        }
    }
}

impl de::Error for XmlError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(Problem::Model(message.to_string()))
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let found = match found {
            Unexpected::Unit => "null".to_owned(),
            found => found.to_string(),
        };
        Self::custom(format_args!("invalid type: {found}, expected {expected}"))
    }
}

impl ser::Error for XmlError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(Problem::Model(message.to_string()))
    }
}

impl Error for XmlError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.0.problem {
            Problem::Syntax(error) => Some(&**error),
            _ => None,
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax(error) => error.fmt(out),
            Self::Truncated => out.write_str("the document ends before its root element is closed"),
            Self::TooLong(bytes) => write!(
                out,
                "the document has {bytes} bytes, more than the limit of {MAX_BYTES}; request fewer entries at a time"
            ),
            Self::TooDeep => write!(out, "elements are nested deeper than {MAX_DEPTH}"),
            Self::TooManyElements => write!(
                out,
                "there are more than {MAX_ELEMENTS} elements; request fewer entries at a time"
            ),
            Self::Doctype => out.write_str("document type declarations are refused"),
            Self::Entity(name) => write!(out, "the entity `&{name};` is not defined"),
            Self::Character(character) => write!(
                out,
                "XML does not allow the character U+{:04X}",
                u32::from(*character)
            ),
            Self::Name(name) => write!(out, "`{name}` is not a valid element name"),
            Self::BesideRoot => out.write_str("there is another element after the root element"),
            Self::Declaration => {
                out.write_str("the XML declaration must be at the start and occur only once")
            }
            Self::Root { expected, found } => {
                write!(out, "expected the root <{expected}>, found <{found}>")
            }
            Self::Entry { expected, found } => {
                write!(out, "expected a list of <{expected}>, found <{found}>")
            }
            Self::Text(text) => write!(out, "expected elements, found the text `{text}`"),
            Self::Element(name) => write!(
                out,
                "expected a string, found the element <{name}>; escape markup or put it in a CDATA section"
            ),
            Self::Twice => out.write_str("the element occurs more than once"),
            Self::Shape { expected, found } => write!(out, "expected {expected}, found {found}"),
            Self::Model(reason) => out.write_str(reason),
        }
    }
}

/// The beginning of a text, for a message. A server may send a text of any length.
pub(super) fn shortened(text: &str) -> String {
    const ENOUGH: usize = 60;
    match text.char_indices().nth(ENOUGH) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
