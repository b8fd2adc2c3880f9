//! What can be wrong with an XML document, and where.

use std::{error::Error, fmt};

use super::{MAX_BYTES, MAX_DEPTH, MAX_ELEMENTS};

/// Why a document was not read, or a value not written as one.
#[derive(Debug)]
pub struct XmlError(Box<Report>);

#[derive(Debug)]
struct Report {
    path: String,
    place: Option<Place>,
    problem: Problem,
}

/// A place in a document.
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
    /// The text ends before its elements do.
    Truncated,
    /// The document is longer than [`MAX_BYTES`].
    TooLong(usize),
    /// Elements are nested deeper than [`MAX_DEPTH`].
    TooDeep,
    /// There are more than [`MAX_ELEMENTS`] elements.
    TooManyElements,
    /// There is a document type declaration.
    Doctype,
    /// There is a reference to an entity that is not one of XML's own five.
    Entity(String),
    /// There is a character that XML cannot carry.
    Character(char),
    /// The text is not the name of an element.
    Name(String),
    /// There is something beside the root element that may not stand there.
    BesideRoot,
    /// There is a declaration that does not stand at the start.
    Declaration,
    /// The root element has another name.
    Root {
        /// What it should be called.
        expected: &'static str,
        /// What it is called.
        found: String,
    },
    /// A list holds no entry, but other elements.
    Entry {
        /// What entries are called.
        expected: &'static str,
        /// What is there.
        found: String,
    },
    /// There is a text where there should be elements alone.
    Text(String),
    /// There is an element inside what should be a text.
    Element(String),
    /// The element stands more than once in its parent.
    Twice,
    /// A value to be written is not what its element holds.
    Shape {
        /// What the element holds.
        expected: &'static str,
        /// What the value is.
        found: &'static str,
    },
    /// The model does not take a value, or cannot be written.
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

    /// The error as seen from the parent element: paths are put together on the way up, so that they cost nothing where
    /// all is well.
    pub(super) fn within(mut self, step: &str) -> Self {
        let step = shortened(step);
        self.0.path = match self.0.path.is_empty() {
            true => step,
            false => format!("{step}/{}", self.0.path),
        };
        self
    }

    /// The element that is wrong, from the root on: `order/items/item[3]/amount`. Entries of lists count from 1. Empty
    /// where the document as a whole is wrong.
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// Where in the document something is wrong. A value that the model does not take has a path alone.
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
            Self::Truncated => out.write_str("the document ends here, before its elements do"),
            Self::TooLong(bytes) => write!(
                out,
                "the document has {bytes} bytes, more than the {MAX_BYTES} that are read; ask for fewer entries at a time"
            ),
            Self::TooDeep => write!(out, "elements are nested deeper than {MAX_DEPTH}"),
            Self::TooManyElements => write!(
                out,
                "there are more than {MAX_ELEMENTS} elements; ask for fewer entries at a time"
            ),
            Self::Doctype => out.write_str("document type declarations are refused"),
            Self::Entity(name) => write!(out, "the entity `&{name};` is not defined"),
            Self::Character(character) => write!(
                out,
                "XML cannot carry the character U+{:04X}",
                u32::from(*character)
            ),
            Self::Name(name) => write!(out, "`{name}` is not the name of an element"),
            Self::BesideRoot => out.write_str("nothing may stand beside the root element"),
            Self::Declaration => out.write_str("the declaration stands at the start, and once"),
            Self::Root { expected, found } => {
                write!(out, "expected the root <{expected}>, found <{found}>")
            }
            Self::Entry { expected, found } => {
                write!(out, "expected a list of <{expected}>, found <{found}>")
            }
            Self::Text(text) => write!(out, "expected elements, found the text `{text}`"),
            Self::Element(name) => write!(
                out,
                "expected a text, found the element <{name}>; markup in a text is escaped, or stands in a CDATA section"
            ),
            Self::Twice => out.write_str("the element stands here more than once"),
            Self::Shape { expected, found } => write!(out, "expected {expected}, found {found}"),
            Self::Model(reason) => out.write_str(reason),
        }
    }
}

/// As much of a text as a message needs: what a server sends may be of any length.
pub(super) fn shortened(text: &str) -> String {
    const ENOUGH: usize = 60;
    match text.char_indices().nth(ENOUGH) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
