//! Targets, bindings and decisions.

pub mod binding;
pub mod blueprint;
mod catalogue;
pub mod mode;
pub mod target;
mod walk;

pub use binding::{Binding, Bound};
pub use mode::Mode;
pub use target::Target;
