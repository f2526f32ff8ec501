//! Python's `ipaddress`.

mod address;
mod addresses;
mod blocks;
mod common;
mod either;
mod flaw;
mod given;
mod interfaces;
mod module;
mod network;
mod network_methods;
mod networks;
mod parse;
mod ranges;
mod table;
mod thing;
mod walk;
mod written;

pub(crate) use address::Version;
pub use addresses::address_value;
pub(crate) use module::is_ip_network;
pub use module::{IP_ADDRESS, IP_NETWORK, MODULE};
pub(crate) use parse::address as parse_address;
pub(crate) use table::Networks;
pub use written::Written;
pub(crate) use written::{address_of, lies_outside};
