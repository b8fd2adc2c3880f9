//! The printed order, as a PDF.

use order_sdk_http::{Download, Operation, Parameter, Prepared, call};

use crate::Client;

/// The mark of a PDF, at or near its beginning.
const MARK: &[u8] = b"%PDF-";

/// A call of [`Client::download_order`].
#[derive(Clone, Debug)]
#[must_use = "a call is sent when it is awaited"]
pub struct DownloadOrder<'a>(Prepared<'a, Download>);

impl DownloadOrder<'_> {
    /// The path is that of `get_order`, which returns another type.
    const OPERATION: Operation = Operation {
        id: "download_order",
        method: "GET",
        route: "/orders/{order_id}",
        accept: Some("application/pdf"),
        parameters: &[Parameter::path("order_id"), Parameter::query("format")],
        ..Operation::DEFAULT
    };
}

call!(DownloadOrder -> Download);

impl Client {
    /// Downloads the printed order, a PDF file, as a stream. Its file name is that in the response, sanitized, or the
    /// ID of the order, for example `5005.pdf`.
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
    /// As for any call. A response that is not a PDF is
    /// [`ErrorKind::UnreadableResponse`](crate::ErrorKind::UnreadableResponse). The stream returns an error if the file
    /// is truncated.
    pub fn download_order(&self, order_id: i64) -> DownloadOrder<'_> {
        let name = format!("{order_id}.pdf");
        let mut call = Prepared::file(&self.http, &DownloadOrder::OPERATION, MARK, name);
        call.set::<i64>("order_id", order_id);
        call.set::<String>("format", "pdf");
        DownloadOrder(call)
    }
}
