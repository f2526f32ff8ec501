//! The statements around the one that is written.

use super::super::unit::Region;
use crate::code::Label;
use crate::source::Span;
use crate::syntax::tree::Body;

/// A statement around the current one.
#[derive(Clone, Copy)]
pub(super) struct Block<'t> {
    pub(super) kind: BlockKind<'t>,
    /// Where its exceptions go.
    pub(super) region: Option<Region>,
    /// Where it stands.
    pub(super) span: Span,
}

/// What a statement has on the stack, and does when it is left.
#[derive(Clone, Copy)]
pub(super) enum BlockKind<'t> {
    /// A loop; a `for` keeps its iterator on the stack.
    Loop {
        again: Label,
        end: Label,
        iterator: bool,
    },
    /// The body of a `try` with `except` clauses.
    Try,
    /// The body of a `try` with a `finally`.
    Finally(Body<'t>),
    /// A `finally` that runs because of an exception. On the stack: `before exc`.
    Cleaning,
    /// The clauses of a `try`. On the stack: `before`.
    Handling,
    /// One clause, with the name behind `as`.
    Clause(Option<&'t str>),
    /// The body of a `with`. On the stack: the manager.
    With,
    /// A `finally` that runs because of a `return`. On the stack: what is returned.
    Returning,
}
