//! The contract between compiler and machine.

pub mod constant;
pub mod file;
mod fuse;
mod index;
pub mod instr;
pub mod listing;
mod making;
mod names;
mod params;
mod places;
pub mod program;
mod search;
mod sorted;
mod text;
pub mod verify;

pub use constant::{Const, Members};
pub use file::FileError;
pub use instr::{Closure, ConstId, Conversion, Effect, Instr, Label, NameId, Slot};
pub use listing::listing;
pub(crate) use making::Making;
pub use names::{Locals, Name, Named};
pub(crate) use names::{share, share_locals, share_one};
pub use params::Params;
pub use places::Places;
pub use program::{Chunk, Entry, Handler, Program, RawProgram, Shape};
pub(crate) use search::search;
pub use verify::{Fault, VerifyError, verify};
