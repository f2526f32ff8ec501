//! What an embedder lends: the request, and the services behind it.

pub mod param;
pub mod world;

pub use param::Param;
pub use world::World;
