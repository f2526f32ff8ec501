//! The contract between compiler and machine.

pub mod constant;
pub mod file;
mod fuse;
pub mod instr;
pub mod listing;
mod names;
mod places;
pub mod program;
mod text;
pub mod verify;

pub use constant::Const;
pub use file::FileError;
pub use instr::{Closure, ConstId, Conversion, Effect, Instr, Label, NameId, Slot};
pub use listing::listing;
pub(crate) use names::share;
pub use names::{Name, Named};
pub use places::Places;
pub use program::{Chunk, Entry, Handler, Program, RawProgram, Shape};
pub use verify::{Fault, VerifyError, verify};
