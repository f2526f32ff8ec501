//! The class `str` and its methods.

mod case;
mod class;
mod find;
mod format;
mod join;
mod pad;
mod part;
mod split;
mod translate;
mod trim;

pub use class::CLASS;
