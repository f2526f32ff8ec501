//! Blueprints to what decisions are made of: a directory, policies, and targets with their bindings.

mod assemble;
mod bindings;
mod directory;
mod fields;
mod policies;
mod settings;
mod targets;

pub(super) use assemble::Catalogue;
pub(super) use policies::{Kind, Source};
