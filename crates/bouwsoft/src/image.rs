//! Images to send, and their content types.

use std::fmt;

use bytes::Bytes;
use infer::MatcherType;
use order_sdk_http::File;
use reqwest::{Body, header::HeaderValue};

/// How many bytes of a refused file an error shows.
const SHOWN: usize = 16;
/// The types that are detected from the bytes, in addition to BMP.
const DETECTED: [&str; 7] = [
    "image/png",
    "image/jpeg",
    "image/gif",
    "image/webp",
    "image/tiff",
    "image/heif",
    "image/avif",
];

/// An image, for example of a signature, and its content type.
///
/// You can pass bytes if their type is detected (PNG, JPEG, GIF, WebP, BMP, TIFF, HEIF or AVIF):
/// `client.sign_order(1, bytes)`. For other types and for streams, specify the content type.
///
/// ```
/// use bouwsoft::Image;
///
/// let drawing = Image::of_type("image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg'/>").unwrap();
/// assert_eq!(drawing.content_type(), "image/svg+xml");
///
/// let error = Image::try_from(b"%PDF-1.7 ...").unwrap_err();
/// assert!(error.to_string().starts_with("this is not an image but application/pdf"));
/// ```
pub struct Image {
    content_type: HeaderValue,
    body: Body,
}

/// Why something cannot be sent as an image.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum ImageError {
    /// There are no bytes.
    Empty,
    /// The bytes are not an image, or their type cannot be detected.
    NotAnImage {
        /// The detected content type, if any.
        found: Option<&'static str>,
        /// The first bytes.
        start: Vec<u8>,
        /// The number of bytes.
        size: usize,
    },
    /// The content type is not that of an image.
    ContentType(String),
}

impl Image {
    /// An image with this content type, for example `image/png` or, as in the vendor's article, `image/*`.
    ///
    /// # Errors
    ///
    /// If the content type is not that of an image, or the bytes are empty or recognized as another type of file.
    pub fn of_type(content_type: &str, bytes: impl Into<Bytes>) -> Result<Self, ImageError> {
        let bytes = bytes.into();
        let content_type = header(content_type)?;
        match signature(&bytes) {
            _ if bytes.is_empty() => Err(ImageError::Empty),
            Some(known) if !is_image(&known) => Err(refused(&bytes)),
            _ => Ok(Self {
                content_type,
                body: bytes.into(),
            }),
        }
    }

    /// An image with this content type, whose bytes are not checked. The body may be a stream; a call with a stream is
    /// not repeated.
    ///
    /// # Errors
    ///
    /// If the content type is not that of an image.
    pub fn stream(content_type: &str, body: impl Into<Body>) -> Result<Self, ImageError> {
        Ok(Self {
            content_type: header(content_type)?,
            body: body.into(),
        })
    }

    /// The content type of the request.
    pub fn content_type(&self) -> &str {
        // All constructors check that it is ASCII.
        self.content_type.to_str().unwrap_or_default()
    }
}

impl File for Image {
    fn into_parts(self) -> (HeaderValue, Body) {
        (self.content_type, self.body)
    }
}

fn signature(bytes: &[u8]) -> Option<infer::Type> {
    infer::get(bytes)
}

fn is_image(known: &infer::Type) -> bool {
    known.matcher_type() == MatcherType::Image
}

/// The type of an image, if it can be detected. The signature of BMP is only two letters, with which a text may begin,
/// so the header of a BMP is checked too.
fn detected_type(bytes: &[u8]) -> Option<&'static str> {
    let kind = signature(bytes)?.mime_type();
    let is_certain = match kind {
        "image/bmp" => is_bmp(bytes),
        _ => DETECTED.contains(&kind),
    };
    is_certain.then_some(kind)
}

/// Whether the second header of a BMP has the size of a known version of the format.
fn is_bmp(bytes: &[u8]) -> bool {
    let size = bytes.get(14..18).and_then(|size| size.try_into().ok());
    let size = size.map(u32::from_le_bytes);
    size.is_some_and(|size| matches!(size, 12 | 16..=64 | 108 | 124))
}

fn header(content_type: &str) -> Result<HeaderValue, ImageError> {
    let refused = || ImageError::ContentType(content_type.to_owned());
    let kind = content_type.split_once('/').filter(|(kind, form)| {
        kind.eq_ignore_ascii_case("image") && !form.is_empty() && content_type.is_ascii()
    });
    kind.ok_or_else(refused)?;
    HeaderValue::from_str(content_type).map_err(|_| refused())
}

fn refused(bytes: &[u8]) -> ImageError {
    ImageError::NotAnImage {
        found: signature(bytes)
            .filter(|known| !is_image(known))
            .map(|known| known.mime_type()),
        start: bytes.iter().copied().take(SHOWN).collect(),
        size: bytes.len(),
    }
}

impl TryFrom<Bytes> for Image {
    type Error = ImageError;

    fn try_from(bytes: Bytes) -> Result<Self, ImageError> {
        match detected_type(&bytes) {
            _ if bytes.is_empty() => Err(ImageError::Empty),
            Some(known) => Ok(Self {
                content_type: HeaderValue::from_static(known),
                body: bytes.into(),
            }),
            None => Err(refused(&bytes)),
        }
    }
}

impl TryFrom<&Vec<u8>> for Image {
    type Error = ImageError;

    fn try_from(bytes: &Vec<u8>) -> Result<Self, ImageError> {
        Bytes::copy_from_slice(bytes).try_into()
    }
}

impl TryFrom<Vec<u8>> for Image {
    type Error = ImageError;

    fn try_from(bytes: Vec<u8>) -> Result<Self, ImageError> {
        Bytes::from(bytes).try_into()
    }
}

impl TryFrom<&[u8]> for Image {
    type Error = ImageError;

    fn try_from(bytes: &[u8]) -> Result<Self, ImageError> {
        Bytes::copy_from_slice(bytes).try_into()
    }
}

impl<const N: usize> TryFrom<&[u8; N]> for Image {
    type Error = ImageError;

    fn try_from(bytes: &[u8; N]) -> Result<Self, ImageError> {
        bytes.as_slice().try_into()
    }
}

impl fmt::Debug for Image {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Image")
            .field("content_type", &self.content_type)
            .field("size", &self.body.as_bytes().map(<[u8]>::len))
            .finish_non_exhaustive()
    }
}

impl fmt::Display for ImageError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => out.write_str("the image is empty"),
            Self::NotAnImage { found, start, size } => {
                let found = match found {
                    Some(known) => format!("this is not an image but {known}"),
                    None => "this is not an image of a known type".to_owned(),
                };
                let start = start.escape_ascii();
                write!(
                    out,
                    "{found}: {size} bytes that start with `{start}`; use PNG or JPEG, or specify the type with \
                     Image::of_type"
                )
            }
            Self::ContentType(given) => write!(
                out,
                "`{}` is not the content type of an image; use one like image/png",
                given.escape_debug()
            ),
        }
    }
}

impl std::error::Error for ImageError {}
