//! Why a policy answered as it did: the statement that it ended with, the conditions that led there, and what
//! the names in them held.

mod cleanse;
mod explain;
mod names;
mod statement;

pub(super) use explain::explain_last;
pub use explain::{CalledExplanation, Condition, Explanation, Shown};
