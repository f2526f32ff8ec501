//! authentik's models, as tables: what their rows hold, and what can be done with a row.

pub mod access;
pub mod devices;
pub mod events;
pub mod flows;
mod methods;
pub mod people;
pub mod policies;
pub mod registry;
pub mod row;
pub mod security;
pub mod sources;
mod table;
pub(in crate::host) mod users;
