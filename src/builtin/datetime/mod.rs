//! Python's `datetime`.

mod civil;
mod delta;
mod directives;
mod isoformat;
mod isoparse;
mod strftime;
mod strptime;
