//! Pictures to be sent, each with its content type.

use std::fmt;

use bytes::Bytes;
use infer::MatcherType;
use reqwest::{Body, header::HeaderValue};

/// How many bytes of a refused file an error shows.
const SHOWN: usize = 16;
/// The types that are detected from the bytes, in addition to BMP.
const TOLD: [&str; 7] = [
    "image/png",
    "image/jpeg",
    "image/gif",
    "image/webp",
    "image/tiff",
    "image/heif",
    "image/avif",
];

/// A picture, for example of a signature, and its content type.
///
/// Bytes are converted if their type is detected, which is PNG, JPEG, GIF, WebP, BMP, TIFF, HEIF or AVIF:
/// `client.sign_order().id(1).body(bytes)`. For other types and for streams, specify the content type.
///
/// ```
/// use bouwsoft::Picture;
///
/// let drawing = Picture::of_type("image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg'/>").unwrap();
/// assert_eq!(drawing.content_type(), "image/svg+xml");
///
/// let error = Picture::try_from(b"%PDF-1.7 ...").unwrap_err();
/// assert!(error.to_string().starts_with("this is not a picture but application/pdf"));
/// ```
pub struct Picture {
    content_type: HeaderValue,
    body: Body,
}

/// Why something cannot be sent as a picture.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum PictureError {
    /// There are no bytes.
    Empty,
    /// The bytes are not a picture, or their type cannot be detected.
    NotAPicture {
        /// The detected content type, if any.
        found: Option<&'static str>,
        /// The first bytes.
        start: Vec<u8>,
        /// The number of bytes.
        size: usize,
    },
    /// The content type is not that of a picture.
    ContentType(String),
}

impl Picture {
    /// A picture with this content type, for example `image/png`, or `image/*`, which the vendor's article sends.
    ///
    /// # Errors
    ///
    /// If the content type is not that of a picture, or the bytes are empty or not a picture.
    pub fn of_type(content_type: &str, bytes: impl Into<Bytes>) -> Result<Self, PictureError> {
        let bytes = bytes.into();
        let content_type = header(content_type)?;
        match signature(&bytes) {
            _ if bytes.is_empty() => Err(PictureError::Empty),
            Some(known) if !is_picture(&known) => Err(refused(&bytes)),
            _ => Ok(Self {
                content_type,
                body: bytes.into(),
            }),
        }
    }

    /// A picture with this content type, whose bytes are not checked. The body may be a stream; a call with a stream is not
    /// repeated.
    ///
    /// # Errors
    ///
    /// If the content type is not that of a picture.
    pub fn stream(content_type: &str, body: impl Into<Body>) -> Result<Self, PictureError> {
        Ok(Self {
            content_type: header(content_type)?,
            body: body.into(),
        })
    }

    /// The content type of the request.
    pub fn content_type(&self) -> &str {
        // Both ways in check that it is text.
        self.content_type.to_str().unwrap_or_default()
    }

    /// What a request is made of.
    pub(crate) fn into_parts(self) -> (HeaderValue, Body) {
        (self.content_type, self.body)
    }
}

fn signature(bytes: &[u8]) -> Option<infer::Type> {
    infer::get(bytes)
}

fn is_picture(known: &infer::Type) -> bool {
    known.matcher_type() == MatcherType::Image
}

/// The type of a picture, where its beginning is long enough to tell: many a text begins as a BMP does.
fn told(bytes: &[u8]) -> Option<&'static str> {
    let kind = signature(bytes)?.mime_type();
    let is_so = match kind {
        "image/bmp" => is_bmp(bytes),
        _ => TOLD.contains(&kind),
    };
    is_so.then_some(kind)
}

/// Whether a BMP has one of its headers, each of another version of the format, where it must be.
fn is_bmp(bytes: &[u8]) -> bool {
    let size = bytes.get(14..18).and_then(|size| size.try_into().ok());
    let size = size.map(u32::from_le_bytes);
    size.is_some_and(|size| matches!(size, 12 | 16..=64 | 108 | 124))
}

fn header(content_type: &str) -> Result<HeaderValue, PictureError> {
    let refused = || PictureError::ContentType(content_type.to_owned());
    let kind = content_type.split_once('/').filter(|(kind, form)| {
        kind.eq_ignore_ascii_case("image") && !form.is_empty() && content_type.is_ascii()
    });
    kind.ok_or_else(refused)?;
    HeaderValue::from_str(content_type).map_err(|_| refused())
}

fn refused(bytes: &[u8]) -> PictureError {
    PictureError::NotAPicture {
        found: signature(bytes)
            .filter(|known| !is_picture(known))
            .map(|known| known.mime_type()),
        start: bytes.iter().copied().take(SHOWN).collect(),
        size: bytes.len(),
    }
}

impl TryFrom<Bytes> for Picture {
    type Error = PictureError;

    fn try_from(bytes: Bytes) -> Result<Self, PictureError> {
        match told(&bytes) {
            _ if bytes.is_empty() => Err(PictureError::Empty),
            Some(known) => Ok(Self {
                content_type: HeaderValue::from_static(known),
                body: bytes.into(),
            }),
            None => Err(refused(&bytes)),
        }
    }
}

impl TryFrom<Vec<u8>> for Picture {
    type Error = PictureError;

    fn try_from(bytes: Vec<u8>) -> Result<Self, PictureError> {
        Bytes::from(bytes).try_into()
    }
}

impl TryFrom<&[u8]> for Picture {
    type Error = PictureError;

    fn try_from(bytes: &[u8]) -> Result<Self, PictureError> {
        Bytes::copy_from_slice(bytes).try_into()
    }
}

impl<const N: usize> TryFrom<&[u8; N]> for Picture {
    type Error = PictureError;

    fn try_from(bytes: &[u8; N]) -> Result<Self, PictureError> {
        bytes.as_slice().try_into()
    }
}

impl fmt::Debug for Picture {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Picture")
            .field("content_type", &self.content_type)
            .field("size", &self.body.as_bytes().map(<[u8]>::len))
            .finish_non_exhaustive()
    }
}

impl fmt::Display for PictureError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => out.write_str("the picture is empty"),
            Self::NotAPicture { found, start, size } => {
                let found = match found {
                    Some(known) => format!("this is not a picture but {known}"),
                    None => "this is not a picture of a known type".to_owned(),
                };
                let start = start.escape_ascii();
                write!(
                    out,
                    "{found}: {size} bytes that start with `{start}`; use PNG or JPEG, or specify the type with \
                     Picture::of_type"
                )
            }
            Self::ContentType(given) => write!(
                out,
                "`{}` is not the content type of a picture; use one like image/png",
                given.escape_debug()
            ),
        }
    }
}

impl std::error::Error for PictureError {}
