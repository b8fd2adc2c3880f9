//! Files to upload, as a form.

use std::fmt;

use bytes::Bytes;
use order_sdk_http::File;
use reqwest::{Body, header::HeaderValue};

/// The maximum size of a file, 5 MB. The source does not say which megabyte it means; this is the larger one.
const MAX_BYTES: usize = 5 << 20;

/// A file to upload, with its name: the argument of [`Client::upload_attachment`](crate::Client::upload_attachment).
///
/// ```
/// use eenvoudigfactureren::Attachment;
///
/// let plan = Attachment::new("plan.pdf", b"%PDF-1.7 ...".as_slice()).unwrap();
/// assert_eq!(plan.file_name(), "plan.pdf");
///
/// let error = Attachment::new("video.mp4", vec![0; 6_000_000]).unwrap_err();
/// assert_eq!(error.to_string(), "video.mp4 has 6000000 bytes; the service accepts at most 5242880");
/// ```
#[derive(Clone, Eq, PartialEq)]
pub struct Attachment {
    file_name: String,
    bytes: Bytes,
}

/// Why a file cannot be uploaded.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum AttachmentError {
    /// The file is larger than 5 MB.
    TooLarge {
        /// The name of the file.
        file_name: String,
        /// The number of bytes.
        size: usize,
    },
    /// The file name is empty or only white space, or contains `/`, `\` or a control character.
    FileName(String),
}

impl Attachment {
    /// An attachment with this file name and content.
    ///
    /// # Errors
    ///
    /// If the file is larger than 5 MB (5 × 1024 × 1024 bytes), or if the name is empty or only white space, or
    /// contains `/`, `\` or a control character.
    pub fn new(
        file_name: impl Into<String>,
        bytes: impl Into<Bytes>,
    ) -> Result<Self, AttachmentError> {
        let (file_name, bytes) = (file_name.into(), bytes.into());
        let size = bytes.len();
        // A file name is not a path, and some servers interpret a backslash as an escape.
        let is_bad = |c: char| c.is_control() || matches!(c, '/' | '\\');
        if file_name.trim().is_empty() || file_name.contains(is_bad) {
            return Err(AttachmentError::FileName(file_name));
        }
        if size > MAX_BYTES {
            return Err(AttachmentError::TooLarge { file_name, size });
        }
        Ok(Self { file_name, bytes })
    }

    /// The name of the file.
    pub fn file_name(&self) -> &str {
        &self.file_name
    }

    /// The content of the file.
    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// A string that separates the parts of the form and does not occur in the file.
    fn boundary(&self) -> String {
        let mut number = 0_u32;
        loop {
            let boundary = format!("order-sdk-attachment-{number}");
            let found = self.bytes.windows(boundary.len());
            if !found.into_iter().any(|part| part == boundary.as_bytes()) {
                return boundary;
            }
            number += 1;
        }
    }

    /// The form, in the format `multipart/form-data`.
    fn form(&self, boundary: &str) -> Vec<u8> {
        // Browsers escape quotes in file names like this.
        let quoted = self.file_name.replace('"', "%22");
        let start = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{quoted}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        );
        let end = format!(
            "\r\n--{boundary}\r\nContent-Disposition: form-data; name=\"filename\"\r\n\r\n{}\r\n--{boundary}--\r\n",
            self.file_name
        );
        [start.as_bytes(), &self.bytes, end.as_bytes()].concat()
    }
}

/// The body of the request that uploads the file, for mock servers.
impl From<&Attachment> for Vec<u8> {
    fn from(file: &Attachment) -> Self {
        file.form(&file.boundary())
    }
}

impl File for Attachment {
    fn into_parts(self) -> (HeaderValue, Body) {
        let boundary = self.boundary();
        let content_type = format!("multipart/form-data; boundary={boundary}");
        let content_type = HeaderValue::try_from(content_type)
            .unwrap_or_else(|_| HeaderValue::from_static("multipart/form-data"));
        (content_type, self.form(&boundary).into())
    }
}

impl fmt::Debug for Attachment {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Attachment")
            .field("file_name", &self.file_name)
            .field("size", &self.bytes.len())
            .finish()
    }
}

impl fmt::Display for AttachmentError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge { file_name, size } => write!(
                out,
                "{file_name} has {size} bytes; the service accepts at most {MAX_BYTES}"
            ),
            Self::FileName(name) => write!(
                out,
                "{name:?} is not a file name; use one that is not empty and has no `/`, `\\` or control characters"
            ),
        }
    }
}

impl std::error::Error for AttachmentError {}
