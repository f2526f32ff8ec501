//! What policies use of Django and guardian beside models.

pub mod exceptions;
pub mod guardian;
pub mod transaction;
pub mod utils;
pub mod validators;
