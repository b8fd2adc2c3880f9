//! What callers get if a response is only partly readable, too large, or belongs to another request.

mod bounds;
mod misdirected;
mod outcomes;
mod paths;
mod round_trip;
mod rows;
