//! HTTP for the `requests` of policies: only to hosts on a list, and never into private networks by
//! accident.

mod agent;
mod encoding;
mod errors;
mod hop;
mod hosts;
mod network;
mod resolver;
mod scope;

pub use hosts::{HostError, HostRule};
pub use network::{HttpNetwork, HttpNetworkBuilder};
