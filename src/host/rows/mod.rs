//! Rows of models while a decision runs: which were handed out, made, changed, linked and deleted.

pub mod draft;
pub mod node;
pub mod related;
pub mod save;
pub mod select;
pub mod store;
