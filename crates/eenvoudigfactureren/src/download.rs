//! The printed order, as a PDF.

use reqwest::header::{ACCEPT, HeaderValue};
use sdk_runtime::http::{Download, Error, Operation};

use crate::Client;

/// The path is that of `get_order`, which returns another type.
const OPERATION: Operation = Operation::new("download_order", "/orders/{order_id}");
/// The beginning of every PDF.
const MARK: &[u8] = b"%PDF-";

impl Client {
    /// Downloads the printed order, a PDF file, as a stream. Its file name is the one that the service gives, made safe, or
    /// the ID of the order, for example `5005.pdf`.
    ///
    /// ```no_run
    /// use eenvoudigfactureren::{Client, Error};
    ///
    /// async fn print_size(client: &Client) -> Result<(), Error> {
    ///     let file = client.download_order(5005).await?;
    ///     println!("{}", file.file_name());
    ///     let bytes = file.bytes().await?;
    ///     println!("{} bytes", bytes.len());
    ///     Ok(())
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// As for any call. A response that is not a PDF is [`ErrorKind::UnreadableAnswer`](crate::ErrorKind::UnreadableAnswer).
    /// The stream returns an error if the file breaks off.
    pub async fn download_order(&self, order_id: i64) -> Result<Download, Error> {
        let request = self.get_order().order_id(order_id).request();
        let request = request.map(|mut request| {
            let pdf = HeaderValue::from_static("application/pdf");
            request.headers_mut().insert(ACCEPT, pdf);
            request
                .url_mut()
                .query_pairs_mut()
                .append_pair("format", "pdf");
            request
        });
        let file = self.http.send_download(&OPERATION, request, MARK).await?;
        Ok(file.or_named(&format!("{order_id}.pdf")))
    }
}
