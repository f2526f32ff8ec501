//! `requests`, over the network that an embedder lends.

mod auth;
pub mod errors;
mod module;
mod options;
mod prepare;
mod response;
mod session;
mod status;

pub use auth::AUTH;
pub use module::{EXCEPTIONS, MODULE};
pub use session::global;
