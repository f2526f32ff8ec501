//! authentik blueprints: YAML files to the objects that they describe, tags resolved.

mod access;
mod apply;
mod entry;
mod enumerate;
mod error;
mod find;
mod format;
mod json;
mod limits;
mod load;
mod model;
mod node;
mod object;
mod objects;
mod read;
mod reference;
mod resolve;
mod scalar;
mod tag;

pub use access::Access;
pub use error::{BlueprintError, Notice, Reason, Warning};
pub use limits::BlueprintLimits;
pub use load::Blueprints;
pub use model::Model;
pub use object::{Object, TextPlace};
