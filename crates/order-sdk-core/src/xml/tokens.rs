//! The elements and texts of a document, with references resolved and limits enforced.

use std::{borrow::Cow, ops::Range};

use quick_xml::{
    Reader,
    escape::resolve_xml_entity,
    events::{BytesRef, BytesStart, Event},
};

use super::{
    MAX_BYTES, MAX_DEPTH, MAX_ELEMENTS, Place, Problem, XmlError,
    characters::{is_allowed, is_name},
    error::shortened,
};

/// A part of a document.
pub enum Token<'a> {
    /// An element begins.
    Start(BytesStart<'a>),
    /// Text. An element may have several.
    Text(Cow<'a, str>),
    /// The element that began last ends.
    End,
    /// The document ends.
    Eof,
}

/// The parts of one document.
pub struct Tokens<'a> {
    reader: Reader<&'a [u8]>,
    text: &'a str,
    /// Length of the byte order mark.
    skipped: usize,
    /// Where the part that was read last begins.
    start: usize,
    depth: usize,
    elements: usize,
    declared: bool,
}

fn reader(text: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(text);
    // `<a/>` and `<a></a>` are the same.
    reader.config_mut().expand_empty_elements = true;
    reader
}

impl<'a> Tokens<'a> {
    /// The parts of `text`.
    pub fn new(text: &'a str) -> Result<Self, XmlError> {
        if text.len() > MAX_BYTES {
            return Err(XmlError::new(Problem::TooLong(text.len())));
        }
        let without_bom = text.trim_start_matches('\u{feff}');
        Ok(Self {
            reader: reader(without_bom),
            text,
            skipped: text.len() - without_bom.len(),
            start: 0,
            depth: 0,
            elements: 0,
            declared: false,
        })
    }

