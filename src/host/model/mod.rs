//! authentik's models, as tables: what their rows hold, and what can be done with a row.

pub mod access;
pub mod devices;
pub mod event;
pub mod flows;
mod meta;
mod methods;
pub mod people;
pub mod policies;
pub mod registry;
pub mod row;
pub mod security;
pub mod sources;
mod table;
pub mod tokens;
pub(in crate::host) mod users;
