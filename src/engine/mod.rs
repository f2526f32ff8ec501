//! Targets, bindings and decisions.

pub mod blueprint;
