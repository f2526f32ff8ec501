//! Query sets and managers: Django's filter language over rows.

mod apply;
mod base;
mod columns;
mod compare;
pub mod condition;
pub mod errors;
mod evaluate;
mod expression;
mod lookup;
pub mod manager;
mod order;
mod path;
mod pattern;
mod search;
pub mod set;
mod steps;
mod transform;
mod write;

pub use base::same;
pub use condition::meets;
pub use expression::F;
pub use manager::{find, manager};
pub use search::search;
pub use set::{AK_IS_GROUP_MEMBER, QUERY_SET, of_lent};
pub use write::deleted;
