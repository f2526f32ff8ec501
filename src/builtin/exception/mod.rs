//! Exceptions: how they are made, their attributes and methods.

mod attributes;
mod construct;
mod group;

pub use attributes::{attribute, method, store_attribute};
pub use construct::construct;
