//! Targets, bindings and decisions.

pub mod blueprint;
pub mod mode;
mod walk;

pub use mode::Mode;
