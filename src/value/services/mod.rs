//! The services that an embedder may lend, each a trait of its own. What is not lent is denied.

pub mod breaches;
pub mod directory;
pub mod dns;
pub mod mail;
pub mod network;
pub mod tokens;

pub use breaches::{Breaches, Digest};
pub use directory::{Directory, Found, Rows, Unreachable, Wanted};
pub use dns::{Dns, Family};
pub use mail::{Letter, Mail, Mailbox};
pub use network::{HttpCall, HttpReply, Network, NetworkError};
pub use tokens::{TokenOrder, Tokens};
