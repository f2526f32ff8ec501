//! authentik's modules, over the directory that an embedder lends. Without one they are not there.

mod config;
mod core;
mod enumerations;
mod flows;
mod packages;
mod sources;
mod stages;

pub use packages::MODULES;
pub use stages::devices;
