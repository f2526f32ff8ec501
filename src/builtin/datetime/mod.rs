//! Python's `datetime`.

mod bad_time;
mod civil;
mod days;
mod delta;
mod directives;
mod held;
mod isoformat;
mod isoparse;
mod module;
mod moment_methods;
mod moment_operators;
mod moments;
pub(crate) mod now;
pub(crate) mod parts;
mod span;
pub(crate) mod strftime;
mod strptime;
pub(crate) mod struct_time;
pub(crate) mod text;
mod times;
mod zones;

pub use module::MODULE;
pub use moments::{DATETIME, lent_value};
pub use span::{TIMEDELTA, span_value};
