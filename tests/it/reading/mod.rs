//! What callers get of responses that are only partly readable, too large, or not the ones they asked for.

mod bounds;
mod misdirected;
mod outcomes;
mod round_trip;
mod rows;
