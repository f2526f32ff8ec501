//! The stack machine: runs a verified program against a request, within the limits of its meter.
//!
//! The machine owns no code and no values: programs are lent to the session of a decision, values
//! live in its heap. Natives never call back into it; what the end of a frame means to the frame below
//! is the only way that control returns.

mod ask;
mod bind;
mod build;
mod call;
mod class;
mod closure;
mod constants;
mod construct;
mod define;
mod ended;
mod evaluate;
mod exceptions;
mod failure;
mod fault;
mod frame;
mod generator;
mod import;
mod iterate;
mod keywords;
mod machine;
mod manage;
mod operands;
mod patterns;
mod policy;
mod prelude;
mod rare;
mod search;
mod session;
mod shortcuts;
mod step;
mod variables;
mod watch;

pub(crate) use evaluate::evaluate_to;
#[doc(hidden)]
pub use evaluate::evaluate_within;
pub use evaluate::{Budget, evaluate};
pub use failure::{Call, Failure};
pub use prelude::{DefinedTwice, Prelude};
pub use session::{Called, End, Library, NoLibrary, Session};
pub use watch::{CalledEnd, CalledVerdict, Ended};
