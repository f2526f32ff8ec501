//! authentik-style expression policies, compiled to bytecode and decided in microseconds, safely.

pub mod builtin;
pub mod code;
pub mod compile;
pub mod engine;
pub mod error;
pub mod heap;
pub mod host;
pub mod limits;
pub mod ops;
pub mod source;
pub mod stdlib;
pub mod syntax;
pub mod value;
pub mod vm;
