//! `urllib.parse`.

mod address;
mod coerce;
mod old;
mod query;
mod quotes;
mod quoting;
mod result;
mod table;

pub use table::{MODULE, PARSE};
