//! Writes the instructions of a policy, function by function.

mod alternatives;
mod assignments;
mod block;
mod calls;
mod classes;
mod comprehensions;
mod conditions;
mod displays;
mod emitter;
mod exceptions;
mod expressions;
mod functions;
mod imports;
mod keys;
mod leave;
mod loops;
mod matching;
mod patterns;
mod statements;
mod variables;

pub(super) use emitter::emit;