    /// The next part.
    pub fn next(&mut self) -> Result<Token<'a>, XmlError> {
        loop {
            self.start = self.offset(self.reader.buffer_position());
            let event = match self.reader.read_event() {
                Ok(event) => event,
                Err(error) => return Err(self.syntax(error)),
            };
            match event {
                Event::Start(start) | Event::Empty(start) => return self.element(start),
                Event::End(_) => {
                    self.depth -= 1;
                    return Ok(Token::End);
                }
                Event::Text(text) => return self.checked(text.xml10_content()),
                Event::CData(text) => return self.checked(text.xml10_content()),
                Event::GeneralRef(reference) => return self.resolved(&reference),
                Event::DocType(_) => return Err(self.error(Problem::Doctype)),
                Event::Decl(_) => self.declaration()?,
                Event::Comment(_) | Event::PI(_) => {}
                Event::Eof if self.depth > 0 => return Err(self.error(Problem::Truncated)),
                Event::Eof => return Ok(Token::Eof),
            }
        }
    }

    /// Skips the rest of the element that has just begun, and returns its position.
    pub fn skip(&mut self) -> Result<Range<usize>, XmlError> {
        let (start, outside) = (self.start, self.depth - 1);
        while self.depth > outside {
            self.next()?;
        }
        Ok(start..self.offset(self.reader.buffer_position()))
    }

    /// Reads a skipped element again. Its parent is the object that ended last.
    pub fn again(&self, element: Range<usize>) -> Self {
        let start = element.start;
        Self {
            reader: reader(&self.text[element]),
            text: self.text,
            skipped: start,
            start,
            depth: self.depth + 1,
            // It was counted when it was skipped.
            elements: 0,
            declared: true,
        }
    }

    /// The error for `problem`, at the part that was read last.
    pub fn error(&self, problem: Problem) -> XmlError {
        self.error_at(self.start, problem)
    }

    /// The offset in bytes of the part that was read last.
    pub fn start(&self) -> usize {
        self.start
    }

    /// The error for `problem` at an offset in bytes. It counts the lines before the offset.
    pub fn error_at(&self, start: usize, problem: Problem) -> XmlError {
        XmlError::new(problem).at(self.place(start))
    }

    fn element(&mut self, start: BytesStart<'a>) -> Result<Token<'a>, XmlError> {
        self.depth += 1;
        self.elements += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.error(Problem::TooDeep));
        }
        if self.elements > MAX_ELEMENTS {
            return Err(self.error(Problem::TooManyElements));
        }
        let name = start.name();
        let (prefix, local) = match name.as_ref().split_once(':') {
            Some((prefix, local)) => (Some(prefix), local),
            None => (None, name.as_ref()),
        };
        if !is_name(local) || !prefix.is_none_or(is_name) {
            return Err(self.error(Problem::Name(shortened(name.as_ref()))));
        }
        if start.len() == name.as_ref().len() {
            return Ok(Token::Start(start));
        }
        // Attributes are not checked for duplicates: that takes time proportional to the square of their number.
        for attribute in start.attributes().with_checks(false) {
            attribute.map_err(|error| self.error(Problem::Syntax(Box::new(error))))?;
        }
        Ok(Token::Start(start))
    }

    /// A declaration is allowed once, before the root. Blank lines before it are accepted, because some servers send
    /// them.
    fn declaration(&mut self) -> Result<(), XmlError> {
        if self.declared || self.elements > 0 {
            return Err(self.error(Problem::Declaration));
        }
        self.declared = true;
        Ok(())
    }

    fn checked(&self, text: Cow<'a, str>) -> Result<Token<'a>, XmlError> {
        // A character that is not allowed is a control character, or begins with the byte 0xEF.
        let is_suspect = |byte: u8| byte < b' ' && !byte.is_ascii_whitespace() || byte == 0xef;
        if !text.bytes().any(is_suspect) {
            return Ok(Token::Text(text));
        }
        match text.chars().find(|character| !is_allowed(*character)) {
            Some(character) => Err(self.error(Problem::Character(character))),
            None => Ok(Token::Text(text)),
        }
    }

    fn resolved(&self, reference: &BytesRef<'_>) -> Result<Token<'a>, XmlError> {
        match reference.resolve_char_ref() {
            Ok(Some(character)) => self.checked(Cow::Owned(character.to_string())),
            Ok(None) => match resolve_xml_entity(reference) {
                Some(text) => Ok(Token::Text(Cow::Borrowed(text))),
                None => Err(self.error(Problem::Entity(shortened(reference)))),
            },
            Err(error) => Err(self.error(Problem::Syntax(Box::new(error)))),
        }
    }

    fn syntax(&self, error: quick_xml::Error) -> XmlError {
        let place = self.place(self.offset(self.reader.error_position()));
        XmlError::new(Problem::Syntax(Box::new(error))).at(place)
    }

    /// Converts a position of the reader to an offset in the whole text.
    fn offset(&self, position: u64) -> usize {
        usize::try_from(position).map_or(usize::MAX, |position| position + self.skipped)
    }

    fn place(&self, offset: usize) -> Place {
        let before = self.text.as_bytes().iter().take(offset);
        Place {
            line: before.filter(|byte| **byte == b'\n').count() + 1,
            offset,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All parts of a document, as text.
    fn parts(text: &str) -> Result<String, XmlError> {
        let mut tokens = Tokens::new(text)?;
        let mut all = String::new();
        loop {
            match tokens.next()? {
                Token::Start(start) => all += &format!("[{}", start.local_name().as_ref()),
                Token::Text(text) => all += &text,
                Token::End => all += "]",
                Token::Eof => return Ok(all),
            }
        }
    }

    #[test]
    fn declarations_comments_prefixes_and_attributes_are_skipped() {
        let cases = [
            ("\u{feff}<a/>", "[a]"),
            (
                "<?xml version='1.0' encoding='ISO-8859-1'?><a>é</a>",
                "[aé]",
            ),
            (
                "\n<?xml version='1.0'?><?pi x?><!-- c --><a/><!-- c -->",
                "\n[a]",
            ),
            ("<n:a xmlns:n='u' n:b=\"1 > 2\"><n:b/></n:a>", "[a[b]]"),
            (
                "<a>x<!-- <b> -->y<![CDATA[<b>]]>&amp;&#233;</a>",
                "[axy<b>&é]",
            ),
            ("<a>\r\n\r</a >", "[a\n\n]"),
        ];
        for (text, expected) in cases {
            assert_eq!(parts(text).expect(text), expected, "{text}");
        }
    }

    #[test]
    fn the_error_for_a_document_that_is_not_well_formed_has_a_position() {
        let cases = [
            ("<a><b></a>", 6, "expected `</b>`, but `</a>` was found"),
            ("<a>\n<b>", 7, "ends before its root element"),
            ("<a>x", 4, "ends before its root element"),
            ("<a><b", 3, "tag not closed"),
            ("<a b='1></a>", 0, "attribute value not closed"),
            ("<a b=1/>", 0, "attribute"),
            ("<a><![CDATA[x</a>", 3, "CDATA not closed"),
            ("<a>AT&T</a>", 5, "reference not closed"),
            ("<a>&nbsp;</a>", 3, "`&nbsp;` is not defined"),
            ("<a>x&b;</a>", 4, "`&b;` is not defined"),
            ("<a>&#0;</a>", 3, ""),
            ("<a>&#xD800;</a>", 3, ""),
            ("<a>&#2;</a>", 3, "U+0002"),
            ("<a>x\u{b}</a>", 3, "U+000B"),
            ("<a><![CDATA[\u{1}]]></a>", 3, "U+0001"),
            ("<!DOCTYPE a><a/>", 0, "document type"),
            (
                "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
                0,
                "document type",
            ),
            ("<a/><?xml version='1.0'?>", 4, "at the start"),
            ("<a><1b/></a>", 3, "`1b` is not a valid element name"),
            ("<a><b:c:d/></a>", 3, "`b:c:d` is not a valid element name"),
            ("<a>< b/></a>", 3, "`` is not a valid element name"),
            ("</a>", 0, "does not match any open tag"),
        ];
        for (text, offset, message) in cases {
            let error = parts(text).expect_err(text);
            let place = error.place().expect("a place");
            assert_eq!(place.offset, offset, "{text}: {error}");
            assert!(error.to_string().contains(message), "{text}: {error}");
        }
    }

    #[test]
    fn the_byte_order_mark_counts_in_offsets() {
        let error = parts("\u{feff}<a>\n&b;</a>").expect_err("undefined");
        let place = error.place().expect("a place");
        assert_eq!((place.line, place.offset), (2, 7));
    }
}
