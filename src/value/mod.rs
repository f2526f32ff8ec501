//! What policies compute with.

pub mod behaviour;
pub mod chars;
pub mod class;
pub mod context;
pub mod exceptions;
pub mod fault;
pub mod float;
pub mod list;
pub mod make;
pub mod module;
pub mod native;
pub mod number;
pub mod signature;
#[allow(
    clippy::module_inception,
    reason = "the one file that declares the value types"
)]
pub mod value;

pub use value::Value;
