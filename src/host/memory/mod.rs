//! The directory in memory: rows in tables with indices, and what policies changed applied to them.

mod apply;
pub mod directory;
mod table;

pub use apply::ApplyError;
pub use directory::MemoryDirectory;
