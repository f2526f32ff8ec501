//! Native functions and methods.
pub mod datetime;
pub mod ipaddress;
pub mod math;
mod modules;
pub mod re;
mod writer;

pub use modules::{MODULES, module};
