//! Why a policy answered as it did: the statement that it ended with, and what the names there held.

mod cleanse;
mod explain;
mod names;
mod statement;

pub use explain::Explanation;
pub(super) use explain::explain;
