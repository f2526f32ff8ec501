//! The contract between compiler and machine.

pub mod instr;
pub mod program;

pub use instr::{Closure, ConstId, Conversion, Effect, Instr, Label, NameId, Slot};
pub use program::{Chunk, Const, Handler, Places, Program, Shape};
