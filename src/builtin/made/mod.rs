//! Classes that a policy defines: attributes of classes and instances, `super`, what `object` gives.

mod attribute;
mod inherited;
mod store;
mod super_object;

pub use inherited::{allocate, initial, native_method};
pub use super_object::SUPER;
