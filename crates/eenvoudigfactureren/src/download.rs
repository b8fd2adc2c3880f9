//! An order as it is printed.

use reqwest::header::{ACCEPT, HeaderValue};
use sdk_runtime::http::{Download, Error, Operation};

use crate::Client;

/// The path is that of `get_order`, whose answer is another one.
const OPERATION: Operation = Operation::new("download_order", "/orders/{order_id}");
/// What every PDF begins with.
const MARK: &[u8] = b"%PDF-";

impl Client {
    /// Downloads an order as it is printed, a PDF file, as a stream. Its name is the one that the service gives, made
    /// safe, or `5005.pdf`, after the number of the order.
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
    /// As for any call; what is no PDF is an answer that cannot be read. The stream has errors of its own, where the file
    /// breaks off.
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
