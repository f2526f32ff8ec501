//! `hashlib` and `hmac`.

mod algorithm;
mod blake2;
mod derive;
mod hmac;
mod object;
mod sponge;
mod table;

pub use hmac::MODULE as HMAC;
pub use table::MODULE;
