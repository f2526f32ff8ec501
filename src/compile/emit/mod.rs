//! Writes the instructions of a policy, function by function.

mod assignments;
mod block;
mod calls;
mod comprehensions;
mod conditions;
mod displays;
mod emitter;
mod exceptions;
mod expressions;
mod functions;
mod imports;
mod leave;
mod loops;
mod statements;
mod variables;

pub(super) use emitter::emit;
