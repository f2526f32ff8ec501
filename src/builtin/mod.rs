//! Native functions and methods.
pub mod datetime;
pub mod ipaddress;
pub mod math;
pub mod re;
mod writer;
