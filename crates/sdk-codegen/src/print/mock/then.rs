//! Responses: each documented status by its name, classes of errors, and errors under any status.

use heck::ToSnakeCase;
use http::StatusCode;
use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use syn::{Ident, ImplItem, Item, ItemImpl, parse_quote};

use super::mocked::{Accepts, Mocked};
use crate::read::{
    kind::Kind,
    operation::{Operation, Response},
};

/// The type of an operation's responses and its methods.
pub fn items(mocked: &Mocked<'_>) -> [Item; 2] {
    let operation = mocked.operation;
    let name = mocked.then();
    let documented = operation
        .responses
        .iter()
        .filter_map(|response| documented(mocked, response));
    let methods = documented
        .chain(wrapped(operation))
        .chain(file_name(mocked));
    let methods = methods.chain(others(operation));
    let title = format!(" Responses to requests of `{}`.", mocked.id);
    let mut block: ItemImpl = parse_quote! {
        impl #name {
            /// A response in which nothing is set.
            pub fn new(inner: Then) -> Self {
                Self(inner)
            }

            /// The response of `httpmock`, for what the contract does not know.
            pub fn into_inner(self) -> Then {
                self.0
            }
        }
    };
    // They are not parsed a second time as parts of the block.
    block.items.extend(methods);
    [
        parse_quote! {
            #[doc = #title]
            pub struct #name(Then);
        },
        Item::Impl(block),
    ]
}

/// The method for a documented status; none for a class of statuses.
fn documented(mocked: &Mocked<'_>, response: &Response) -> Option<ImplItem> {
    let status: u16 = response.status.parse().ok()?;
    let name = name(status)?;
    let number = Literal::u16_unsuffixed(status);
    let is_success = (200..300).contains(&status);
    if let (Accepts::File(media), true) = (&mocked.accepts, is_success) {
        let title = format!(" {status}: `{media}`.");
        return Some(parse_quote! {
            #[doc = #title]
            pub fn #name(self, value: impl AsRef<[u8]>) -> Self {
                Self(file(self.0, #number, #media, value))
            }
        });
    }
    let title = match response.description.as_str() {
        "" => format!(" {status}."),
        meaning => format!(" {status}: {meaning}"),
    };
    let error = mocked.operation.error.clone().filter(|_| status >= 400);
    let content = match is_success {
        true => Content::of(mocked.operation, response),
        false => error.map_or(Content::None, Content::Json),
    };
    Some(content.method(&name, &title, None, &quote! { #number }))
}

/// The body of a response.
enum Content {
    None,
    Json(Kind),
    /// A record in an envelope of this name.
    Enveloped(Kind, String),
    /// A file or a text of this media type.
    File(String),
}

impl Content {
    fn of(operation: &Operation, response: &Response) -> Self {
        let envelope = operation.envelope.as_ref().filter(|_| operation.has_record);
        if let Some(envelope) = envelope {
            return Self::Enveloped(operation.result.clone(), envelope.clone());
        }
        match &operation.result {
            Kind::Unit => Self::None,
            Kind::File | Kind::Text => Self::File(media_of(operation, response)),
            result => Self::Json(result.clone()),
        }
    }

    /// The method that sets a response with this body. `taken` is an argument for the status, if there is one.
    fn method(
        &self,
        name: &Ident,
        title: &str,
        taken: Option<TokenStream>,
        status: &TokenStream,
    ) -> ImplItem {
        let (value, response) = match self {
            Self::None => (None, quote! { self.0.status(#status) }),
            Self::File(media) => (
                Some(quote! { value: impl AsRef<[u8]> }),
                quote! { file(self.0, #status, #media, value) },
            ),
            Self::Enveloped(kind, envelope) => {
                let kind = kind.in_calls();
                (
                    Some(quote! { value: &#kind }),
                    quote! { enveloped(self.0, #status, #envelope, value) },
                )
            }
            Self::Json(kind) => {
                let taken = match kind {
                    Kind::List(item) => {
                        let item = item.in_calls();
                        quote! { [#item] }
                    }
                    kind => {
                        let kind = kind.in_calls();
                        quote! { #kind }
                    }
                };
                let value = match kind.is_nested() {
                    true => quote! { &As(value) },
                    false => quote! { value },
                };
                (
                    Some(quote! { value: &#taken }),
                    quote! { json(self.0, #status, #value) },
                )
            }
        };
        parse_quote! {
            #[doc = #title]
            pub fn #name(self, #taken #value) -> Self {
                Self(#response)
            }
        }
    }
}

/// The media type of a response that is a file or a text.
fn media_of(operation: &Operation, response: &Response) -> String {
    let documented = response.media.first().filter(|media| !media.contains('*'));
    let any = match operation.result {
        Kind::Text => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    };
    documented.map_or(any, String::as_str).to_owned()
}

/// The method for a response that is a JSON object around the content.
fn wrapped(operation: &Operation) -> Option<ImplItem> {
    let property = operation.wrapped_content.as_ref()?;
    let response = match operation.result {
        Kind::Text => quote! { wrapped_text(self.0, #property, media_type, content) },
        _ => quote! { wrapped_file(self.0, #property, media_type, content) },
    };
    let content = match operation.result {
        Kind::Text => quote! { &str },
        _ => quote! { impl AsRef<[u8]> },
    };
    Some(parse_quote! {
        /// 200: a JSON object with the content and its media type, which the server may return instead of the content
        /// alone.
        pub fn ok_in_object(self, media_type: &str, content: #content) -> Self {
            Self(#response)
        }
    })
}

/// The method that sets the file name of a download.
fn file_name(mocked: &Mocked<'_>) -> Option<ImplItem> {
    let is_file = matches!(mocked.accepts, Accepts::File(_));
    is_file.then(|| {
        parse_quote! {
            /// Sets the name of the file, in the header `Content-Disposition`.
            pub fn file_name(self, name: &str) -> Self {
                Self(file_name(self.0, name))
            }
        }
    })
}

/// Errors whose status the caller gives.
fn others(operation: &Operation) -> Vec<ImplItem> {
    let Some(error) = &operation.error else {
        return Vec::new();
    };
    let error = Content::Json(error.clone());
    let taken = || Some(quote! { status: u16, });
    let class = |name: &str, side: &str, first: u16| {
        let last = first + 99;
        let title = format!(" Any error of the {side}: a status from {first} to {last}.");
        let (first, last) = (
            Literal::u16_unsuffixed(first),
            Literal::u16_unsuffixed(last),
        );
        error.method(
            &format_ident!("{name}"),
            &title,
            taken(),
            &quote! { within(status, #first..=#last) },
        )
    };
    let mut methods = vec![
        class("client_error", "client", 400),
        class("server_error", "server", 500),
    ];
    if operation.fails_with_any_status {
        let title = " An error under any status, including those of success: the client recognises it by its content.";
        methods.push(error.method(&format_ident!("error"), title, taken(), &quote! { status }));
    }
    methods
}

/// The name of a status: its reason, for example `not_found`, or its number.
fn name(status: u16) -> Option<Ident> {
    let status = StatusCode::from_u16(status).ok()?;
    let number = status.as_u16();
    let reason = status.canonical_reason().map(str::to_snake_case);
    let name = reason.filter(|reason| typify::accept_as_ident(reason));
    let name = name.unwrap_or_else(|| format!("status_{number}"));
    Some(format_ident!("{name}"))
}
