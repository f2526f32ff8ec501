//! Tree to program: names become slots, constants are folded, instructions are emitted.

mod emit;
mod fold;
mod lines;
mod policy;
mod pool;
mod recent;
mod refusal;
mod scope;
pub mod settings;
mod unit;

pub use policy::compile;
