//! What unit tests of calls share.

use super::{Api, Errors, Grant, Http, Settings};

/// An API that reserves nothing.
pub const API: Api = Api {
    user_agent: "test/1",
    errors: Errors::USUAL,
    reserved_headers: &[],
    reserved_query: &[],
};

/// A transport whose base URL is `https://x.be/api`.
pub fn http() -> Http {
    let grant = Grant::new("https://x.be/api", false).expect("a grant");
    Http::new(&API, grant, &Settings::new()).expect("a transport")
}
