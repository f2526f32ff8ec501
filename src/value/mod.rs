//! What policies compute with.

pub mod args;
pub mod arith;
pub mod ask;
pub mod behaviour;
pub mod chars;
pub mod class;
pub mod codec;
pub mod collection;
pub mod compare;
pub mod context;
pub mod copy;
pub mod counter;
pub mod dict;
pub mod exceptions;
pub mod fault;
#[cfg(test)]
pub(crate) mod fixture;
pub mod float;
pub mod format;
pub mod hash;
pub mod host;
mod hosts;
pub mod item;
pub mod iterate;
pub mod kind;
pub mod lent;
pub mod lineage;
pub mod list;
pub mod made;
mod made_operators;
pub mod make;
pub mod model;
pub mod module;
pub mod native;
pub mod number;
pub mod numbers;
pub mod numeric;
pub mod octets;
pub mod order;
mod paid;
pub mod pairs;
pub mod plain;
pub mod range;
pub mod sequence;
pub mod services;
pub mod set;
pub mod show;
pub mod signature;
pub mod slicing;
pub mod store_item;
mod table;
mod text;
pub mod truth;
pub mod union;
#[allow(
    clippy::module_inception,
    reason = "the one file that declares the value types"
)]
pub mod value;
pub mod wrappers;

pub use value::Value;
