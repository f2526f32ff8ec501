//! authentik-style expression policies, compiled to bytecode and decided in microseconds, safely.

pub mod error;
pub mod ops;
pub mod source;
pub mod syntax;
