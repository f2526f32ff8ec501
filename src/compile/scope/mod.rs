//! Which name means which variable: Python's rules, before a single instruction is written.

mod collect;
mod expressions;
mod layout;
mod resolve;
mod statements;
mod table;

pub(super) use resolve::resolve;
pub(super) use table::{Binding, CLASS_CELL, CLASS_PARAMS, Consumer, ScopeId, Tables};
